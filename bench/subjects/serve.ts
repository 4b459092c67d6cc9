import { performance } from 'node:perf_hooks';

export type Call = () => Promise<unknown> | unknown;

/** Calls that can be timed, by name. A pair is a call, and an action after each call that is not timed. */
export type Calls = Readonly<Record<string, Call | readonly [Call, Call]>>;

export interface Order {
  readonly call: string;
  readonly times: number;
}

/** Times calls as often as the benchmark requests. */
export function serve(calls: Calls): void {
  process.on('message', ({ call, times }: Order) => {
    void timeCalls(calls[call], times).then((taken) => process.send!(taken));
  });
  process.send!('ready');
}

async function timeCalls(timed: Calls[string], times: number): Promise<number[]> {
  const [call, afterwards] = [timed].flat();
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await call();
    taken.push(performance.now() - start);
    await afterwards?.();
  }
  return taken;
}
