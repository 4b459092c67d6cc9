import { existsSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { Failure } from '../process/failure';
import { fingerprint } from '../process/fingerprint';
import { withLock } from '../process/lock';
import type { Step } from '../process/progress';
import { runCommand } from '../process/run-command';
import { isStamped, stamp } from '../process/stamp';

export const ENGINE_DIRECTORY = __dirname;

/** Packages that get their own Python environment. */
export interface PythonPackages {
  /** Purpose of the packages, in a few words. */
  readonly purpose: string;
  /** Folder of the environment in the cache directory. */
  readonly name: string;
  /** Files with the pinned versions. */
  readonly requirements: readonly string[];
}

export const ENGINE_PACKAGES: PythonPackages = {
  purpose: 'the engine',
  name: 'python',
  requirements: [path.join(ENGINE_DIRECTORY, 'requirements.txt')],
};

const OLDEST_PYTHON = [3, 10] as const;
const NAMES = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Throws if the engine would need a Python to be installed, and this machine has none that is new enough. */
export async function checkPython(cacheDirectory: string, signal: AbortSignal): Promise<void> {
  if (!isPythonReady(cacheDirectory)) await findPython(signal);
}

/** Whether the Python with the packages is installed, with the pinned versions. */
export function isPythonReady(cacheDirectory: string, { name, requirements }: PythonPackages = ENGINE_PACKAGES): boolean {
  const environment = path.join(cacheDirectory, name);
  return existsSync(pythonOf(environment)) && isStamped(stampOf(environment), fingerprint(...requirements));
}

/** The Python with the packages. Creates its environment if there is none, or if the pinned versions changed. */
export async function preparePython(
  cacheDirectory: string,
  step: Step,
  signal: AbortSignal,
  packages: PythonPackages = ENGINE_PACKAGES,
): Promise<string> {
  const { purpose, name, requirements } = packages;
  const environment = path.join(cacheDirectory, name);
  const python = pythonOf(environment);

  if (!isPythonReady(cacheDirectory, packages)) {
    const base = await findPython(signal);
    // A lock of its own: meanwhile the package can be built.
    await step(`Install ${purpose} (Python packages)`, () => withLock(path.join(cacheDirectory, 'locks', name), signal, async () => {
      if (isPythonReady(cacheDirectory, packages)) {
        return;
      }
      rmSync(environment, { recursive: true, force: true });
      await runCommand(base, ['-m', 'venv', environment], {
        purpose: 'Creating a Python environment (on Debian and Ubuntu it needs the package python3-venv)', signal,
      });
      await runCommand(python, [
        '-m', 'pip', 'install', '--disable-pip-version-check', ...requirements.flatMap((file) => ['--requirement', file]),
      ], {
        purpose: `Installing ${purpose}`, signal,
      });
      stamp(stampOf(environment), fingerprint(...requirements));
    }));
  }
  return python;
}

function pythonOf(environment: string): string {
  return path.join(environment, 'bin', 'python');
}

function stampOf(environment: string): string {
  return path.join(environment, 'requirements.sha256');
}

/** The Python of the environment variable PYTHON, or else the first Python of PATH that is new enough. */
async function findPython(signal: AbortSignal): Promise<string> {
  const names = process.env.PYTHON ? [process.env.PYTHON] : NAMES;
  const tooOld: string[] = [];
  for (const name of names) {
    const version = await versionOf(name, signal);
    if (version === undefined) {
      continue;
    }
    if (isNewEnough(version)) {
      return name;
    }
    tooOld.push(`${name} ${version.join('.')}`);
  }
  throw new Failure(
    `The local engine needs Python ${OLDEST_PYTHON.join('.')} or newer, but found ${tooOld.join(', ') || 'none'}. `
    + 'Install it, or set the environment variable PYTHON to its path.',
  );
}

async function versionOf(name: string, signal: AbortSignal): Promise<number[] | undefined> {
  try {
    const output = await runCommand(name, ['-c', 'import sys; print(*sys.version_info[:2])'], { purpose: 'Looking for Python', signal });
    return output.trim().split(' ').map(Number);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function isNewEnough([major, minor]: readonly number[]): boolean {
  return major === OLDEST_PYTHON[0] && minor >= OLDEST_PYTHON[1];
}
