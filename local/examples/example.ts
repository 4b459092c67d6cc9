import * as path from 'node:path';
import { runBuildCommand } from './build-command';
import { buildTarball } from './package';
import type { CdkApp } from '../app/cdk-app';
import { fingerprint } from '../process/fingerprint';
import { withLock } from '../process/lock';
import type { Step } from '../process/progress';
import { isStamped, stamp } from '../process/stamp';
import { EXAMPLE_DIRECTORY } from '../process/state-directory';
import { together } from '../process/together';

/** The CDK CLI that the example pins. It deploys all apps of this repository. */
export const EXAMPLE_CDK_CLI = path.join(EXAMPLE_DIRECTORY, 'node_modules', '.bin', 'cdk');

/** Builds the package and installs it into the example, as users install it. Skips steps that are up to date. */
export async function prepareExample(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<CdkApp> {
  return withLock(cacheDirectory, signal, async () => {
    const [tarball] = await together<[string, void]>(signal, (whileBothSucceed) => [
      buildTarball(cacheDirectory, step, whileBothSucceed), installDependencies(step, whileBothSucceed),
    ]);
    await installPackage(tarball, step, signal);
    return { title: 'the example', directory: EXAMPLE_DIRECTORY, cli: EXAMPLE_CDK_CLI };
  });
}

/** Installs the other dependencies of the example, including the CDK CLI. Skips steps that are up to date. */
export async function prepareExampleDependencies(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<void> {
  return withLock(cacheDirectory, signal, () => installDependencies(step, signal));
}

async function installDependencies(step: Step, signal: AbortSignal): Promise<void> {
  if (areDependenciesInstalled()) {
    return;
  }
  await step('Install the dependencies of the example', async () => {
    await runBuildCommand('Installing the dependencies of the example', 'npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], EXAMPLE_DIRECTORY, signal);
    stamp(DEPENDENCIES_STAMP, wantedDependencies());
  });
}

/** Whether the other dependencies of the example are installed, with the locked versions. */
export function areDependenciesInstalled(): boolean {
  return isStamped(DEPENDENCIES_STAMP, wantedDependencies());
}

function wantedDependencies(): string {
  return fingerprint(path.join(EXAMPLE_DIRECTORY, 'package.json'), path.join(EXAMPLE_DIRECTORY, 'package-lock.json'));
}

async function installPackage(tarball: string, step: Step, signal: AbortSignal): Promise<void> {
  if (isStamped(PACKAGE_STAMP, tarball)) {
    return;
  }
  await step('Install the package into the example', async () => {
    await runBuildCommand(
      'Installing the package into the example',
      'npm', ['install', '--prefer-offline', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', tarball], EXAMPLE_DIRECTORY, signal,
    );
    stamp(PACKAGE_STAMP, tarball);
  });
}

// `npm ci` removes node_modules, and so these stamps.
const stampFile = (name: string) => path.join(EXAMPLE_DIRECTORY, 'node_modules', `.installed-${name}`);
const DEPENDENCIES_STAMP = stampFile('dependencies');
const PACKAGE_STAMP = stampFile('package');
