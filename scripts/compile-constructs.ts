import * as path from 'node:path';
import { runBuildCommand } from '../local/examples/build-command';
import { printedStep } from '../local/process/progress';
import { REPOSITORY } from '../local/process/state-directory';

/** Compiles the constructs to a jsii assembly. */
export async function compileConstructs(signal: AbortSignal): Promise<void> {
  const projen = path.join(REPOSITORY, 'node_modules', '.bin', 'projen');
  await printedStep('Compile the constructs', () => runBuildCommand('projen compile', projen, ['compile'], REPOSITORY, signal));
}
