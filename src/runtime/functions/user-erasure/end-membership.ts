import type { Standing } from './standing';
import { ACTOR_TYPE } from '../../../contract/actor';
import { MARKED_CHANGE, TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE } from '../../../contract/attributes';
import { TENANT_ROLE } from '../../../contract/roles';
import { transact, type TransactionStep } from '../../aws/transaction';
import { markLoss } from '../../members/membership-marks';
import { endOfGracePeriod } from '../../tenants/grace-period';
import { writeStatus } from '../../tenants/status-change';

/** The membership or its tenant has changed since they were read. */
export class StandingChangedError extends Error {
  override readonly name = 'StandingChangedError';
}

const changed = () => new StandingChangedError();

/**
 * Ends a membership in one transaction, whatever the status of the tenant. A tenant whose only member leaves is closed in the same transaction. The
 * other members always keep an admin.
 *
 * @throws StandingChangedError
 */
export async function endMembership(standing: Standing, gracePeriodDays: number): Promise<void> {
  const { scope, userId, role, createdat } = standing;
  const { client, actor } = scope;
  const tenantWrite = writeOfTenant(standing, gracePeriodDays);
  const isOwn = actor.type === ACTOR_TYPE.user && actor.id === userId;
  await transact(client, [
    deleteMembership(standing),
    // A deletion that has begun may already have removed the marks of the tenant. A mark written now would stay forever.
    ...tenantWrite === undefined ? [] : [
      tenantWrite, markLoss(scope, { userid: userId, role, createdat }, isOwn ? MARKED_CHANGE.left : MARKED_CHANGE.removed),
    ],
  ]);
}

function deleteMembership({ scope: { tables, tenantId }, userId, role }: Standing): TransactionStep {
  return {
    item: {
      Delete: {
        TableName: tables.usersTableName,
        Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
        ConditionExpression: '#role = :role',
        ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
        ExpressionAttributeValues: { ':role': role },
      },
    },
    refusal: changed,
  };
}

const COUNTS = { '#members': TENANT_ATTRIBUTE.memberCount, '#admins': TENANT_ATTRIBUTE.adminCount };

const BEFORE_DELETION = { condition: 'attribute_not_exists(#deletionStartedAt)', names: { '#deletionStartedAt': TENANT_ATTRIBUTE.deletionStartedAt } };

/** @returns nothing for a tenant that is gone */
function writeOfTenant({ scope, role, tenant }: Standing, gracePeriodDays: number): TransactionStep | undefined {
  if (tenant === undefined) return undefined;
  const { status, members } = tenant;
  const isAlone = members <= 1;
  if (isAlone && status !== TENANT_STATUS.closing) {
    const close = writeStatus(scope, {
      from: status,
      to: { status: TENANT_STATUS.closing, previous: status },
      deleteAt: endOfGracePeriod(gracePeriodDays),
      set: '#members = :none, #admins = :none',
      onlyIf: { condition: '#members <= :one', names: COUNTS, values: { ':none': 0, ':one': 1 }, refusal: changed },
    });
    // Also if the status has changed.
    return { ...close, refusal: changed };
  }
  const admins = role === TENANT_ROLE.admin ? 1 : 0;
  const othersKeepAdmin = admins > 0 ? '#members > :one AND #admins > :one' : '#members > :one';
  return {
    item: {
      Update: {
        TableName: scope.tables.tenantsTableName,
        Key: { [TENANT_ATTRIBUTE.tenantId]: scope.tenantId },
        UpdateExpression: 'SET #members = #members - :one, #admins = #admins - :admin',
        ConditionExpression: `#status = :status AND ${BEFORE_DELETION.condition} AND ${isAlone ? '#members <= :one' : othersKeepAdmin}`,
        ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, ...BEFORE_DELETION.names, ...COUNTS },
        ExpressionAttributeValues: { ':status': status, ':one': 1, ':admin': admins },
      },
    },
    refusal: changed,
  };
}
