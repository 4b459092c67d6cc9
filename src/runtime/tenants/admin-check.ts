import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantScope } from './tenant-scope';
import { ACTOR_TYPE } from '../../contract/actor';
import { USER_ATTRIBUTE } from '../../contract/attributes';
import { TENANT_ROLE } from '../../contract/roles';
import type { TransactionStep } from '../aws/transaction';
import { type ProblemError, refusal } from '../library/problem';

/**
 * Limits a transaction to actors who are still admins, whatever the token says. Services and operators need not be members.
 *
 * @param changedUserId User id of the member whose row the same transaction writes.
 */
export function adminCheck({ tables, tenantId, actor }: TenantScope, changedUserId?: string): TransactionStep[] {
  // A transaction cannot name an item twice. For the actor's own row, `readMember` has checked the role, and the write requires the same role.
  if (actor.type !== ACTOR_TYPE.user || actor.id === changedUserId) return [];
  return [{
    item: { ConditionCheck: { TableName: tables.usersTableName, ...isAdmin({ tenantId, userId: actor.id }) } },
    refusal: notAnAdmin,
  }];
}

/** Key and condition of a check that a member is an admin. */
export function isAdmin({ tenantId, userId }: { readonly tenantId: string; readonly userId: string }) {
  return {
    Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
    ConditionExpression: '#role = :admin',
    ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
    ExpressionAttributeValues: { ':admin': TENANT_ROLE.admin },
  };
}

/**
 * Requires that the actor is an admin now, whatever the token says. For operations that write nothing; writes use {@link adminCheck}.
 *
 * @throws ProblemError 403
 */
export async function requireCurrentAdmin({ client, tables, tenantId, actor }: TenantScope): Promise<void> {
  const { Item } = await client.send(new GetCommand({
    TableName: tables.usersTableName,
    Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: actor.id },
    ProjectionExpression: '#role',
    ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
    ConsistentRead: true,
  }));
  if (Item?.[USER_ATTRIBUTE.role] !== TENANT_ROLE.admin) {
    throw notAnAdmin();
  }
}

export function notAnAdmin(): ProblemError {
  return refusal(403, 'roleRequired', 'You are no longer an admin of this tenant.');
}
