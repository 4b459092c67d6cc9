import type { TENANT_ROLE, TenantRole } from './roles';

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
  /** Of a user: their name or e-mail address is another one than their memberships have. */
  changed: 'changed',
  /** Of a tenant: its first admin is mapped and the tenant is active. */
  adminUserAdded: 'adminUserAdded',
  /** Of a tenant: it has another name. */
  renamed: 'renamed',
  /** Of a tenant: somebody joined who is not its first admin. */
  memberAdded: 'memberAdded',
  memberRoleChanged: 'memberRoleChanged',
  /** Of a tenant: a member has another name or e-mail address. */
  memberProfileChanged: 'memberProfileChanged',
  /** Of a tenant: somebody left, or was removed. */
  memberRemoved: 'memberRemoved',
  invitationCreated: 'invitationCreated',
  /** The invitation has a new code, and the ones before count no more. */
  invitationResent: 'invitationResent',
  invitationAccepted: 'invitationAccepted',
  invitationDeclined: 'invitationDeclined',
  invitationRevoked: 'invitationRevoked',
} as const;

export type DetailType = (typeof DETAIL_TYPE)[keyof typeof DETAIL_TYPE];

/** Detail of `<applicationName>.user` / `created`. */
export interface SignUpDetail extends UserCreatedDetail {
  /** There for who signed up through an invitation. The saga makes no tenant of such a sign-up. */
  readonly invited?: true;
}

/** Detail of `<applicationName>.user` / `changed`. What the user is called now is left out: events come in any order, and the pool knows it. */
export interface UserChangedDetail {
  /** The Cognito `sub`. */
  readonly userId: string;
  readonly userName: string;
}

/** What an event says of a user. */
export interface UserCreatedDetail {
  /** Empty for a pool that knows no e-mail addresses. */
  readonly email: string;
  readonly userName: string;
  /** What to call the person, and at first the tenant. */
  readonly name: string;
  /** The Cognito `sub`. Publishers that leave it out are understood: the user name is the id then. */
  readonly userId?: string;
}

/**
 * What events from the change streams of the tables carry beside their own fields; those of the saga do not. DynamoDB hands a
 * change on at least once: of events with one id all are the same, and one is enough.
 */
export interface ChangeOrigin {
  readonly eventId: string;
  /** ISO 8601, UTC, to the second: when the change was made. */
  readonly occurredAt: string;
  /** Version of the shape of the detail. Fields may be added to a version. */
  readonly version: typeof CHANGE_EVENT_VERSION;
}

export const CHANGE_EVENT_VERSION = '1';

/** Detail of `<applicationName>.tenant` / `created`. */
export interface TenantCreatedDetail extends UserCreatedDetail, Partial<ChangeOrigin> {
  readonly tenantId: string;
  readonly userId: string;
}

/** Detail of `<applicationName>.tenant` / `adminUserAdded`. */
export interface AdminUserAddedDetail extends TenantCreatedDetail {
  readonly role: typeof TENANT_ROLE.admin;
}

/** Detail of `renamed`. */
export interface TenantRenamedDetail extends ChangeOrigin {
  readonly tenantId: string;
  readonly name: string;
  readonly previousName: string;
}

/** Detail of `memberAdded` and `memberRemoved`. */
export interface MemberDetail extends ChangeOrigin {
  readonly tenantId: string;
  readonly userId: string;
  /** Empty for a pool that knows no e-mail addresses. */
  readonly email: string;
  readonly name: string;
  readonly role: TenantRole;
  /** The invitation that the member came by. */
  readonly invitationId?: string;
}

/** Detail of `memberRoleChanged`. */
export interface MemberRoleChangedDetail extends MemberDetail {
  readonly previousRole: TenantRole;
}

/** Detail of `memberProfileChanged`. */
export interface MemberProfileChangedDetail extends MemberDetail {
  readonly previousName: string;
  readonly previousEmail: string;
}

/** Detail of the events of invitations. No event carries a code. */
export interface InvitationDetail extends ChangeOrigin {
  readonly tenantId: string;
  readonly invitationId: string;
  readonly email: string;
  readonly role: TenantRole;
  /** User id of the inviter; absent for an invitation by an operator or a service. */
  readonly invitedBy?: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** The details of the events of tenants, by detail type. */
export interface TenantEventDetails {
  readonly created: TenantCreatedDetail;
  readonly adminUserAdded: AdminUserAddedDetail;
  readonly renamed: TenantRenamedDetail;
  readonly memberAdded: MemberDetail;
  readonly memberRoleChanged: MemberRoleChangedDetail;
  readonly memberProfileChanged: MemberProfileChangedDetail;
  readonly memberRemoved: MemberDetail;
  readonly invitationCreated: InvitationDetail;
  readonly invitationResent: InvitationDetail;
  readonly invitationAccepted: InvitationDetail;
  readonly invitationDeclined: InvitationDetail;
  readonly invitationRevoked: InvitationDetail;
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
