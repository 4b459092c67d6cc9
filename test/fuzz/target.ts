import type { Arbitrary } from 'fast-check';

/** Something that is given anything, and must keep a promise whatever it is. */
export interface FuzzTarget<Case> {
  readonly name: string;
  /** Makes cases; small ones can be read. */
  readonly cases: Arbitrary<Case>;
  /** Rejects, and says why, when the promise is broken. */
  readonly check: (fuzzCase: Case) => Promise<void>;
}

/** A target whose cases nobody looks into. */
export type AnyFuzzTarget = FuzzTarget<unknown>;
