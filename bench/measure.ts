import { performance } from 'node:perf_hooks';

/** Times of one thing, in milliseconds. */
export interface Sample {
  readonly median: number;
  /** Half of all rounds lie between these two. */
  readonly quartiles: readonly [number, number];
}

/** Runs two things alternately, so that whatever else the machine does meets both, and times each run. */
export async function alternate(rounds: number, first: () => Promise<void> | void, second: () => Promise<void> | void): Promise<[Sample, Sample]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(await time(first));
    times[1].push(await time(second));
  }
  return [sample(times[0]), sample(times[1])];
}

export async function time(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function sample(times: readonly number[]): Sample {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (fraction: number) => sorted[Math.round((sorted.length - 1) * fraction)];
  return { median: at(0.5), quartiles: [at(0.25), at(0.75)] };
}

export function describe({ median, quartiles }: Sample): string {
  return `${median.toFixed(0)} ms (${quartiles.map((quartile) => quartile.toFixed(0)).join('-')})`;
}
