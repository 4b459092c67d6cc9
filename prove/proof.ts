import type { ApplicationName } from './support/deployment';

/** The counts of a proof. Each proof has the counts that apply to it. */
export interface Counts {
  /** Different sign-ups. */
  readonly sent?: number;
  /** Events that the bus received, including repetitions. */
  readonly delivered?: number;
  /** Faults that the engine has thrown. */
  readonly faults?: number;
  /** Sign-ups that are an active tenant with their user as admin at the end, and nothing else. */
  readonly created?: number;
  /** Tenants and memberships beyond one for each sign-up. */
  readonly doubled?: number;
  /** Sign-ups that are neither a finished tenant nor in the dead-letter queue. */
  readonly lost?: number;
  /** Dead letters. */
  readonly dead?: number;
  /** Sign-ups that became a finished tenant through a repair. */
  readonly repaired?: number;
  /** Sign-ups that became a finished tenant through a sign-in. */
  readonly healed?: number;
  /** Tenants of which nothing is left but a tombstone. */
  readonly deleted?: number;
  /** Persons who were erased. */
  readonly erased?: number;
  /** Tenants with a complete export. */
  readonly exported?: number;
  /** Closing tenants that were restored. */
  readonly restored?: number;
  /** Changes that took away a right, or that were recorded. */
  readonly changes?: number;
  /** Longest time from the end of a right until the beginning of a request that was still accepted, in milliseconds. */
  readonly latestAfterMs?: number;
  /** Announcements that were not true when they were made. */
  readonly untrue?: number;
  /** Records of the audit log. */
  readonly records?: number;
  /** Requests that changed nothing. */
  readonly refused?: number;
  /** Segments of the archive. */
  readonly segments?: number;
  /** Longest time from a change until its record was in the archive, in seconds. */
  readonly archivedAfterSeconds?: number;
  /** Changes of a copy of the archive. */
  readonly tamperings?: number;
  /** Changes of a copy of the archive that the program has found. */
  readonly found?: number;
  /** Calls that were made on each of the engines. */
  readonly calls?: number;
  readonly engines?: number;
  /** Calls with another result than expected. */
  readonly differing?: number;
}

export interface ProofOptions {
  /** Whether to run with few cases, as every test run does. */
  readonly quick: boolean;
  /** Seed of the shuffled order. */
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Prints how far a long proof is. */
  readonly report: (progress: string) => void;
}

/** A property of the product that a run on the engine shows. */
export interface Proof {
  /** The applications to run the proof on, one after another. */
  readonly applications: readonly ApplicationName[];
  readonly run: (applicationName: ApplicationName, options: ProofOptions) => Promise<Outcome>;
}

export interface Outcome {
  readonly counts: Counts;
  /** The expectations that failed, as sentences; empty if the proof holds. */
  readonly violations: readonly string[];
}

/** Collects all failed expectations instead of ending at the first. */
export class Expectations {
  public readonly violations: string[] = [];

  public equal(what: string, actual: unknown, expected: unknown): void {
    const [shown, wanted] = [actual, expected].map((value) => JSON.stringify(value));
    if (shown !== wanted) {
      this.violations.push(`${what} must be ${wanted}, but was ${shown}.`);
    }
  }
}

/** Adds failures for counts that must be 0 in every proof. */
export function outcome(counts: Counts, { violations }: Expectations): Outcome {
  const never = new Expectations();
  never.equal('doubled', counts.doubled ?? 0, 0);
  never.equal('lost', counts.lost ?? 0, 0);
  return { counts, violations: [...never.violations, ...violations] };
}
