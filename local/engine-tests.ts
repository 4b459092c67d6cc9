/** Runs the tests of the engine's gap-closers (pytest). */
import { spawnSync } from 'node:child_process';
import { readOptions } from './command-line';
import { printedStep } from './progress';
import { ENGINE_DIRECTORY, preparePython } from './python';
import { runToEnd } from './run-to-end';

async function main(signal: AbortSignal): Promise<void> {
  const { cacheDirectory } = readOptions(process.argv.slice(2));
  const python = await preparePython(cacheDirectory, printedStep, signal);
  const { status } = spawnSync(python, ['-m', 'pytest', '--quiet'], { cwd: ENGINE_DIRECTORY, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

void runToEnd(main);
