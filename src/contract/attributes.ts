import type { ActorType } from './actor';
import type { TenantRole } from './roles';

/** Attributes of the tenants table: one item a tenant. */
export const TENANT_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  name: 'name',
  status: 'status',
  /** The status with one of 16 digits behind it, as {@link statusShards} has them: partition key of the index by status. */
  statusShard: 'statusshard',
  /** The user whose sign-up made the tenant. */
  ownerId: 'ownerid',
  /** Counts the changes; the API shows it as entity tag. */
  version: 'version',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
  /** ISO 8601, UTC. */
  updatedAt: 'updatedat',
  /** What the event said of the user, as long as the tenant is `creating`: enough to finish it. */
  creation: 'creation',
  /** How many members it has. Absent while it is `creating`, and in rows that were made by somebody else. */
  memberCount: 'members',
  /** How many of them are admins. */
  adminCount: 'admins',
  /** Counts the codes that were ever made: whoever makes one proves by it that they have seen all other invitations. */
  invitationRevision: 'invitationrevision',
  /** The day (UTC, ISO 8601) that `mails` is about. */
  mailDay: 'mailday',
  /** How many mails with invitations the tenant has sent on that day. */
  mailCount: 'mails',
} as const;

/**
 * Index of the tenants table by status: partition key `statusshard`, sort key `createdat`, with the attributes that lists of tenants
 * show. Operators list tenants by it, and find those that wait for their admin.
 */
export const STATUS_INDEX_NAME = 'status-index';

/**
 * What the index by status has beside its keys. A projection cannot be changed without a new index, so it also has the
 * attributes that lists are going to show. An attribute that no row has costs nothing.
 */
export const STATUS_INDEX_ATTRIBUTES: readonly string[] = [
  TENANT_ATTRIBUTE.name, TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.ownerId, TENANT_ATTRIBUTE.version, TENANT_ATTRIBUTE.updatedAt,
  TENANT_ATTRIBUTE.memberCount, 'deleteat', 'plan', 'slug',
];

/** Between the status and the digit of a `statusshard`. */
export const STATUS_SHARD_SEPARATOR = '#';

/**
 * The digit of a tenant's `statusshard` is the first hexadecimal digit of the SHA-256 of its id. With the status alone as the key,
 * all writes to active tenants would meet at one key, which takes about 1,000 a second.
 */
const STATUS_SHARD_DIGITS = '0123456789abcdef';

/** All that `statusshard` can be in a status. */
export function statusShards(status: TenantStatus): string[] {
  return [...STATUS_SHARD_DIGITS].map((digit) => status + STATUS_SHARD_SEPARATOR + digit);
}

/** Attributes of the users table: one item for each user of each tenant, and one record for each user. */
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
  /** The e-mail address in lower case, for the index by e-mail; absent for users without one. */
  emailKey: 'emailkey',
  /** How the user came to the tenant: a {@link MEMBERSHIP_ORIGIN}. Absent in rows that were made by somebody else. */
  origin: 'origin',
  /** The invitation that the user came by. */
  invitationId: 'invitationid',
  /** The user name of the pool, where the membership was made together with its tenant through the API. */
  userName: 'username',
  /** As of when name and address are those of the pool: the time of the last change of the user there. ISO 8601, UTC. */
  profileAt: 'profileat',
} as const;

/** How a membership came to be. */
export const MEMBERSHIP_ORIGIN = {
  /** The saga made the tenant of a sign-up, and the user its first admin. */
  signUp: 'sign-up',
  /** The user made another tenant through the API. */
  creation: 'creation',
  /** The user accepted an invitation. */
  invitation: 'invitation',
  /** An operator or a service added the user. */
  administration: 'administration',
} as const;

export type MembershipOrigin = (typeof MEMBERSHIP_ORIGIN)[keyof typeof MEMBERSHIP_ORIGIN];

/**
 * Attributes of a user's record. It is in the users table with {@link userRecordKey} as both of its keys, which no tenant and
 * no user has: so it is in no list of members and of memberships.
 */
export const USER_RECORD_ATTRIBUTE = {
  /** Set of the ids of tenants that the user has joined, those in it that the user has left since included. */
  tenants: 'tenants',
  /** The tenant that the user wants in the token. It counts only as long as the user is a member. */
  activeTenant: 'activetenant',
  /** `true` for who signed up through an invitation, and so gets no tenant without asking for one. */
  invited: 'invited',
  /** How many memberships were ever created for the user, those that are over included. */
  joins: 'joins',
  /** What name and address of the memberships were when they were updated last, as `profileDigest` has it. */
  profile: 'profile',
  /** How many memberships had been created by then. If there are more now, one of them may have another name or address. */
  profileJoins: 'profilejoins',
  /** When the pool had changed the user by then; ISO 8601, UTC. */
  profileAt: 'profileat',
} as const;

/** Partition and sort key of a user's record. */
export function userRecordKey(userId: string): string {
  return `${USER_RECORD_PREFIX}${userId}`;
}

/** No tenant id has this character. */
export const USER_RECORD_PREFIX = '@';

/** A user's record. */
export interface UserRecord {
  readonly tenants?: ReadonlySet<string>;
  readonly activetenant?: string;
  readonly invited?: true;
  readonly joins?: number;
  readonly profile?: string;
  readonly profilejoins?: number;
}

/**
 * Begins the sort key of a mark, before the id of the user. No user id has this character, and all of them sort before it.
 */
export const MEMBERSHIP_MARK_PREFIX = '~';

/** Attributes of a mark, beside the two keys. It is in the users table, in the partition of the tenant. */
export const MEMBERSHIP_MARK_ATTRIBUTE = {
  /** A {@link MARKED_CHANGE}. */
  change: 'change',
  /** An {@link ActorType}. */
  actorType: 'actortype',
  actorId: 'actorid',
  /** When it happened; ISO 8601, UTC. */
  at: 'at',
} as const;

/** Changes that take rights from a member. */
export const MARKED_CHANGE = {
  left: 'left',
  removed: 'removed',
  /** An admin was given another role. */
  demoted: 'demoted',
} as const;

export type MarkedChange = (typeof MARKED_CHANGE)[keyof typeof MARKED_CHANGE];

/**
 * What is kept of the last change that took rights from a person in a tenant. It is written in the transaction of the change: the record of a
 * deleted row in a stream does not say who deleted it, and no invitation from before the mark gives a right back.
 */
export interface MembershipMark {
  readonly tenantid: string;
  readonly userid: string;
  readonly change: MarkedChange;
  readonly actortype: ActorType;
  readonly actorid: string;
  readonly at: string;
}

/** Sort key of the mark of a person. */
export function membershipMarkKey(userId: string): string {
  return `${MEMBERSHIP_MARK_PREFIX}${userId}`;
}

/** Index of the users table by e-mail: partition key `emailkey`, sort key `tenantid`, all attributes projected. */
export const EMAIL_INDEX_NAME = 'email-index';

/** What an e-mail address is compared by. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** Attributes of the invitations table: one item for each invitation of each tenant. */
export const INVITATION_ATTRIBUTE = {
  /** Partition key. */
  tenantId: 'tenantid',
  /** Sort key: 32 hexadecimal digits. */
  invitationId: 'invitationid',
  /** As {@link emailKey} has it. */
  email: 'email',
  role: 'role',
  status: 'status',
  /** SHA-256 of the code, in hexadecimal digits. The code itself is nowhere. */
  codeHash: 'codehash',
  /** User id of the member who issued the current code; absent for an invitation by an operator or a service. */
  invitedBy: 'invitedby',
  /** ISO 8601, UTC. */
  createdAt: 'createdat',
  /** ISO 8601, UTC. */
  updatedAt: 'updatedat',
  /** When the code stops counting; seconds since the epoch. */
  expiresAt: 'expiresat',
  /** When DynamoDB may delete the item; seconds since the epoch. */
  purgeAt: 'purgeat',
} as const;

/**
 * Begins the sort key of a count of mails, before the SHA-256 of the address in hexadecimal digits. It is in the table of invitations, in the partition of
 * the tenant, and stays when an invitation is revoked. No invitation id has this character.
 */
export const MAIL_COUNT_PREFIX = '@';

/** Attributes of a count of mails, beside the keys and `purgeat`. It has no status, so it is in no list of invitations. */
export const MAIL_COUNT_ATTRIBUTE = {
  /** How many mails the tenant has sent to the address. */
  mails: 'mails',
  /** When the last one was sent; seconds since the epoch. */
  lastMailAt: 'lastmailat',
} as const;

/** The life of an invitation. One whose time is over stays `pending`, and cannot be accepted. */
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
}

/** Index of the users table by user: partition key `userid`, sort key `tenantid`, all attributes projected. */
export const USER_INDEX_NAME = 'user-index';

/** The life of a tenant. Tokens carry the tenant only while it is `active`. */
export const TENANT_STATUS = {
  /** The tenant has a row, its admin has not. */
  creating: 'creating',
  active: 'active',
  suspended: 'suspended',
  /** What is left of a deleted tenant, so that a repeated sign-up event cannot bring it back. */
  deleted: 'deleted',
} as const;

export type TenantStatus = (typeof TENANT_STATUS)[keyof typeof TENANT_STATUS];

/** An item of the tenants table. */
export interface TenantItem {
  readonly tenantid: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** Absent in rows that were made by somebody else; no list has those. */
  readonly statusshard?: string;
  readonly ownerid: string;
  readonly version: number;
  readonly createdat: string;
  readonly updatedat: string;
  readonly creation?: TenantCreation;
  readonly members?: number;
  readonly admins?: number;
  readonly invitationrevision?: number;
  readonly mailday?: string;
  readonly mails?: number;
}

/** What is known of the user whose sign-up made a tenant. */
export interface TenantCreation {
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
}
