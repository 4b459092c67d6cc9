/** Builds the package as npm gets it, unless it is up to date, and prints the path of the file. Tests and examples use it. */
import { buildTarball } from '../local/examples/package';
import { withLock } from '../local/process/lock';
import { printedStep } from '../local/process/progress';
import { runToEnd } from '../local/process/run-to-end';
import { DEFAULT_CACHE_DIRECTORY } from '../local/process/state-directory';

async function main(signal: AbortSignal): Promise<void> {
  const tarball = await withLock(DEFAULT_CACHE_DIRECTORY, signal, () => buildTarball(DEFAULT_CACHE_DIRECTORY, printedStep, signal));
  process.stdout.write(`${tarball}\n`);
}

void runToEnd(main);
