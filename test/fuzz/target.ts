import type { Arbitrary } from 'fast-check';

/** Code that gets arbitrary input, and must keep its guarantees for every input. */
export interface FuzzTarget<Case> {
  readonly name: string;
  /** Generates cases as plain data, so small ones can be read. */
  readonly cases: Arbitrary<Case>;
  /** Rejects with the reason if a guarantee is broken. */
  readonly check: (fuzzCase: Case) => Promise<void>;
}

/** A target with cases of any type. */
export type AnyFuzzTarget = FuzzTarget<unknown>;
