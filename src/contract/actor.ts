/** Kinds of callers that can change something. */
export const ACTOR_TYPE = {
  /** A person; the id is the user id. */
  user: 'user',
  /** A key of a tenant; the id is that of the key. */
  key: 'key',
  /** An IAM principal; the id is its ARN. */
  service: 'service',
  /** An IAM principal that works for the operator of the application; the id is its ARN. */
  operator: 'operator',
  /** The tenancy itself; the id is the name of the part that acts. */
  system: 'system',
} as const;

export type ActorType = (typeof ACTOR_TYPE)[keyof typeof ACTOR_TYPE];

/** The caller who made a change, as recorded. */
export interface Actor {
  readonly type: ActorType;
  readonly id: string;
}

/** The last change of a row through this library, as stored in the row. */
export interface ChangedBy extends Actor {
  /** ISO 8601, UTC. A row that your own code changes keeps the time of the change before, so it cannot be mistaken for one of that actor. */
  readonly at: string;
  /** Id of the request in the logs. Absent for work without a request. */
  readonly requestid?: string;
  /** The `ClientDetails` of a user, sealed with the public key of that user. */
  readonly sealedclient?: string;
}

/** Names of the parts of the tenancy that act by themselves, in `id` of their actor. */
export const SYSTEM_PART = {
  /** Creates the tenant of a sign-up. */
  signUp: 'sign-up',
  /** Copies names and addresses from the pool to memberships. */
  memberProfiles: 'member-profiles',
  /** Deletes a closed tenant. */
  deletion: 'deletion',
} as const;
