import { Failure } from './failure';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the main work of a command. SIGINT and SIGTERM abort the work, which then cleans up. A failure ends the command with
 * its message and exit code 1.
 */
export async function runToEnd(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const abort = (signal: NodeJS.Signals) => {
    controller.abort(new Failure(`Interrupted (${signal}). Everything that was started has been stopped.`));
  };
  SIGNALS.forEach((signal) => process.on(signal, abort));
  try {
    await work(controller.signal);
  } catch (caught) {
    // Work that ends because of a signal can fail with another error first.
    const error = controller.signal.aborted ? controller.signal.reason : caught;
    process.stderr.write(`${error instanceof Failure ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  } finally {
    SIGNALS.forEach((signal) => process.off(signal, abort));
  }
}
