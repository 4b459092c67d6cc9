/**
 * Runs pytest with pinned packages, in an environment of its own: `tsx local/pytest.ts <requirements> <pytest argument>...`
 */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { Failure } from './failure';
import { printedStep } from './progress';
import { ENGINE_PACKAGES, preparePython, type PythonPackages } from './python';
import { preparePythonOfExample, PYTHON_EXAMPLE_PACKAGES } from './python-example';
import { runToEnd } from './run-to-end';
import { DEFAULT_CACHE_DIRECTORY } from './state-directory';

async function main(signal: AbortSignal): Promise<void> {
  const [requirements, ...args] = process.argv.slice(2);
  if (requirements === undefined) {
    throw new Failure('Name a file of requirements, and then what pytest is to run.');
  }
  const python = await pythonWith(path.resolve(requirements), signal);
  const { status } = spawnSync(python, ['-m', 'pytest', ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

async function pythonWith(requirements: string, signal: AbortSignal): Promise<string> {
  return PYTHON_EXAMPLE_PACKAGES.requirements.includes(requirements)
    ? preparePythonOfExample(DEFAULT_CACHE_DIRECTORY, printedStep, signal)
    : preparePython(DEFAULT_CACHE_DIRECTORY, printedStep, signal, packagesOf(requirements));
}

function packagesOf(requirements: string): PythonPackages {
  return ENGINE_PACKAGES.requirements.includes(requirements) ? ENGINE_PACKAGES : {
    purpose: `the packages of ${path.basename(path.dirname(requirements))}`,
    name: `python-${path.basename(path.dirname(requirements))}`,
    requirements: [requirements],
  };
}

void runToEnd(main);
