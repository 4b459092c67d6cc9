import { buildIfChanged, CONSTRUCTS } from '../local/examples/build';
import { printedStep } from '../local/process/progress';

/** Compiles the constructs to a jsii assembly, unless it is up to date. */
export async function compileConstructs(signal: AbortSignal): Promise<void> {
  await printedStep('Compile the constructs', () => buildIfChanged(CONSTRUCTS, signal));
}
