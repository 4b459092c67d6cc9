import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { CdkApp } from './deployment';
import { fingerprint } from './fingerprint';
import { withLock } from './lock';
import type { Step } from './progress';
import { runCommand } from './run-command';
import { EXAMPLE_DIRECTORY, REPOSITORY } from './state-directory';

const PACKAGE_SOURCES = [
  'src', 'web', 'dashboard', 'package.json', 'package-lock.json', 'tsconfig.json', '.projen/tasks.json', 'scripts/build-runtime-library.ts',
  'scripts/build-web-package.ts',
].map((name) => path.join(REPOSITORY, name));
/** The CDK CLI that the example pins; all apps of this repository are deployed with it. */
export const EXAMPLE_CDK_CLI = path.join(EXAMPLE_DIRECTORY, 'node_modules', '.bin', 'cdk');
const BUILD_ENVIRONMENT = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };

/** Builds the package and installs it, as its users would get it, into the example; skips what is up to date. */
export async function prepareExample(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<CdkApp> {
  return withLock(cacheDirectory, signal, async () => {
    const tarball = await buildPackage(path.join(cacheDirectory, 'package'), step, signal);
    await installDependencies(step, signal);
    await installPackage(tarball, step, signal);
    return { title: 'the example', directory: EXAMPLE_DIRECTORY, cli: EXAMPLE_CDK_CLI };
  });
}

/** Installs what the example needs beside the package, and so the CDK CLI; skips what is up to date. */
export async function prepareExampleDependencies(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<void> {
  return withLock(cacheDirectory, signal, () => installDependencies(step, signal));
}

/** The tarball of the package. Its name says what it was made of, as npm takes an equal name for equal content. */
export async function buildPackage(directory: string, step: Step, signal: AbortSignal): Promise<string> {
  const tarball = path.join(directory, `cdk-tenancy-${fingerprint(...PACKAGE_SOURCES).slice(0, 16)}.tgz`);
  if (existsSync(tarball)) {
    return tarball;
  }
  await step('Build the package', async () => {
    await run('Bundling the functions and the dashboard', path.join('node_modules', '.bin', 'projen'), ['bundle'], REPOSITORY, signal);
    await run('Compiling the constructs', path.join('node_modules', '.bin', 'projen'), ['compile'], REPOSITORY, signal);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    await run('Packing the package', 'npm', ['pack', '--pack-destination', directory], REPOSITORY, signal);
    const [packed] = readdirSync(directory);
    renameSync(path.join(directory, packed), tarball);
  });
  return tarball;
}

async function installDependencies(step: Step, signal: AbortSignal): Promise<void> {
  const wanted = fingerprint(path.join(EXAMPLE_DIRECTORY, 'package.json'), path.join(EXAMPLE_DIRECTORY, 'package-lock.json'));
  if (isStamped('dependencies', wanted)) {
    return;
  }
  await step('Install the dependencies of the example', async () => {
    await run('Installing the dependencies of the example', 'npm', ['ci', '--no-audit', '--no-fund'], EXAMPLE_DIRECTORY, signal);
    stamp('dependencies', wanted);
  });
}

async function installPackage(tarball: string, step: Step, signal: AbortSignal): Promise<void> {
  if (isStamped('package', tarball)) {
    return;
  }
  await step('Install the package into the example', async () => {
    await run(
      'Installing the package into the example',
      'npm', ['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', tarball], EXAMPLE_DIRECTORY, signal,
    );
    stamp('package', tarball);
  });
}

// `npm ci` removes node_modules and these stamps with it.
const stampFile = (name: string) => path.join(EXAMPLE_DIRECTORY, 'node_modules', `.installed-${name}`);
const stamp = (name: string, content: string) => writeFileSync(stampFile(name), content);
const isStamped = (name: string, content: string) => existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === content;

async function run(purpose: string, command: string, args: string[], cwd: string, signal: AbortSignal): Promise<void> {
  await runCommand(command, args, { purpose, cwd, env: { ...process.env, ...BUILD_ENVIRONMENT }, signal });
}
