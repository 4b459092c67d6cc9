import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type SessionsEndedBy, TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from '../../../contract/attributes';
import { transact, type TransactionStep } from '../../aws/transaction';
import { type ProblemError, refusal } from '../../library/problem';
import { adminCheck } from '../../tenants/admin-check';
import { changedBy } from '../../tenants/changed-by';
import type { Caller, TenantScope } from '../../tenants/tenant-scope';
import { callerErased, NOT_ERASED } from '../../users/erased-user';
import { recordKey } from '../../users/user-record';

export interface SessionsOfUser extends Caller {
  readonly userId: string;
  /** The tenant whose admin ends the sessions. Absent for the user and for operators. */
  readonly tenantId?: string;
}

/** The function may read no rows, so it does not ask for those that refuse a write. */
const WITHOUT_ROWS = { returnsExisting: false };

/** The record is a tombstone, or its mark is not earlier than now. */
class NotMarkedError extends Error {}

/**
 * Ends all sessions of a user: those that began in this second or before. If they were ended in this second already, nothing changes.
 *
 * @param checks Requirements of the same transaction.
 * @throws the errors of `checks`; ProblemError 403 for a caller who was erased, 409 for another person who was erased
 */
export async function endSessions(
  client: DynamoDBDocumentClient, usersTableName: string, sessions: SessionsOfUser, checks: readonly TransactionStep[] = [],
): Promise<void> {
  try {
    await transact(client, [...checks, markRecord(usersTableName, sessions)], WITHOUT_ROWS);
  } catch (error) {
    if (!(error instanceof NotMarkedError)) throw error;
    await transact(client, [requireNotErased(usersTableName, sessions)], WITHOUT_ROWS);
  }
}

/** Requires that the actor is an admin of an active tenant, and that the user is a member of it. */
export function memberChecks(scope: TenantScope, userId: string): TransactionStep[] {
  const { tables, tenantId, actor } = scope;
  const isMember: TransactionStep = {
    item: {
      ConditionCheck: {
        TableName: tables.usersTableName,
        Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
        ConditionExpression: 'attribute_exists(#role)',
        ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
      },
    },
    refusal: () => refusal(404, 'memberNotFound', 'Member not found.'),
  };
  const isActive: TransactionStep = {
    item: {
      ConditionCheck: {
        TableName: tables.tenantsTableName,
        Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
        ConditionExpression: '#status = :active',
        ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status },
        ExpressionAttributeValues: { ':active': TENANT_STATUS.active },
      },
    },
    refusal: () => refusal(403, 'tenantNotActive', 'The tenant is not active and cannot be changed.'),
  };
  // A transaction cannot name an item twice, and an admin is a member.
  return [...adminCheck(scope), ...actor.id === userId ? [] : [isMember], isActive];
}

function markRecord(usersTableName: string, { userId, tenantId, ...caller }: SessionsOfUser): TransactionStep {
  const endedBy: SessionsEndedBy = { ...changedBy(caller), ...tenantId !== undefined && { tenantid: tenantId } };
  return {
    item: {
      Update: {
        TableName: usersTableName,
        Key: recordKey(userId),
        UpdateExpression: 'SET #validAfter = :now, #endedBy = :endedBy',
        ConditionExpression: `${NOT_ERASED.condition} AND (attribute_not_exists(#validAfter) OR #validAfter < :now)`,
        ExpressionAttributeNames: {
          ...NOT_ERASED.names,
          '#validAfter': USER_RECORD_ATTRIBUTE.validAfter,
          '#endedBy': USER_RECORD_ATTRIBUTE.sessionsEndedBy,
        },
        ExpressionAttributeValues: { ':now': Math.floor(Date.now() / 1_000), ':endedBy': endedBy },
      },
    },
    refusal: () => new NotMarkedError(),
  };
}

function requireNotErased(usersTableName: string, { userId, actor }: SessionsOfUser): TransactionStep {
  return {
    item: {
      ConditionCheck: {
        TableName: usersTableName, Key: recordKey(userId), ConditionExpression: NOT_ERASED.condition, ExpressionAttributeNames: NOT_ERASED.names,
      },
    },
    refusal: () => (actor.id === userId ? callerErased() : personErased()),
  };
}

function personErased(): ProblemError {
  return refusal(409, 'userErased', 'This person was erased, and has no sessions.');
}
