import { performance } from 'node:perf_hooks';

/** Calls that can be timed, by name. */
export type Calls = Readonly<Record<string, () => Promise<unknown> | unknown>>;

export interface Order {
  readonly call: string;
  readonly times: number;
}

/** Times calls, as often as the benchmark asks for. */
export function serve(calls: Calls): void {
  process.on('message', ({ call, times }: Order) => {
    void timeCalls(calls[call], times).then((taken) => process.send!(taken));
  });
  process.send!('ready');
}

async function timeCalls(call: Calls[string], times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await call();
    taken.push(performance.now() - start);
  }
  return taken;
}
