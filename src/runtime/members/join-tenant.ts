import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { MembersNotCountedError, transactCounted } from './member-counts';
import { readMemberships, readUserTenants } from './memberships';
import {
  emailKey, MEMBERSHIP_ORIGIN, type MembershipOrigin, TENANT_ATTRIBUTE, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE, type UserItem,
} from '../../contract/attributes';
import { TENANT_ROLE, type TenantRole } from '../../contract/roles';
import { transact, type TransactionStep } from '../aws/transaction';
import type { TableNames } from '../environment/tables';
import { refusal } from '../library/problem';
import { changedBy } from '../tenants/changed-by';
import { limitReached } from '../tenants/tenant-refusals';
import type { TenantScope } from '../tenants/tenant-scope';
import { writeTenant } from '../tenants/tenant-write';
import { callerErased, isErased, NOT_ERASED, otherUserErased } from '../users/erased-user';
import { recordKey } from '../users/user-record';

export interface MembershipLimits {
  readonly membersPerTenant: number;
  readonly tenantsPerUser: number;
}

/** A user who joins a tenant. */
export interface Joining {
  readonly userId: string;
  readonly name: string;
  /** Empty for a user without an email address. */
  readonly email: string;
  readonly role: TenantRole;
  readonly origin: MembershipOrigin;
  readonly invitationId?: string;
  /** Time at which the pool last changed the user, if name and address are from the pool; ISO 8601, UTC. */
  readonly profileAt?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Makes a user a member of an existing tenant, in one transaction. The tenant becomes the user's active tenant, unless an operator or a
 * service has added the user.
 *
 * @param also More checks and writes for the same transaction.
 * @throws ProblemError 404 for an unknown tenant; 403 for a tenant that is not active, and for a caller who was erased; 409 for a user who is
 * already a member or was erased, and for a limit; and the errors of `also`
 */
export async function joinTenant(
  scope: TenantScope,
  limits: MembershipLimits,
  joining: Joining,
  also: readonly TransactionStep[] = [],
): Promise<void> {
  const { client, tables, tenantId } = scope;
  const { userId } = joining;
  const steps = [
    ...also,
    putMembership(tables.usersTableName, membershipItem(scope, joining)),
    countMember(scope, joining, limits.membersPerTenant),
    noteTenant(tables.usersTableName, userId, tenantId, {
      limit: limits.tenantsPerUser,
      isOwn: joining.origin !== MEMBERSHIP_ORIGIN.administration,
    }),
  ];
  await withRoomInRecord(client, tables, limits.tenantsPerUser, userId, async () => transactCounted(scope, steps));
}

/** Returns the item of a new membership. */
export function membershipItem(scope: TenantScope, joining: Joining): UserItem {
  const { userId, name, email, role, origin, invitationId, profileAt, at } = joining;
  const key = emailKey(email);
  return {
    tenantid: scope.tenantId,
    userid: userId,
    name,
    email,
    role,
    createdat: at,
    origin,
    changedby: changedBy(scope, at),
    // Keys of an index cannot be empty.
    ...key !== '' && { emailkey: key },
    ...invitationId !== undefined && { invitationid: invitationId },
    ...profileAt !== undefined && { profileat: profileAt },
  };
}

export function putMembership(usersTableName: string, membership: UserItem): TransactionStep {
  return {
    item: {
      Put: {
        TableName: usersTableName,
        Item: membership,
        ConditionExpression: 'attribute_not_exists(#tenantId)',
        ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId },
      },
    },
    refusal: () => refusal(409, 'alreadyMember', 'The user is already a member of this tenant.'),
  };
}

/** The record of the user has no room for another tenant. It can still contain tenants that the user has left. */
class RecordFullError extends Error {}

interface NoteOptions {
  /** Highest number of tenants of the user. */
  readonly limit: number;
  /** Whether the user is the caller. The tenant then becomes the active one. A user whom an operator adds keeps the current active tenant. */
  readonly isOwn: boolean;
}

/**
 * Adds a tenant to the record of a user, and counts the new membership. It fails if the record is full, so run it in {@link withRoomInRecord}. It is
 * refused for a user who was erased.
 */
export function noteTenant(
  usersTableName: string,
  userId: string,
  tenantId: string,
  { limit, isOwn }: NoteOptions,
): TransactionStep {
  return {
    item: {
      Update: {
        TableName: usersTableName,
        Key: recordKey(userId),
        UpdateExpression: `${isOwn ? 'SET #activeTenant = :tenantId ' : ''}ADD #tenants :tenant, #joins :one`,
        ConditionExpression: `${NOT_ERASED.condition} AND (attribute_not_exists(#tenants) OR size(#tenants) < :limit OR contains(#tenants, :tenantId))`,
        ExpressionAttributeNames: {
          ...NOT_ERASED.names,
          '#tenants': USER_RECORD_ATTRIBUTE.tenants,
          '#joins': USER_RECORD_ATTRIBUTE.joins,
          ...isOwn && { '#activeTenant': USER_RECORD_ATTRIBUTE.activeTenant },
        },
        ExpressionAttributeValues: { ':tenant': new Set([tenantId]), ':tenantId': tenantId, ':limit': limit, ':one': 1 },
      },
    },
    refusal: (record) => {
      if (isErased(record)) return isOwn ? callerErased() : otherUserErased();
      return new RecordFullError();
    },
  };
}

/**
 * Runs a write that adds a tenant to the record of a user. If the record is full, the tenants that the user has left are removed from it
 * first. Leaving a tenant does not remove them, because it can access only the rows of that tenant.
 */
export async function withRoomInRecord(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  limit: number,
  userId: string,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof RecordFullError)) throw error;
    await forgetTenantsLeft(client, tables, userId);
    await write().catch((again: unknown) => {
      throw again instanceof RecordFullError ? limitReached('tenantsPerUser', limit) : again;
    });
  }
}

/** The record or a membership of the user has changed since they were read. */
class RecordChangedError extends Error {}

async function forgetTenantsLeft(client: DynamoDBDocumentClient, tables: TableNames, userId: string): Promise<void> {
  const { record: { tenants: known }, tenantIds } = await readUserTenants(client, tables.usersTableName, userId);
  if (known === undefined) return;
  const real = (await readMemberships(client, tables, userId, tenantIds)).map(({ tenantid }) => tenantid);
  const left = [...known].filter((tenantId) => !real.includes(tenantId));
  try {
    await transact(client, [
      replaceTenants(tables.usersTableName, userId, known, real),
      ...left.map((tenantId) => noMember(tables.usersTableName, tenantId, userId)),
    ]);
  } catch (error) {
    if (!(error instanceof RecordChangedError)) throw error;
  }
}

function replaceTenants(usersTableName: string, userId: string, known: ReadonlySet<string>, real: readonly string[]): TransactionStep {
  const isInAny = real.length > 0;
  return {
    item: {
      Update: {
        TableName: usersTableName,
        Key: recordKey(userId),
        // DynamoDB does not accept an empty set.
        UpdateExpression: isInAny ? 'SET #tenants = :real' : 'REMOVE #tenants',
        ConditionExpression: '#tenants = :known',
        ExpressionAttributeNames: { '#tenants': USER_RECORD_ATTRIBUTE.tenants },
        ExpressionAttributeValues: { ':known': known, ...isInAny && { ':real': new Set(real) } },
      },
    },
    refusal: () => new RecordChangedError(),
  };
}

/** Requires that the user is still not a member. Coming back to a tenant does not change a record that has the tenant, so it must be checked. */
function noMember(usersTableName: string, tenantId: string, userId: string): TransactionStep {
  return {
    item: {
      ConditionCheck: {
        TableName: usersTableName,
        Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
        ConditionExpression: 'attribute_not_exists(#tenantId)',
        ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId },
      },
    },
    refusal: () => new RecordChangedError(),
  };
}

function countMember(scope: TenantScope, { role }: Joining, limit: number): TransactionStep {
  const isAdmin = role === TENANT_ROLE.admin;
  return writeTenant(scope, {
    update: `SET #members = #members + :one${isAdmin ? ', #admins = #admins + :one' : ''}`,
    condition: '#members < :limit',
    names: { '#members': TENANT_ATTRIBUTE.memberCount, ...isAdmin && { '#admins': TENANT_ATTRIBUTE.adminCount } },
    values: { ':one': 1, ':limit': limit },
    refusal: (tenant) => (tenant[TENANT_ATTRIBUTE.memberCount] === undefined ? new MembersNotCountedError() : limitReached('membersPerTenant', limit)),
  });
}
