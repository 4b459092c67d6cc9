/** Kinds of callers that change something. */
export const ACTOR_TYPE = {
  /** A person, by the id of the user. */
  user: 'user',
  /** A key of a tenant, by its id. */
  key: 'key',
  /** An IAM principal, by its ARN. */
  service: 'service',
  /** An IAM principal that works for the operator of the application, by its ARN. */
  operator: 'operator',
  /** The tenancy itself, by the name of the part that acts. */
  system: 'system',
} as const;

export type ActorType = (typeof ACTOR_TYPE)[keyof typeof ACTOR_TYPE];

/** The caller of a change, as it is recorded. */
export interface Actor {
  readonly type: ActorType;
  readonly id: string;
}
