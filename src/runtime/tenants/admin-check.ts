import { type Actor, ACTOR_TYPE } from '../../contract/actor';
import { USER_ATTRIBUTE } from '../../contract/attributes';
import { TENANT_ROLE } from '../../contract/roles';
import type { TransactionStep } from '../aws/transaction';
import { ProblemError } from '../library/problem';

/** Lets a transaction happen only as long as the actor is an admin, whatever the token says. */
export function adminCheck(
  usersTableName: string,
  { tenantId, userId }: { readonly tenantId: string; readonly userId?: string },
  actor: Actor,
): TransactionStep[] {
  // A transaction names no item twice. What is written of the actor depends on the role that was read, and that was found to be admin.
  if (actor.type !== ACTOR_TYPE.user || actor.id === userId) return [];
  return [{
    item: {
      ConditionCheck: {
        TableName: usersTableName,
        ...isAdmin({ tenantId, userId: actor.id }),
      },
    },
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

export function notAnAdmin(): ProblemError {
  return new ProblemError(403, 'You are no longer an admin of this tenant.');
}
