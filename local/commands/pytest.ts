/**
 * Runs pytest with pinned packages in its own Python environment: `tsx local/commands/pytest.ts <requirements> <pytest argument>...`
 */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { ENGINE_PACKAGES, preparePython, type PythonPackages } from '../engine/python';
import { preparePythonOfExample, PYTHON_EXAMPLE_PACKAGES } from '../examples/python-example';
import { Failure } from '../process/failure';
import { printedStep } from '../process/progress';
import { runToEnd } from '../process/run-to-end';
import { DEFAULT_CACHE_DIRECTORY } from '../process/state-directory';

async function main(signal: AbortSignal): Promise<void> {
  const [requirements, ...args] = process.argv.slice(2);
  if (requirements === undefined) {
    throw new Failure('Usage: tsx local/commands/pytest.ts <file of requirements> <pytest argument>...');
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
