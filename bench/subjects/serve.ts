import { performance } from 'node:perf_hooks';

/** A call that can be timed. Its argument counts the calls, so that a subject can use other data each time. */
export type Call = (count: number) => Promise<unknown> | unknown;

/** Calls that can be timed, by name. A pair is a call, and an action after each call that is not timed. */
export type Calls = Readonly<Record<string, Call | readonly [Call, Call]>>;

export interface Order {
  /** The calls to make in turn. */
  readonly calls: readonly string[];
  /** The number of turns. */
  readonly times: number;
}

/** Times calls as often as the benchmark requests. Sends the times of each call. */
export function serve(calls: Calls): void {
  let count = 0;
  process.on('message', (order: Order) => {
    void timeCalls(order.calls.map((name) => calls[name]), order.times).then((taken) => process.send!(taken));
  });
  process.send!('ready');

  async function timeCalls(timed: ReadonlyArray<Calls[string]>, times: number): Promise<number[][]> {
    const turns = timed.map((work) => {
      const [call, afterwards] = [work].flat();
      return { call, afterwards, taken: [] as number[] };
    });
    for (let time = 0; time < times; time++, count++) {
      for (const { call, afterwards, taken } of turns) {
        const start = performance.now();
        await call(count);
        taken.push(performance.now() - start);
        await afterwards?.(count);
      }
    }
    return turns.map(({ taken }) => taken);
  }
}
