import { createHash } from 'node:crypto';

/** Numbers that follow from the seed, so that a run can be had again. */
export class Random {
  private drawn = 0;

  public constructor(private readonly seed: number) {}

  /** From 0 to 1, without 1. */
  public next(): number {
    return createHash('sha256').update(`${this.seed}:${this.drawn++}`).digest().readUInt32BE() / 2 ** 32;
  }

  /** A whole number, both ends included. */
  public between(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  /** The same elements in another order (Fisher-Yates). */
  public shuffled<T>(elements: readonly T[]): T[] {
    const shuffled = [...elements];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.between(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    return shuffled;
  }
}
