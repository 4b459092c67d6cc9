import { performance } from 'node:perf_hooks';
import { setImmediate as nextTask } from 'node:timers/promises';
import type { Row } from './benchmark';

/** Times of one subject, in milliseconds. */
export interface Sample {
  /** In the order of the measurements. */
  readonly times: readonly number[];
  readonly median: number;
  /** Half of all rounds are between these two. */
  readonly quartiles: readonly [number, number];
  readonly p99: number;
}

/** Runs the measured work once or several times. Returns the time of each run, in milliseconds. */
export type Subject = () => Promise<readonly number[]>;

/** Runs several subjects alternately, so other work of the machine affects all of them. If the signal aborts, rejects after the current round. */
export async function alternate<Subjects extends readonly Subject[]>(
  signal: AbortSignal, rounds: number, ...subjects: Subjects
): Promise<{ [Index in keyof Subjects]: Sample }> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    // Signals arrive only between tasks of the event loop, and a subject can be synchronous.
    await nextTask(undefined, { signal });
    for (const [index, subject] of subjects.entries()) {
      times[index].push(...await subject());
    }
  }
  return times.map(sample) as { [Index in keyof Subjects]: Sample };
}

/** A subject whose time is measured in this process. */
export function timed(work: () => Promise<unknown> | unknown): Subject {
  return async () => {
    const start = performance.now();
    await work();
    return [performance.now() - start];
  };
}

export function sample(times: readonly number[]): Sample {
  if (times.length === 0) {
    throw new Error('times must have at least one round, but was empty.');
  }
  const sorted = [...times].sort((a, b) => a - b);
  const at = (fraction: number) => sorted[Math.round((sorted.length - 1) * fraction)];
  return { times, median: at(0.5), quartiles: [at(0.25), at(0.75)], p99: at(0.99) };
}

/** The median, and in parentheses the quartiles. */
export function describe({ median, quartiles: [lower, upper] }: Sample): string {
  return median < 1
    ? `${micro(median)} us (${micro(lower)}-${micro(upper)})`
    : `${milli(median)} ms (${milli(lower)}-${milli(upper)})`;
}

const micro = (ms: number) => (ms * 1_000).toFixed(0);
const milli = (ms: number) => ms.toFixed(ms < 10 ? 2 : 0);

export interface Comparison {
  readonly figure: string;
  readonly ours: Sample;
  readonly reference: Sample;
  /** Description of the reference, in a few words. */
  readonly beside: string;
  /** Maximum ratio of our time to that of the reference. Without it, the row has no target. */
  readonly atMost?: number;
}

/**
 * Compares our times with a reference. The result is the median of the ratios of times from the same round: other work of the machine
 * most likely affects both.
 */
export function compare({ figure, ours, reference, beside, atMost }: Comparison): Row {
  const ratio = ratioOf(ours, reference);
  return {
    figure,
    measured: describe(ours),
    reference: `${describe(reference)} ${beside}`,
    result: `${inTimes(ratio.median)} times (${ratio.quartiles.map(inTimes).join('-')})`,
    ...atMost === undefined ? { target: 'shown' } : { target: `<= ${atMost} times`, holds: Number(inTimes(ratio.median)) <= atMost },
  };
}

/** The ratios of our times to those of the reference, round by round. */
export function ratioOf(ours: Sample, reference: Sample): Sample {
  if (ours.times.length !== reference.times.length) {
    throw new Error(`Both samples must have the same number of times, but had ${ours.times.length} and ${reference.times.length}.`);
  }
  return sample(ours.times.map((time, index) => time / reference.times[index]));
}

const inTimes = (ratio: number) => ratio.toFixed(2);
