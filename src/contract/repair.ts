/** Body of the admin API's `POST /repairs`. */
export interface RepairBody {
  /** Limits the repair to these messages of the dead-letter queue. By default, it covers all messages and all tenants that were left behind. */
  readonly messageIds?: readonly string[];
  /** Reports what a repair would cover, and changes nothing. */
  readonly dryRun?: boolean;
  /** Deletes the named messages and repairs nothing, for messages that would fail again. Only together with `messageIds`. */
  readonly discard?: boolean;
}

/** JSON Schema (draft 7) of {@link RepairBody}. */
export const REPAIR_SCHEMA = {
  type: 'object',
  properties: {
    messageIds: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 100 }, minItems: 1, maxItems: 1000, uniqueItems: true },
    dryRun: { type: 'boolean' },
    discard: { type: 'boolean' },
  },
  dependencies: { discard: ['messageIds'] },
  additionalProperties: false,
} as const;

/** Outcomes for a dead letter, or for a tenant that was left behind. */
export const REPAIR_OUTCOME = {
  /** Started again: the state machine runs, or the event is published. The dead letter is deleted; another failure creates a new one. */
  started: 'started',
  /** Found in a dry run, and left unchanged. */
  found: 'found',
  /** Deleted on request. */
  discarded: 'discarded',
  /** Not an event of this tenancy, so it cannot be repaired. It stays in the queue. */
  unreadable: 'unreadable',
  /** Could not be started or published. It stays in the queue: try again. */
  failed: 'failed',
} as const;

export type RepairOutcome = (typeof REPAIR_OUTCOME)[keyof typeof REPAIR_OUTCOME];

/** Response of the admin API's `POST /repairs`. It contains no personal data. */
export interface RepairReport {
  readonly deadLetters: ReadonlyArray<{
    readonly messageId: string;
    readonly outcome: RepairOutcome;
    /** Name of the error. */
    readonly error: string;
    /** State that failed; empty if the state machine could not be started, or failed outside of a state. */
    readonly state: string;
    /** ISO 8601, UTC. */
    readonly failedAt: string;
  }>;
  /** Named messages that are not in the queue: they were repaired before, or another call is working on them and holds them for a minute. */
  readonly notFound: readonly string[];
  /** Tenants that have been `creating` for too long. */
  readonly leftBehind: ReadonlyArray<{
    readonly tenantId: string;
    readonly outcome: RepairOutcome;
    /** ISO 8601, UTC. */
    readonly createdAt: string;
  }>;
  /** Whether one call could not repair everything. If so, call again. */
  readonly hasMore: boolean;
}

/**
 * Minutes after which a `creating` tenant counts as left behind. The longest path through a state machine takes less than four minutes, with
 * all retries.
 */
export const LEFT_BEHIND_MINUTES = 15;
