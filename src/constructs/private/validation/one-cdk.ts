import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { Resource, Stack, Stage } from 'aws-cdk-lib';
import { Construct, type IConstruct, Node } from 'constructs';
import { ConstructError, type ErrorPlace } from './construct-error';

/*
 * A package tree can contain two copies of aws-cdk-lib or of constructs: one for the app, and one for this package. Constructs of both
 * mostly work together, but some checks are skipped, or the CDK fails with an obscure error. So mixing them is refused at once.
 */

/** The depth to search props for constructs: for example, a rule's target contains its function. */
const DEPTH = 3;

/**
 * Returns the scope of a new construct. For use in the call of `super`, because two versions of `constructs` already fail there.
 *
 * @throws Error if the scope is missing; ConstructError if another copy created the scope or a construct in the props
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
 * @param given Values that are passed to a construct, by the names that users know.
 * @throws ConstructError if another copy created a construct in the values
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

/** Returns the package of a construct if another copy created it. The CDK's type markers are the same in all copies, the classes are not. */
function foreignPackageOf(value: object): 'aws-cdk-lib' | 'constructs' | undefined {
  const isForeign = (Stage.isStage(value) && !(value instanceof Stage))
    || (Stack.isStack(value) && !(value instanceof Stack))
    || (Resource.isResource(value as IConstruct) && !(value instanceof Resource));
  if (isForeign) {
    return 'aws-cdk-lib';
  }
  // The oldest supported version has no marker for constructs.
  return hasNode(value) && !(value.node instanceof Node) ? 'constructs' : undefined;
}

function hasNode(value: object): value is IConstruct {
  return 'node' in value && typeof (value as IConstruct).node?.path === 'string';
}

/** Returns the folder of the own copy; `undefined` in a bundled app, which can run without installed packages. */
function ownCopyOf(packageName: string): string | undefined {
  try {
    return path.dirname(require.resolve(`${packageName}/package.json`));
  } catch {
    return undefined;
  }
}

/** Returns the folders of all loaded copies; none in a bundled app. */
function loadedCopiesOf(packageName: string): string[] {
  const inPackage = new RegExp(`^(.*[\\\\/]node_modules[\\\\/]${packageName})[\\\\/]`);
  return [...new Set(Object.keys(require.cache).flatMap((file) => inPackage.exec(file)?.[1] ?? []))];
}

function describe(folder: string): string {
  const manifest = path.join(folder, 'package.json');
  return existsSync(manifest) ? `${folder} (${JSON.parse(readFileSync(manifest, 'utf8')).version})` : folder;
}
