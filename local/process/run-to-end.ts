import { Failure } from './failure';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs the main work of a command. A signal from outside aborts the work, which then tidies up; a failure ends the
 * command with its sentence and exit code 1.
 */
export async function runToEnd(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const abort = (signal: NodeJS.Signals) => {
    controller.abort(new Failure(`Interrupted (${signal}): everything that was started is stopped.`));
  };
  SIGNALS.forEach((signal) => process.on(signal, abort));
  try {
    await work(controller.signal);
  } catch (caught) {
    // What ends because of a signal may fail in some other way first.
    const error = controller.signal.aborted ? controller.signal.reason : caught;
    process.stderr.write(`${error instanceof Failure ? error.message : (error as Error).stack}\n`);
    process.exitCode = 1;
  } finally {
    SIGNALS.forEach((signal) => process.off(signal, abort));
  }
}
