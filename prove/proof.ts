import type { ApplicationName } from './support/deployment';

/** What a proof counted; each proof has those that apply to it. */
export interface Counts {
  /** Different sign-ups. */
  readonly sent?: number;
  /** Events that the bus was given, repetitions included. */
  readonly delivered?: number;
  /** Faults that the engine was made to have. */
  readonly faults?: number;
  /** Sign-ups that are, at the end, an active tenant with their user as admin, and nothing else. */
  readonly created?: number;
  /** Tenants and memberships beyond one for each sign-up. */
  readonly doubled?: number;
  /** Sign-ups that are neither a finished tenant nor in the dead-letter queue. */
  readonly lost?: number;
  /** Dead letters. */
  readonly dead?: number;
  /** Sign-ups that became a finished tenant by a repair. */
  readonly repaired?: number;
  /** Sign-ups that became a finished tenant by signing in. */
  readonly healed?: number;
  /** Announcements that were not true when they were made. */
  readonly untrue?: number;
  /** Calls that were made on each of the engines. */
  readonly calls?: number;
  readonly engines?: number;
  /** Calls that ended in another way than they have to. */
  readonly differing?: number;
}

export interface ProofOptions {
  /** A size that every test run can afford. */
  readonly quick: boolean;
  /** What the shuffled order follows from. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Something that is shown by making it happen. */
export interface Proof {
  /** The applications that it is shown for, one after the other. */
  readonly applications: readonly ApplicationName[];
  readonly run: (applicationName: ApplicationName, options: ProofOptions) => Promise<Outcome>;
}

export interface Outcome {
  readonly counts: Counts;
  /** What was expected and is not so, as sentences; empty when the proof holds. */
  readonly violations: readonly string[];
}

/** Collects what does not hold instead of ending at the first. */
export class Expectations {
  public readonly violations: string[] = [];

  public equal(what: string, actual: unknown, expected: unknown): void {
    const [shown, wanted] = [actual, expected].map((value) => JSON.stringify(value));
    if (shown !== wanted) {
      this.violations.push(`Expected ${what} to be ${wanted}, got ${shown}.`);
    }
  }
}

/** Judges the counts that no proof may have other than 0, and adds what else did not hold. */
export function outcome(counts: Counts, { violations }: Expectations): Outcome {
  const never = new Expectations();
  never.equal('doubled', counts.doubled ?? 0, 0);
  never.equal('lost', counts.lost ?? 0, 0);
  return { counts, violations: [...never.violations, ...violations] };
}
