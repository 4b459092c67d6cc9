/** Stops the engine; what was deployed to it goes with it. */
import { readOptions } from './command-line';
import { stopEngine } from './engine';
import { printedStep } from './progress';
import { runToEnd } from './run-to-end';

async function main(): Promise<void> {
  const { state } = readOptions(process.argv.slice(2));
  const wasRunning = await printedStep('Stop the engine', () => stopEngine(state));
  if (!wasRunning) {
    process.stdout.write(`No engine was running (looked in ${state.path}).\n`);
  }
}

void runToEnd(main);
