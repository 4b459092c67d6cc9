/** Stops the engine; what was deployed to it goes with it. */
import { npmScript, stateDirectoryOption } from './command-line';
import { stopEngine } from './engine';
import { printedStep } from './progress';
import { runToEnd } from './run-to-end';
import { stateDirectory } from './state-directory';

async function main(): Promise<void> {
  const { stateDir } = npmScript('local:down', 'Stops the local engine; everything that was deployed to it is gone.')
    .addOption(stateDirectoryOption())
    .parse().opts();
  const state = stateDirectory(stateDir);
  const wasRunning = await printedStep('Stop the engine', () => stopEngine(state));
  if (!wasRunning) {
    process.stdout.write(`No engine was running (looked in ${state.path}).\n`);
  }
}

void runToEnd(main);
