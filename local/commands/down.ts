/** Stops the engine and deletes everything that was deployed to it. */
import { npmScript, stateDirectoryOption } from './command-line';
import { shutDown } from '../app/shut-down';
import { printedStep } from '../process/progress';
import { runToEnd } from '../process/run-to-end';
import { stateDirectory } from '../process/state-directory';

async function main(): Promise<void> {
  const { stateDir } = npmScript('local:down', 'Stops the local engine and deletes everything that was deployed to it.')
    .addOption(stateDirectoryOption())
    .parse().opts();
  const state = stateDirectory(stateDir);
  const wasRunning = await printedStep('Stop the engine', () => shutDown(state));
  if (!wasRunning) {
    process.stdout.write(`No engine was running (looked in ${state.path}).\n`);
  }
}

void runToEnd(main);
