import * as path from 'node:path';
import { runBuildCommand } from '../local/examples/build-command';
import { printedStep } from '../local/process/progress';
import { REPOSITORY } from '../local/process/state-directory';

/** Makes the jsii assembly of the sources as they are. */
export async function compileConstructs(signal: AbortSignal): Promise<void> {
  const projen = path.join(REPOSITORY, 'node_modules', '.bin', 'projen');
  await printedStep('Compile the constructs', () => runBuildCommand('projen compile', projen, ['compile'], REPOSITORY, signal));
}
