import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { MembersNotCountedError, transactCounted } from './member-counts';
import { membersOf } from './member-query';
import { markLoss } from './membership-marks';
import { ACTOR_TYPE } from '../../contract/actor';
import type { MemberPage, MemberRepresentation } from '../../contract/api';
import { MARKED_CHANGE, type MarkedChange, TENANT_ATTRIBUTE, USER_ATTRIBUTE, type UserItem } from '../../contract/attributes';
import { isTenantRole, TENANT_ROLE, type TenantRole } from '../../contract/roles';
import type { TransactionStep } from '../aws/transaction';
import { nextPage, type PageRequest } from '../http/pages';
import { type ProblemError, refusal } from '../library/problem';
import { adminCheck, notAnAdmin } from '../tenants/admin-check';
import { changedBy } from '../tenants/changed-by';
import type { TenantScope } from '../tenants/tenant-scope';
import { writeTenant } from '../tenants/tenant-write';

export type Member = Pick<UserItem, 'tenantid' | 'userid' | 'name' | 'email' | 'role' | 'createdat'>;

export const MEMBER: z.ZodMiniType<Member> = z.object({
  tenantid: z.string(),
  userid: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string().check(z.refine(isTenantRole)),
  createdat: z.string(),
});

export function memberRepresentation({ userid, name, email, role, createdat }: Member): MemberRepresentation {
  return { userId: userid, name, email, role, joinedAt: createdat };
}

/** Returns a page of the members of a tenant, sorted by user id. */
export async function listMembers({ client, tables, tenantId }: TenantScope, { limit, after }: PageRequest): Promise<MemberPage> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tables.usersTableName,
    ...membersOf(tenantId),
    Limit: limit,
    ExclusiveStartKey: after && { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: after[0] },
    ConsistentRead: true,
  }));
  return {
    members: z.array(MEMBER).parse(Items).map(memberRepresentation),
    ...nextPage(LastEvaluatedKey, [USER_ATTRIBUTE.userId]),
  };
}

/**
 * Changes the role of a member. The last admin keeps the role, and an actor who is no longer an admin cannot change anything.
 *
 * @throws ProblemError 404 for an unknown tenant or member; 403 for a tenant that is not active, or an actor who is no longer an admin; 409
 * for the last admin, or a member who has changed
 */
export async function changeRole(scope: TenantScope, userId: string, role: TenantRole): Promise<MemberRepresentation> {
  const member = await readMember(scope, userId);
  const isDemotion = adminsOf(role) < adminsOf(member.role);
  await transactCounted(scope, [
    ...adminCheck(scope, userId),
    {
      item: {
        Update: {
          TableName: scope.tables.usersTableName,
          ...asItWasRead(member),
          UpdateExpression: 'SET #role = :role, #changedBy = :changedBy',
          ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role, '#changedBy': USER_ATTRIBUTE.changedBy },
          ExpressionAttributeValues: { ':known': member.role, ':role': role, ':changedBy': changedBy(scope) },
        },
      },
      refusal: hasChanged,
    },
    countChange(scope, { members: 0, admins: adminsOf(role) - adminsOf(member.role) }),
    ...isDemotion ? [markLoss(scope, member, MARKED_CHANGE.demoted)] : [],
  ]);
  return memberRepresentation({ ...member, role });
}

/**
 * Removes a member. The last admin cannot be removed, and an actor who is no longer an admin cannot remove anyone.
 *
 * @throws ProblemError 404 for an unknown tenant or member; 403 for a tenant that is not active, or an actor who is no longer an admin; 409
 * for the last admin, or a member who has changed
 */
export async function removeMember(scope: TenantScope, userId: string): Promise<void> {
  const member = await readMember(scope, userId);
  await endMembership(scope, member, MARKED_CHANGE.removed, adminCheck(scope, userId));
}

/**
 * Ends the membership of the actor. The last admin cannot leave.
 *
 * @throws ProblemError 404 for an unknown tenant or member; 403 for a tenant that is not active; 409 for the last admin, or a member who has
 * changed
 */
export async function leaveTenant(scope: TenantScope): Promise<void> {
  const member = requireMember(await findMember(scope, scope.actor.id));
  await endMembership(scope, member, MARKED_CHANGE.left);
}

async function endMembership(
  scope: TenantScope,
  member: Member,
  change: MarkedChange,
  also: readonly TransactionStep[] = [],
): Promise<void> {
  await transactCounted(scope, [
    ...also,
    {
      item: { Delete: { TableName: scope.tables.usersTableName, ...asItWasRead(member), ExpressionAttributeValues: { ':known': member.role } } },
      refusal: hasChanged,
    },
    countChange(scope, { members: -1, admins: -adminsOf(member.role) }),
    markLoss(scope, member, change),
  ]);
}

/** Reads the member to change. An actor who changes their own membership must be an admin. */
async function readMember(scope: TenantScope, userId: string): Promise<Member> {
  const { actor } = scope;
  const isOwn = actor.type === ACTOR_TYPE.user && actor.id === userId;
  const member = await findMember(scope, userId);
  if (isOwn && member?.role !== TENANT_ROLE.admin) {
    throw notAnAdmin();
  }
  return requireMember(member);
}

async function findMember({ client, tables, tenantId }: TenantScope, userId: string): Promise<Member | undefined> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.usersTableName,
    Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
    ConsistentRead: true,
  }));
  return Item && MEMBER.parse(Item);
}

function requireMember(member: Member | undefined): Member {
  if (member === undefined) {
    throw refusal(404, 'memberNotFound', 'Member not found.');
  }
  return member;
}

/** Key and condition of a write to a member whose role has not changed since it was read. */
function asItWasRead({ tenantid, userid }: Member) {
  return {
    Key: { [USER_ATTRIBUTE.tenantId]: tenantid, [USER_ATTRIBUTE.userId]: userid },
    ConditionExpression: '#role = :known',
    ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
  };
}

/** Changes the counts of a tenant. At least one admin must remain. */
function countChange(scope: TenantScope, change: { readonly members: number; readonly admins: number }): TransactionStep {
  return writeTenant(scope, {
    update: 'SET #members = #members + :members, #admins = #admins + :admins',
    condition: change.admins < 0 ? '#admins > :one' : 'attribute_exists(#admins)',
    names: { '#members': TENANT_ATTRIBUTE.memberCount, '#admins': TENANT_ATTRIBUTE.adminCount },
    values: { ':members': change.members, ':admins': change.admins, ...change.admins < 0 && { ':one': 1 } },
    refusal: (tenant) => (tenant[TENANT_ATTRIBUTE.adminCount] === undefined ? new MembersNotCountedError() : lastAdmin()),
  });
}

function adminsOf(role: TenantRole): number {
  return role === TENANT_ROLE.admin ? 1 : 0;
}

function hasChanged(): ProblemError {
  return refusal(409, 'memberChanged', 'The member has changed since you read it. Read the members again and retry.');
}

function lastAdmin(): ProblemError {
  return refusal(409, 'lastAdmin', 'This is the last admin of the tenant. Make another member an admin first.');
}
