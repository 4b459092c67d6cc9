/** Builds the package as npm would get it, or does nothing when there is one of these sources. The tests and examples are about what this leaves behind. */
import { withLock } from '../local/lock';
import { buildTarball } from '../local/package';
import { printedStep } from '../local/progress';
import { runToEnd } from '../local/run-to-end';
import { DEFAULT_CACHE_DIRECTORY } from '../local/state-directory';

async function main(signal: AbortSignal): Promise<void> {
  await withLock(DEFAULT_CACHE_DIRECTORY, signal, () => buildTarball(DEFAULT_CACHE_DIRECTORY, printedStep, signal));
}

void runToEnd(main);
