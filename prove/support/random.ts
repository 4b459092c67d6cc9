import { createHash } from 'node:crypto';

/** Random numbers from a seed, so a run can be repeated. */
export class Random {
  private drawn = 0;

  public constructor(private readonly seed: number) {}

  /** A number from 0 to 1, excluding 1. */
  public next(): number {
    return createHash('sha256').update(`${this.seed}:${this.drawn++}`).digest().readUInt32BE() / 2 ** 32;
  }

  /** A whole number from `lowest` to `highest`, inclusive. */
  public between(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  /** The elements in random order (Fisher-Yates). */
  public shuffled<T>(elements: readonly T[]): T[] {
    const shuffled = [...elements];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.between(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
    }
    return shuffled;
  }
}
