import type { TENANT_ROLE } from './roles';

/** The EventBridge `source` of each kind of event of an application. */
export function eventSources(applicationName: string) {
  return {
    user: `${applicationName}.user`,
    tenant: `${applicationName}.tenant`,
  } as const;
}

/** The EventBridge `detail-type` of each event. */
export const DETAIL_TYPE = {
  /** Of a user (somebody signed up) and of a tenant (its row stands, its admin does not yet). */
  created: 'created',
  /** Of a tenant: its first admin is mapped and the tenant is active. */
  adminUserAdded: 'adminUserAdded',
} as const;

/** Detail of `<applicationName>.user` / `created`. */
export interface UserCreatedDetail {
  /** Empty for a pool that knows no e-mail addresses. */
  readonly email: string;
  readonly userName: string;
  /** What to call the person, and at first the tenant. */
  readonly name: string;
  /** The Cognito `sub`. Publishers that leave it out are understood: the user name is the id then. */
  readonly userId?: string;
}

/** Detail of `<applicationName>.tenant` / `created`. */
export interface TenantCreatedDetail extends UserCreatedDetail {
  readonly tenantId: string;
  readonly userId: string;
}

/** Detail of `<applicationName>.tenant` / `adminUserAdded`. */
export interface AdminUserAddedDetail extends TenantCreatedDetail {
  readonly role: typeof TENANT_ROLE.admin;
}

/** The longest text of an event field, in characters; it is the longest that a Cognito attribute can be. */
export const EVENT_TEXT_MAX_LENGTH = 2048;

/** What lands in the dead-letter queue when a state machine gives up on an event. */
export interface DeadLetter {
  /** The event as EventBridge delivered it, unchanged. */
  readonly event: unknown;
  /** Error name: `MalformedEvent`, or what the failing task reported. */
  readonly error: string;
  readonly cause: string;
  /** Name of the state that gave up. */
  readonly state: string;
  /** ARN of the state machine. */
  readonly stateMachine: string;
  /** ARN of the execution. */
  readonly execution: string;
  /** ISO 8601, UTC. */
  readonly failedAt: string;
}

/** Error names of dead letters that no AWS service reports. */
export const DEAD_LETTER_ERROR = {
  /** A field of the event is missing, has the wrong type or cannot be an identifier. */
  malformedEvent: 'MalformedEvent',
  /** The event names a tenant that does not exist, belongs to somebody else, or waits for no admin. */
  tenantNotCreating: 'TenantNotCreating',
} as const;
