/**
 * Runs pytest with pinned packages, in an environment of its own: `tsx local/pytest.ts <requirements> <pytest argument>...`
 */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { Failure } from './failure';
import { printedStep } from './progress';
import { ENGINE_PACKAGES, preparePython, type PythonPackages } from './python';
import { runToEnd } from './run-to-end';
import { DEFAULT_CACHE_DIRECTORY } from './state-directory';

async function main(signal: AbortSignal): Promise<void> {
  const [requirements, ...args] = process.argv.slice(2);
  if (requirements === undefined) {
    throw new Failure('Name a file of requirements, and then what pytest is to run.');
  }
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, printedStep, signal, packagesOf(path.resolve(requirements)));
  const { status } = spawnSync(python, ['-m', 'pytest', ...args], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

function packagesOf(requirements: string): PythonPackages {
  return requirements === ENGINE_PACKAGES.requirements ? ENGINE_PACKAGES : {
    purpose: `the packages of ${path.basename(path.dirname(requirements))}`,
    name: `python-${path.basename(path.dirname(requirements))}`,
    requirements,
  };
}

void runToEnd(main);
