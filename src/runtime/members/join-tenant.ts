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
import { limitReached } from '../tenants/tenant-refusals';
import type { TenantScope } from '../tenants/tenant-scope';
import { writeTenant } from '../tenants/tenant-write';
import { recordKey } from '../users/user-record';

export interface MembershipLimits {
  readonly membersPerTenant: number;
  readonly tenantsPerUser: number;
}

/** Somebody on the way into a tenant. */
export interface Joining {
  readonly userId: string;
  readonly name: string;
  /** Empty for a user without one. */
  readonly email: string;
  readonly role: TenantRole;
  readonly origin: MembershipOrigin;
  readonly invitationId?: string;
  /** When the pool had changed the user, where it has said name and address; ISO 8601, UTC. */
  readonly profileAt?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * Makes a user a member of a tenant that is there, in one transaction. The tenant is the user's active one then, unless an operator
 * or a service has added the user.
 *
 * @param also More that has to hold, or to be written, together with it.
 * @throws ProblemError 404, 403 for a tenant that is not active, 409 for somebody who is a member, 409 for a limit, and what `also` refuses
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
    putMembership(tables.usersTableName, membershipItem(tenantId, joining)),
    countMember(scope, joining, limits.membersPerTenant),
    noteTenant(tables.usersTableName, userId, tenantId, {
      limit: limits.tenantsPerUser,
      // Whom an operator adds goes on working where they are.
      isActive: joining.origin !== MEMBERSHIP_ORIGIN.administration,
    }),
  ];
  await withRoomInRecord(client, tables, limits.tenantsPerUser, userId, async () => transactCounted(scope, steps));
}

/** The membership of somebody who joins. */
export function membershipItem(tenantId: string, joining: Joining): UserItem {
  const { userId, name, email, role, origin, invitationId, profileAt, at } = joining;
  const key = emailKey(email);
  return {
    tenantid: tenantId,
    userid: userId,
    name,
    email,
    role,
    createdat: at,
    origin,
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

/** The record of the user has no room for another tenant. What is in it may be over, though. */
class RecordFullError extends Error {}

/** Notes a tenant in the record of a user, and that there is a membership more. Refused where there is no room: {@link withRoomInRecord} makes some. */
export function noteTenant(
  usersTableName: string,
  userId: string,
  tenantId: string,
  { limit, isActive }: { readonly limit: number; readonly isActive: boolean },
): TransactionStep {
  return {
    item: {
      Update: {
        TableName: usersTableName,
        Key: recordKey(userId),
        UpdateExpression: `${isActive ? 'SET #activeTenant = :tenantId ' : ''}ADD #tenants :tenant, #joins :one`,
        ConditionExpression: 'attribute_not_exists(#tenants) OR size(#tenants) < :limit OR contains(#tenants, :tenantId)',
        ExpressionAttributeNames: {
          '#tenants': USER_RECORD_ATTRIBUTE.tenants,
          '#joins': USER_RECORD_ATTRIBUTE.joins,
          ...isActive && { '#activeTenant': USER_RECORD_ATTRIBUTE.activeTenant },
        },
        ExpressionAttributeValues: { ':tenant': new Set([tenantId]), ':tenantId': tenantId, ':limit': limit, ':one': 1 },
      },
    },
    refusal: () => new RecordFullError(),
  };
}

/**
 * Does what notes a tenant in the record of a user. A full record loses the tenants that the user has left: leaving cannot do
 * it, as it reaches no other rows than those of the tenant.
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

/** A tenant was joined, or another one noted, while the record was read. */
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
        // There is no empty set.
        UpdateExpression: isInAny ? 'SET #tenants = :real' : 'REMOVE #tenants',
        ConditionExpression: '#tenants = :known',
        ExpressionAttributeNames: { '#tenants': USER_RECORD_ATTRIBUTE.tenants },
        ExpressionAttributeValues: { ':known': known, ...isInAny && { ':real': new Set(real) } },
      },
    },
    refusal: () => new RecordChangedError(),
  };
}

/** Who comes back to a tenant that is still in the record changes nothing there, so the membership itself has to say it. */
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
