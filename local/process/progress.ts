/** Runs one step of a longer task and reports its progress. */
export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

const TICK_SECONDS = { terminal: 1, log: 10 };

/** Prints every step with its duration, and the time so far while it runs. */
export const printedStep: Step = async (title, work) => {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const { isTTY } = process.stdout;
  const say = (mark: string, ending: string) => process.stdout.write(`${isTTY ? '\r\x1b[K' : ''}${mark} ${title}${ending}`);
  const sayRunning = () => say('…', isTTY ? ` (${seconds()} s)` : ` (${seconds()} s)\n`);

  sayRunning();
  const ticking = setInterval(sayRunning, 1000 * (isTTY ? TICK_SECONDS.terminal : TICK_SECONDS.log));
  try {
    const result = await work();
    say('✔', ` (${seconds()} s)\n`);
    return result;
  } catch (error) {
    say('✖', ` (${seconds()} s)\n`);
    throw error;
  } finally {
    clearInterval(ticking);
  }
};
