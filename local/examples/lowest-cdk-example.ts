import { cpSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { emptyProject } from './empty-project';
import { EXAMPLE_CDK_CLI, prepareExampleDependencies } from './example';
import { buildTarball } from './package';
import { devDependencies as lowest } from '../../package.json';
import type { CdkApp } from '../app/cdk-app';
import { withLock } from '../process/lock';
import type { Step } from '../process/progress';
import { EXAMPLE_DIRECTORY } from '../process/state-directory';

const APP = ['app.ts', 'devices-stack.ts', 'functions', 'cdk.json'];

/** Packages that synthesizing the app needs, beside the CDK and the package: the dependencies of its functions, and compilers. */
const DEPENDENCIES = ['@aws-sdk/client-dynamodb', '@aws-sdk/client-sts', '@aws-sdk/lib-dynamodb', '@smithy/node-http-handler', 'esbuild', 'tsx'];

/** Installs the package into an empty project with the lowest CDK version that it supports, and copies the app of the example there. */
export async function prepareLowestCdkExample(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<CdkApp> {
  const tarball = await withLock(cacheDirectory, signal, () => buildTarball(cacheDirectory, step, signal));
  await prepareExampleDependencies(cacheDirectory, step, signal);
  const cdk = `aws-cdk-lib@${lowest['aws-cdk-lib']}`;
  const directory = await step(`Install the package into an empty project with ${cdk}`, () => emptyProject(cacheDirectory, 'lowest-cdk-example', [
    tarball, cdk, `constructs@${lowest.constructs}`, ...DEPENDENCIES.map((name) => `${name}@${lockedVersion(name)}`),
  ], signal));
  for (const name of APP) {
    cpSync(path.join(EXAMPLE_DIRECTORY, name), path.join(directory, name), { recursive: true });
  }
  return { title: `the example on ${cdk}`, directory, cli: EXAMPLE_CDK_CLI };
}

function lockedVersion(name: string): string {
  const { packages } = JSON.parse(readFileSync(path.join(EXAMPLE_DIRECTORY, 'package-lock.json'), 'utf8'));
  return packages[`node_modules/${name}`].version;
}
