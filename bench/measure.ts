import { performance } from 'node:perf_hooks';
import { setImmediate as nextTask } from 'node:timers/promises';
import type { Row } from './benchmark';

/** Times of one thing, in milliseconds. */
export interface Sample {
  /** In the order in which they were taken. */
  readonly times: readonly number[];
  readonly median: number;
  /** Half of all rounds lie between these two. */
  readonly quartiles: readonly [number, number];
  readonly p99: number;
}

/** Does what is measured once, or some times, and says how long each took, in milliseconds. */
export type Subject = () => Promise<readonly number[]>;

/** Runs several things alternately, so that whatever else the machine does meets all of them. Rejects after the round in which the signal comes. */
export async function alternate<Subjects extends readonly Subject[]>(
  signal: AbortSignal, rounds: number, ...subjects: Subjects
): Promise<{ [Index in keyof Subjects]: Sample }> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    // A signal is heard between tasks of the event loop only, and what is measured may be none.
    await nextTask(undefined, { signal });
    for (const [index, subject] of subjects.entries()) {
      times[index].push(...await subject());
    }
  }
  return times.map(sample) as { [Index in keyof Subjects]: Sample };
}

/** Work that is timed from here. */
export function timed(work: () => Promise<unknown> | unknown): Subject {
  return async () => {
    const start = performance.now();
    await work();
    return [performance.now() - start];
  };
}

export function sample(times: readonly number[]): Sample {
  if (times.length === 0) {
    throw new Error('There is no median of nothing: expected the times of one round at least.');
  }
  const sorted = [...times].sort((a, b) => a - b);
  const at = (fraction: number) => sorted[Math.round((sorted.length - 1) * fraction)];
  return { times, median: at(0.5), quartiles: [at(0.25), at(0.75)], p99: at(0.99) };
}

/** The median, and in parentheses the half of all rounds around it. */
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
  /** What the reference is, in a few words. */
  readonly beside: string;
  /** How many times as long as the reference ours may take; left out, there is no target. */
  readonly atMost?: number;
}

/**
 * Ours held against a reference. What counts is the median of the ratios of times that were taken side by side: whatever slowed one
 * of them down has most likely met the other too.
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

/** How many times as long as the reference ours took, time by time. */
export function ratioOf(ours: Sample, reference: Sample): Sample {
  if (ours.times.length !== reference.times.length) {
    throw new Error(`Times taken side by side were expected, got ${ours.times.length} and ${reference.times.length}.`);
  }
  return sample(ours.times.map((time, index) => time / reference.times[index]));
}

const inTimes = (ratio: number) => ratio.toFixed(2);
