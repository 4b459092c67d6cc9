import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Resource, Stack, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct, Node } from 'constructs';
import { ConstructError, type ErrorPlace } from './construct-error';

/*
 * A tree of packages can have two copies of aws-cdk-lib, or of constructs: one for the app, and one for this package. Constructs of the two
 * fit together for the most part. Where they do not, a check is passed over, or the CDK fails deep inside. So they are refused at the
 * first place where they meet.
 */

/** How deep to look into props: a rule's target, for example, contains its function. */
const DEPTH = 3;

/**
 * The scope of a new construct, for the call of `super`: two versions of `constructs` fail there already.
 *
 * @throws Error when there is no scope; ConstructError when the scope, or a construct among the props, was created by another copy
 */
export function inOneCdk(scope: Construct, id: string, props: object = {}): Construct {
  if (scope === undefined || scope === null) {
    throw new Error(`The scope of ${JSON.stringify(id)} must be a construct, but was ${scope}. Pass the stack as the first argument, usually \`this\`.`);
  }
  const at = { node: { path: [scope.node.path, id].filter((part) => part !== '').join('/') } };
  scope.node.scopes.forEach((parent) => requireOwn(at, 'The scope', parent));
  requireOneCdk(at, props);
  return scope;
}

/**
 * @param given What a construct is given, by the names that users know it by.
 * @throws ConstructError when a construct among it was created by another copy
 */
export function requireOneCdk(at: ErrorPlace, given: object): void {
  Object.entries(given).forEach(([name, value]) => requireOwnWithin(at, name, value, DEPTH));
}

function requireOwnWithin(at: ErrorPlace, name: string, value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null || depth === 0) {
    return;
  }
  requireOwn(at, name, value);
  if (!hasNode(value)) {
    Object.values(value).forEach((part) => requireOwnWithin(at, name, part, depth - 1));
  }
}

function requireOwn(at: ErrorPlace, name: string, value: object): void {
  const packageName = foreignPackageOf(value);
  if (packageName === undefined) {
    return;
  }
  const own = ownCopyOf(packageName);
  const others = loadedCopiesOf(packageName).filter((copy) => copy !== own);
  const another = others.length === 0
    ? 'by the same copy, loaded a second time. Load it once: test runners load modules again when they are told to reset them.'
    : `by ${others.map(describe).join(' or ')}. Install one copy for the whole app: "npm ls ${packageName}" shows which package depends on which version.`;
  throw new ConstructError(at, `${name} must be created by the copy of ${packageName} that cdk-tenancy uses${own === undefined ? '' : `, ${describe(own)}`}, `
    + `but ${(value as IConstruct).node.path || 'the app'} was created ${another}`);
}

/** The package whose class a construct is of, if it is not the class that is loaded here. Marks of the CDK are the same in all copies. */
function foreignPackageOf(value: object): 'aws-cdk-lib' | 'constructs' | undefined {
  const isForeign = (Stage.isStage(value) && !(value instanceof Stage))
    || (Stack.isStack(value) && !(value instanceof Stack))
    || (Resource.isResource(value as IConstruct) && !(value instanceof Resource));
  if (isForeign) {
    return 'aws-cdk-lib';
  }
  // The oldest supported version has no mark for constructs.
  return hasNode(value) && !(value.node instanceof Node) ? 'constructs' : undefined;
}

function hasNode(value: object): value is IConstruct {
  return 'node' in value && typeof (value as IConstruct).node?.path === 'string';
}

/** A folder; nothing in a bundled app, which may run where no package is installed. */
function ownCopyOf(packageName: string): string | undefined {
  try {
    return path.dirname(require.resolve(`${packageName}/package.json`));
  } catch {
    return undefined;
  }
}

/** Folders. A bundled app has none. */
function loadedCopiesOf(packageName: string): string[] {
  const inPackage = new RegExp(`^(.*[\\\\/]node_modules[\\\\/]${packageName})[\\\\/]`);
  return [...new Set(Object.keys(require.cache).flatMap((file) => inPackage.exec(file)?.[1] ?? []))];
}

function describe(folder: string): string {
  const manifest = path.join(folder, 'package.json');
  return existsSync(manifest) ? `${folder} (${JSON.parse(readFileSync(manifest, 'utf8')).version})` : folder;
}
