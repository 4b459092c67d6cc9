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
