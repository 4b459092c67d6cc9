import * as path from 'node:path';
import { JSII_ENVIRONMENT, runBuildCommand } from './build-command';
import { EXAMPLE_CDK_CLI, prepareExampleDependencies } from './example';
import { buildTarball, buildWheel } from './package';
import type { CdkApp } from '../app/cdk-app';
import { preparePython, type PythonPackages } from '../engine/python';
import { withLock } from '../process/lock';
import type { Step } from '../process/progress';
import { isStamped, stamp } from '../process/stamp';
import { PYTHON_EXAMPLE_DIRECTORY } from '../process/state-directory';
import { together } from '../process/together';

export const PYTHON_EXAMPLE_PACKAGES: PythonPackages = {
  purpose: 'the dependencies of the example in Python',
  name: 'python-example',
  requirements: ['requirements.txt', 'requirements-dev.txt'].map((name) => path.join(PYTHON_EXAMPLE_DIRECTORY, name)),
};

/** Builds the wheel and installs it into an environment of the example, as users install it. Skips steps that are up to date. */
export async function preparePythonExample(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<CdkApp> {
  const [python] = await together<[string, void]>(signal, (whileBothSucceed) => [
    preparePythonOfExample(cacheDirectory, step, whileBothSucceed), prepareExampleDependencies(cacheDirectory, step, whileBothSucceed),
  ]);
  return {
    title: 'the example in Python',
    directory: PYTHON_EXAMPLE_DIRECTORY,
    cli: EXAMPLE_CDK_CLI,
    // The script `activate` of the environment does the same.
    environment: { ...JSII_ENVIRONMENT, PATH: `${path.dirname(python)}${path.delimiter}${process.env.PATH}` },
  };
}

/** The Python with the wheel and the dependencies of the example. */
export async function preparePythonOfExample(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<string> {
  const [wheel, python] = await together<[string, string]>(signal, (whileBothSucceed) => [
    withLock(cacheDirectory, whileBothSucceed, async () => {
      const tarball = await buildTarball(cacheDirectory, step, whileBothSucceed);
      return buildWheel(tarball, cacheDirectory, step, whileBothSucceed);
    }),
    preparePython(cacheDirectory, step, whileBothSucceed, PYTHON_EXAMPLE_PACKAGES),
  ]);
  await withLock(cacheDirectory, signal, () => installWheel(wheel, python, step, signal));
  return python;
}

async function installWheel(wheel: string, python: string, step: Step, signal: AbortSignal): Promise<void> {
  const stampFile = path.join(path.dirname(python), '..', 'installed-wheel');
  if (isStamped(stampFile, wheel)) {
    return;
  }
  await step('Install the wheel', async () => {
    const pip = (purpose: string, ...args: string[]) => runBuildCommand(
      purpose, python, ['-m', 'pip', '--disable-pip-version-check', ...args], PYTHON_EXAMPLE_DIRECTORY, signal,
    );
    // All wheels that are built here have the same version, so pip would keep the old one.
    await pip('Removing the old wheel', 'uninstall', '--yes', 'cdk-tenancy');
    await pip('Installing the wheel', 'install', wheel);
    stamp(stampFile, wheel);
  });
}
