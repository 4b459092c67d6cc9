/** Runs one step of a longer task and reports its progress. Steps can run at the same time. */
export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

const TICK_SECONDS = { terminal: 1, log: 10 };
const CLEAR_LINE = '\r\x1b[K';

interface RunningStep {
  readonly title: string;
  readonly start: number;
}

const runningSteps = new Set<RunningStep>();

/** Prints every step with its duration. While steps run, a terminal shows them in its last line; a log gets a line at intervals. */
export const printedStep: Step = async (title, work) => {
  const { isTTY } = process.stdout;
  const step = { title, start: performance.now() };
  const sayRunning = () => process.stdout.write(isTTY ? statusLine(process.stdout.columns) : `… ${withTime(step)}\n`);
  const end = (mark: string) => {
    clearInterval(ticking);
    runningSteps.delete(step);
    printLine(`${mark} ${withTime(step)}`);
  };

  runningSteps.add(step);
  const ticking = setInterval(sayRunning, 1000 * (isTTY ? TICK_SECONDS.terminal : TICK_SECONDS.log));
  sayRunning();
  try {
    const result = await work();
    end('✔');
    return result;
  } catch (error) {
    end('✖');
    throw error;
  }
};

/** Prints a line between the lines of running steps. */
export function printLine(text: string): void {
  const { isTTY, columns } = process.stdout;
  process.stdout.write(`${isTTY ? CLEAR_LINE : ''}${text}\n${isTTY && runningSteps.size > 0 ? statusLine(columns) : ''}`);
}

/** All running steps in one line of a terminal. A longer line would wrap, and could not be cleared. */
function statusLine(columns: number): string {
  return `${CLEAR_LINE}${`… ${[...runningSteps].map(withTime).join(', ')}`.slice(0, columns - 1)}`;
}

function withTime({ title, start }: RunningStep): string {
  return `${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`;
}
