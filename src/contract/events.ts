import type { Actor } from './actor';
import type { TenantStatus } from './attributes';
import type { AuditRecord } from './audit';
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
  /** User: signed up. Tenant: its row is written, but it does not have its first admin yet. */
  created: 'created',
  /** User: the name or email address differs from that of the memberships. */
  changed: 'changed',
  /** User: the person was erased from all tenants. */
  userErased: 'userErased',
  /** User: all sessions of the person were ended. */
  sessionsRevoked: 'sessionsRevoked',
  /** Tenant: its first admin has been added, and the tenant is active. */
  adminUserAdded: 'adminUserAdded',
  /** Tenant: its name has changed. */
  renamed: 'renamed',
  /** Tenant: an operator or a service has suspended it. */
  suspended: 'suspended',
  /** Tenant: it is active again after a suspension. */
  reactivated: 'reactivated',
  /** Tenant: it will be deleted, unless the closure is cancelled. */
  closureScheduled: 'closureScheduled',
  /** Tenant: it will not be deleted, and has the status from before the closure. */
  closureCancelled: 'closureCancelled',
  /** Tenant: its data is deleted. */
  deleted: 'deleted',
  /** Tenant: its data is exported, and can be downloaded. */
  exported: 'exported',
  /** Tenant: a member other than its first admin has joined. */
  memberAdded: 'memberAdded',
  memberRoleChanged: 'memberRoleChanged',
  /** Tenant: the name or email address of a member has changed. */
  memberProfileChanged: 'memberProfileChanged',
  /** Tenant: a member has left or was removed. */
  memberRemoved: 'memberRemoved',
  invitationCreated: 'invitationCreated',
  /** Tenant: an invitation has a new code, and its earlier codes are no longer valid. */
  invitationResent: 'invitationResent',
  invitationAccepted: 'invitationAccepted',
  invitationDeclined: 'invitationDeclined',
  invitationRevoked: 'invitationRevoked',
  /** Tenant: its audit log has a new record. */
  auditRecorded: 'auditRecorded',
} as const;

export type DetailType = (typeof DETAIL_TYPE)[keyof typeof DETAIL_TYPE];

/** Detail of `<applicationName>.user` / `created`. */
export interface SignUpDetail extends UserCreatedDetail {
  /** Present for a user who signed up through an invitation. The saga does not create a tenant for such a sign-up. */
  readonly invited?: true;
}

/**
 * Detail of `<applicationName>.user` / `changed`. It does not have the new name and address: events arrive in any order, so a consumer
 * reads the current values from the pool.
 */
export interface UserChangedDetail {
  /** The Cognito `sub`. */
  readonly userId: string;
  readonly userName: string;
}

/** Detail of `<applicationName>.user` / `userErased`. */
export interface UserErasedDetail extends ChangeOrigin {
  /** The Cognito `sub`. */
  readonly userId: string;
  readonly actor: Actor;
}

/** Detail of `<applicationName>.user` / `sessionsRevoked`. */
export interface SessionsRevokedDetail extends ChangeOrigin {
  /** The Cognito `sub`. */
  readonly userId: string;
  readonly actor: Actor;
}

/** The data of a user in an event. */
export interface UserCreatedDetail {
  /** Empty for a pool without email addresses. */
  readonly email: string;
  readonly userName: string;
  /** Name of the person, and the first name of the tenant. */
  readonly name: string;
  /** The Cognito `sub`. If a publisher leaves it out, the user name is the user id. */
  readonly userId?: string;
}

/**
 * Fields of all events from the change streams of the tables. Events of the saga do not have them. DynamoDB delivers a change at least
 * once. Events with the same `eventId` are equal, so a consumer can ignore all but the first.
 */
export interface ChangeOrigin {
  readonly eventId: string;
  /** Time of the change, to the second; ISO 8601, UTC. */
  readonly occurredAt: string;
  /** Version of the shape of the detail. A version can get more fields. */
  readonly version: typeof CHANGE_EVENT_VERSION;
}

/** A change whose actor is known, unless your own code has written the row. */
export interface ByActor {
  /** The caller who made the change. Absent for a row that your own code has written. */
  readonly actor?: Actor;
}

export const CHANGE_EVENT_VERSION = '1';

/** Detail of `<applicationName>.tenant` / `created`. */
export interface TenantCreatedDetail extends UserCreatedDetail, Partial<ChangeOrigin>, ByActor {
  readonly tenantId: string;
  readonly userId: string;
}

/** Detail of `<applicationName>.tenant` / `adminUserAdded`. */
export interface AdminUserAddedDetail extends TenantCreatedDetail {
  readonly role: typeof TENANT_ROLE.admin;
}

/** Detail of `renamed`. */
export interface TenantRenamedDetail extends ChangeOrigin, ByActor {
  readonly tenantId: string;
  readonly name: string;
  readonly previousName: string;
}

/** Detail of `suspended`, `reactivated` and `deleted`. */
export interface TenantStatusDetail extends ChangeOrigin, ByActor {
  readonly tenantId: string;
  readonly reason?: string;
}

/** Detail of `closureScheduled`. */
export interface ClosureScheduledDetail extends TenantStatusDetail {
  /** Time from which the tenant is deleted; ISO 8601, UTC. */
  readonly deleteAt: string;
}

/** Detail of `closureCancelled`. */
export interface ClosureCancelledDetail extends TenantStatusDetail {
  /** The status of the tenant now: `active` or `suspended`. */
  readonly status: TenantStatus;
}

/** Detail of `exported`. It has no link: the APIs issue links to admins and operators who ask for them. */
export interface TenantExportedDetail extends ChangeOrigin {
  readonly tenantId: string;
  readonly exportId: string;
  /** The caller who has requested the export. */
  readonly actor: Actor;
}

/** Detail of `memberAdded` and `memberRemoved`. */
export interface MemberDetail extends ChangeOrigin, ByActor {
  readonly tenantId: string;
  readonly userId: string;
  /** Empty for a pool without email addresses. */
  readonly email: string;
  readonly name: string;
  readonly role: TenantRole;
  /** The invitation that the member accepted. */
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
export interface InvitationDetail extends ChangeOrigin, ByActor {
  readonly tenantId: string;
  readonly invitationId: string;
  readonly email: string;
  readonly role: TenantRole;
  /** User id of the inviter; absent for an invitation by an operator or a service. */
  readonly invitedBy?: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Detail of `auditRecorded`. `id` of the record is the `eventId` of other events: events with the same `id` are equal. */
export interface AuditRecordedDetail extends AuditRecord {
  readonly tenantId: string;
}

/** Details of the events about tenants, by detail type. */
export interface TenantEventDetails {
  readonly created: TenantCreatedDetail;
  readonly adminUserAdded: AdminUserAddedDetail;
  readonly renamed: TenantRenamedDetail;
  readonly suspended: TenantStatusDetail;
  readonly reactivated: TenantStatusDetail;
  readonly closureScheduled: ClosureScheduledDetail;
  readonly closureCancelled: ClosureCancelledDetail;
  readonly deleted: TenantStatusDetail;
  readonly exported: TenantExportedDetail;
  readonly memberAdded: MemberDetail;
  readonly memberRoleChanged: MemberRoleChangedDetail;
  readonly memberProfileChanged: MemberProfileChangedDetail;
  readonly memberRemoved: MemberDetail;
  readonly invitationCreated: InvitationDetail;
  readonly invitationResent: InvitationDetail;
  readonly invitationAccepted: InvitationDetail;
  readonly invitationDeclined: InvitationDetail;
  readonly invitationRevoked: InvitationDetail;
  readonly auditRecorded: AuditRecordedDetail;
}

/** Details of the events from the change streams, by detail type. */
export interface ChangeEventDetails extends Omit<TenantEventDetails, 'auditRecorded'> {
  readonly userErased: UserErasedDetail;
  readonly sessionsRevoked: SessionsRevokedDetail;
}

/** Highest length of a text in an event, in characters. It is the highest length of a Cognito attribute. */
export const EVENT_TEXT_MAX_LENGTH = 2048;

/** Message in the dead-letter queue for an event that a state machine could not process. */
export interface DeadLetter {
  /** The event as EventBridge delivered it, unchanged. */
  readonly event: unknown;
  /** Error name: one of {@link DEAD_LETTER_ERROR}, or the error that the failed task reported. */
  readonly error: string;
  readonly cause: string;
  /** Name of the state that failed. */
  readonly state: string;
  /** ARN of the state machine. */
  readonly stateMachine: string;
  /** ARN of the execution. */
  readonly execution: string;
  /** ISO 8601, UTC. */
  readonly failedAt: string;
}

/** Error names of dead letters, besides those that AWS services report. */
export const DEAD_LETTER_ERROR = {
  /** A field of the event is missing, has the wrong type or is not a valid identifier. */
  malformedEvent: 'MalformedEvent',
  /** The tenant of the event does not exist, has another owner, or is not being created. */
  tenantNotCreating: 'TenantNotCreating',
} as const;
