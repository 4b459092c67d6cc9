/** Body of the admin API's `POST /repairs`. */
export interface RepairBody {
  /** Only these messages of the dead-letter queue. Left out: all, and all tenants that were left behind. */
  readonly messageIds?: readonly string[];
  /** Says what there is, and repairs nothing. */
  readonly dryRun?: boolean;
  /** Deletes the named messages, and repairs nothing: for letters that no second try can help. Only together with `messageIds`. */
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

/** What became of a dead letter or of a tenant that was left behind. */
export const REPAIR_OUTCOME = {
  /** It is under way again: the state machine has it, or the event is on the bus. The dead letter is deleted; a new failure creates a new one. */
  started: 'started',
  /** Nothing was done, as asked. */
  found: 'found',
  /** It was deleted, as asked. */
  discarded: 'discarded',
  /** Nothing can be done: it holds no event of this tenancy. It stays in the queue. */
  unreadable: 'unreadable',
  /** It could not be started or put on the bus. It stays in the queue: try again. */
  failed: 'failed',
} as const;

export type RepairOutcome = (typeof REPAIR_OUTCOME)[keyof typeof REPAIR_OUTCOME];

/** Answer of the admin API's `POST /repairs`. It names no person. */
export interface RepairReport {
  readonly deadLetters: ReadonlyArray<{
    readonly messageId: string;
    readonly outcome: RepairOutcome;
    /** What it failed with. */
    readonly error: string;
    /** Where; empty where the state machine could not be started, or ended by itself. */
    readonly state: string;
    /** ISO 8601, UTC. */
    readonly failedAt: string;
  }>;
  /** Messages that were named and are not in the queue now: repaired before, or in the hands of another call for a minute. */
  readonly notFound: readonly string[];
  /** Tenants that have been `creating` for too long. */
  readonly leftBehind: ReadonlyArray<{
    readonly tenantId: string;
    readonly outcome: RepairOutcome;
    /** ISO 8601, UTC. */
    readonly createdAt: string;
  }>;
  /** Whether there was more than one call can do: call again. */
  readonly hasMore: boolean;
}

/** A tenant that has been `creating` for longer than this was left behind, in minutes: all retries of the saga take less than five. */
export const LEFT_BEHIND_MINUTES = 15;
