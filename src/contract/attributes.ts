import type { Actor, ChangedBy } from './actor';
import type { TenantRole } from './roles';

/** Attributes of the tenants table, which has one item for each tenant. */
export const TENANT_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  name: 'name',
  status: 'status',
  /** Partition key of the index by status: one of the {@link statusShards} of the status. */
  statusShard: 'statusshard',
  /** The user for whom the tenant was created. */
  ownerId: 'ownerid',
  /** Number of changes. The API shows it as the entity tag. */
  version: 'version',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
  /** ISO 8601, UTC. */
  updatedAt: 'updatedat',
  /** The last {@link StatusChange}. Absent before the first one. */
  statusChange: 'statuschange',
  /** Time from which a `closing` tenant is deleted; ISO 8601, UTC. */
  deleteAt: 'deleteat',
  /** Time at which the deletion began; ISO 8601, UTC. From then on, the tenant cannot be restored. */
  deletionStartedAt: 'deletionstartedat',
  /** Number of the last execution that has begun to delete the tenant. */
  deletionAttempt: 'deletionattempt',
  /** The user's data from the sign-up event, present while the tenant is `creating`. With it, the creation can be finished. */
  creation: 'creation',
  /** Number of members. Absent while the tenant is `creating`, and in rows that this library did not write. */
  memberCount: 'members',
  /** Number of admins. */
  adminCount: 'admins',
  /** Number of codes ever issued. The write of a new code requires that no other code was issued since the invitations were read. */
  invitationRevision: 'invitationrevision',
  /** The day (UTC, ISO 8601) to which `mails` applies. */
  mailDay: 'mailday',
  /** Number of mails with invitations that the tenant has sent on that day. */
  mailCount: 'mails',
  /** The last change of name or status: a `ChangedBy`. */
  changedBy: 'changedby',
} as const;

/**
 * Index of the tenants table by status: partition key `statusshard`, sort key `createdat`, with the attributes that lists of tenants
 * show. Operators use it to list tenants, and to find tenants that have been `creating` for too long.
 */
export const STATUS_INDEX_NAME = 'status-index';

/**
 * The attributes that the index by status projects, besides its keys. A projection cannot be changed without a new index. So the list
 * includes attributes that later versions will show. An attribute that no row has costs nothing.
 */
export const STATUS_INDEX_ATTRIBUTES: readonly string[] = [
  TENANT_ATTRIBUTE.name, TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.ownerId, TENANT_ATTRIBUTE.version, TENANT_ATTRIBUTE.updatedAt,
  TENANT_ATTRIBUTE.memberCount, TENANT_ATTRIBUTE.deleteAt, 'plan', 'slug',
];

/** Separates the status from the digit in a `statusshard`. */
export const STATUS_SHARD_SEPARATOR = '#';

/**
 * The digit of a tenant's `statusshard` is the first hexadecimal digit of the SHA-256 of its id. With the status alone as the key,
 * all writes to active tenants would go to one key, which accepts about 1,000 writes a second.
 */
const STATUS_SHARD_DIGITS = '0123456789abcdef';

/** All values that `statusshard` can have for a status. */
export function statusShards(status: TenantStatus): string[] {
  return [...STATUS_SHARD_DIGITS].map((digit) => status + STATUS_SHARD_SEPARATOR + digit);
}

/** Attributes of the users table, which has one item for each membership and one record for each user. */
export const USER_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  /** Sort key. */
  userId: 'userid',
  name: 'name',
  email: 'email',
  role: 'role',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
  /** The email address in lower case, for the index by email; absent for users without one. */
  emailKey: 'emailkey',
  /** How the user joined the tenant: a {@link MEMBERSHIP_ORIGIN}. Absent in rows that this library did not write. */
  origin: 'origin',
  /** The invitation that the user accepted. */
  invitationId: 'invitationid',
  /** The user name in the pool. Present if the user created the tenant through the API. */
  userName: 'username',
  /** Time at which the pool last changed the user before name and address were copied from it. ISO 8601, UTC. */
  profileAt: 'profileat',
  /** The last change of the membership: a `ChangedBy`. */
  changedBy: 'changedby',
} as const;

/** Origins of memberships. */
export const MEMBERSHIP_ORIGIN = {
  /** The saga created the tenant after a sign-up, and added the user as its first admin. */
  signUp: 'sign-up',
  /** The user created another tenant through the API. */
  creation: 'creation',
  /** The user accepted an invitation. */
  invitation: 'invitation',
  /** An operator or a service added the user. */
  administration: 'administration',
} as const;

export type MembershipOrigin = (typeof MEMBERSHIP_ORIGIN)[keyof typeof MEMBERSHIP_ORIGIN];

/**
 * Attributes of a user's record. The record is in the users table, with {@link userRecordKey} as both of its keys. No tenant and no
 * user has that id, so lists of members or memberships never include the record.
 */
export const USER_RECORD_ATTRIBUTE = {
  /** Set of the ids of tenants that the user has joined. It can still contain tenants that the user has left. */
  tenants: 'tenants',
  /** The tenant that the user has chosen for the token. It applies only while the user is a member. */
  activeTenant: 'activetenant',
  /** `true` for a user who signed up through an invitation. No tenant is created for such a user without a request. */
  invited: 'invited',
  /** Number of memberships ever created for the user, including those that have ended. */
  joins: 'joins',
  /** `profileDigest` of the name and address that the memberships got in their last update. */
  profile: 'profile',
  /** Value of `joins` at that update. If `joins` is higher now, a newer membership may have another name or address. */
  profileJoins: 'profilejoins',
  /** Time at which the pool had last changed the user before that update; ISO 8601, UTC. */
  profileAt: 'profileat',
  /**
   * Time at which the user was erased; ISO 8601, UTC. The record is then a tombstone: besides its keys, it has only this time and `erasedby`. Every
   * write to a record requires that the attribute is absent.
   */
  erasedAt: 'erasedat',
  /** The `Actor` who erased the user. */
  erasedBy: 'erasedby',
  /** Sessions that began at this time or before are over; seconds since the epoch. Compared with `auth_time` of the token. */
  validAfter: 'validafter',
  /** A {@link SessionsEndedBy}. */
  sessionsEndedBy: 'sessionsendedby',
  /** Public key with which the user's client details are sealed for the audit log, in base64url. */
  sealingKey: 'sealingkey',
  /** Private key that opens them, in base64url. Only the functions of the audit log use it. A tombstone has none, so the details can no longer be decrypted. */
  openingKey: 'openingkey',
} as const;

/** Partition and sort key of a user's record. */
export function userRecordKey(userId: string): string {
  return `${USER_RECORD_PREFIX}${userId}`;
}

/** Prefix of the keys of users' records. No tenant id has this character. */
export const USER_RECORD_PREFIX = '@';

/** A user's record. */
export interface UserRecord {
  readonly tenants?: ReadonlySet<string>;
  readonly activetenant?: string;
  readonly invited?: true;
  readonly joins?: number;
  readonly profile?: string;
  readonly profilejoins?: number;
  readonly erasedat?: string;
  readonly erasedby?: Actor;
  readonly validafter?: number;
  readonly sessionsendedby?: SessionsEndedBy;
  readonly sealingkey?: string;
  readonly openingkey?: string;
}

/** The caller who has ended the sessions of a user. */
export interface SessionsEndedBy extends ChangedBy {
  /** The tenant whose admin has ended them. Absent for the user and for operators. */
  readonly tenantid?: string;
}

/**
 * Prefix of the sort key of a mark, before the user id. No user id has this character, and all user ids sort before it.
 */
export const MEMBERSHIP_MARK_PREFIX = '~';

/**
 * Attributes of a mark, besides the two keys. A mark is the record of the last change that took away rights of a person in a tenant. It is
 * in the users table, in the partition of the tenant, and is written in the transaction of the change, for two reasons: the stream's record
 * of a deleted row does not say who deleted the row, and an invitation from before the mark must not give a right back.
 */
export const MEMBERSHIP_MARK_ATTRIBUTE = {
  /** A {@link MARKED_CHANGE}. */
  change: 'change',
  /** An `ActorType`. */
  actorType: 'actortype',
  actorId: 'actorid',
  /** Time of the change; ISO 8601, UTC. */
  at: 'at',
  /** Id of the request in the logs. */
  requestId: 'requestid',
  /** The `ClientDetails` of the actor, sealed. */
  sealedClient: 'sealedclient',
  /** The role before the change. */
  role: 'role',
  /** `createdat` of the membership that has ended or has another role. It tells whether a deleted row is the one that the mark is about. */
  joinedAt: 'joinedat',
} as const;

/** Changes that take away rights of a member. */
export const MARKED_CHANGE = {
  left: 'left',
  removed: 'removed',
  /** An admin was given another role. */
  demoted: 'demoted',
} as const;

export type MarkedChange = (typeof MARKED_CHANGE)[keyof typeof MARKED_CHANGE];

/** Sort key of the mark of a user. */
export function membershipMarkKey(userId: string): string {
  return `${MEMBERSHIP_MARK_PREFIX}${userId}`;
}

/** Index of the users table by email: partition key `emailkey`, sort key `tenantid`, all attributes projected. */
export const EMAIL_INDEX_NAME = 'email-index';

/** The form of an email address that is used in comparisons. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** Attributes of the invitations table, which has one item for each invitation. */
export const INVITATION_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  /** Sort key: 32 hexadecimal digits. */
  invitationId: 'invitationid',
  /** {@link emailKey} of the invited address. */
  email: 'email',
  role: 'role',
  status: 'status',
  /** SHA-256 of the code, in hexadecimal digits. The code itself is not stored. */
  codeHash: 'codehash',
  /** User id of the member who issued the current code; absent for an invitation by an operator or a service. */
  invitedBy: 'invitedby',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
  /** ISO 8601, UTC. */
  updatedAt: 'updatedat',
  /** Time at which the code expires; seconds since the epoch. */
  expiresAt: 'expiresat',
  /** Time after which DynamoDB deletes the item; seconds since the epoch. */
  purgeAt: 'purgeat',
  /** The last change of the invitation: a `ChangedBy`. */
  changedBy: 'changedby',
} as const;

/**
 * Prefix of the sort key of a count of mails, before the SHA-256 of the address in hexadecimal digits. The count is in the invitations
 * table, in the partition of the tenant. It stays when an invitation is revoked. No invitation id has this character.
 */
export const MAIL_COUNT_PREFIX = '@';

/**
 * Prefix of the sort key of a mark that an admin was notified of an event, before a SHA-256 in hexadecimal digits. It begins like a count of
 * mails, so everything that leaves out counts also leaves out these marks. A mark has only the keys and `purgeat`.
 */
export const NOTICE_MARK_PREFIX = `${MAIL_COUNT_PREFIX}notice-`;

/** Attributes of a count of mails, besides the keys and `purgeat`. A count has no status, so lists of invitations never include it. */
export const MAIL_COUNT_ATTRIBUTE = {
  /** Number of mails that the tenant has sent to the address. */
  mails: 'mails',
  /** Time of the last mail; seconds since the epoch. */
  lastMailAt: 'lastmailat',
} as const;

/** Statuses of an invitation. An expired invitation stays `pending`, but cannot be accepted. */
export const INVITATION_STATUS = {
  pending: 'pending',
  accepted: 'accepted',
  declined: 'declined',
  revoked: 'revoked',
} as const;

export type InvitationStatus = (typeof INVITATION_STATUS)[keyof typeof INVITATION_STATUS];

/** An item of the invitations table. */
export interface InvitationItem {
  readonly tenantid: string;
  readonly invitationid: string;
  readonly email: string;
  readonly role: TenantRole;
  readonly status: InvitationStatus;
  readonly codehash: string;
  readonly invitedby?: string;
  readonly createdat: string;
  readonly updatedat: string;
  readonly expiresat: number;
  readonly purgeat: number;
  readonly changedby?: ChangedBy;
}

/** Index of the users table by user: partition key `userid`, sort key `tenantid`, all attributes projected. */
export const USER_INDEX_NAME = 'user-index';

/** Statuses of a tenant. Tokens carry the tenant only while it is `active`. */
export const TENANT_STATUS = {
  /** The row of the tenant is written, but the membership of its first admin is not. */
  creating: 'creating',
  active: 'active',
  suspended: 'suspended',
  /** The tenant will be deleted. Until the deletion begins, it can be restored to the status before. */
  closing: 'closing',
  /** The row of a deleted tenant is kept in this status. Without it, a repeated sign-up event would create the tenant again. */
  deleted: 'deleted',
} as const;

export type TenantStatus = (typeof TENANT_STATUS)[keyof typeof TENANT_STATUS];

/** A change of the status of a tenant, as stored. */
export interface StatusChange {
  /** The status after the change. */
  readonly status: TenantStatus;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: Actor;
  /** Why the status was changed, in the words of the actor. */
  readonly reason?: string;
  /** The status before, to which the tenant can be restored. Present while the tenant is `closing`. */
  readonly previous?: TenantStatus;
}

/** An item of the tenants table. */
export interface TenantItem {
  readonly tenantid: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** Absent in rows that this library did not write; lists of tenants do not include such rows. */
  readonly statusshard?: string;
  readonly ownerid: string;
  readonly version: number;
  readonly createdat: string;
  readonly updatedat: string;
  readonly statuschange?: StatusChange;
  readonly deleteat?: string;
  readonly deletionstartedat?: string;
  readonly creation?: SignUpProfile;
  readonly members?: number;
  readonly admins?: number;
  readonly invitationrevision?: number;
  readonly mailday?: string;
  readonly mails?: number;
  readonly changedby?: ChangedBy;
}

/** The data of the user for whose sign-up a tenant is being created. */
export interface SignUpProfile {
  readonly email: string;
  readonly userName: string;
  readonly name: string;
}

/** A membership in the users table. */
export interface UserItem {
  readonly tenantid: string;
  readonly userid: string;
  readonly name: string;
  readonly email: string;
  readonly role: TenantRole;
  readonly createdat: string;
  readonly emailkey?: string;
  readonly origin?: MembershipOrigin;
  readonly invitationid?: string;
  readonly username?: string;
  readonly profileat?: string;
  readonly changedby?: ChangedBy;
}
