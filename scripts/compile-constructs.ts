import * as path from 'node:path';
import { runBuildCommand } from '../local/build-command';
import { printedStep } from '../local/progress';
import { REPOSITORY } from '../local/state-directory';

/** Makes the jsii assembly of the sources as they are. */
export async function compileConstructs(signal: AbortSignal): Promise<void> {
  const projen = path.join(REPOSITORY, 'node_modules', '.bin', 'projen');
  await printedStep('Compile the constructs', () => runBuildCommand('projen compile', projen, ['compile'], REPOSITORY, signal));
}
