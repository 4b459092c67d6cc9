import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Actor } from '../../../contract/actor';
import { type StatusChange, TENANT_ATTRIBUTE, TENANT_STATUS, USER_RECORD_ATTRIBUTE, type UserRecord } from '../../../contract/attributes';
import { withoutConflict } from '../../aws/transaction';
import { changedBy } from '../../tenants/changed-by';
import { statusShard } from '../../tenants/status-shard';
import type { TenantScope } from '../../tenants/tenant-scope';
import { NOT_ERASED } from '../../users/erased-user';
import { recordKey } from '../../users/user-record';

export interface Tombstone {
  readonly userId: string;
  readonly actor: Actor;
  /** The record as it was read before the memberships. */
  readonly record: UserRecord;
}

/**
 * Replaces the record of a user with one that says only that the user was erased, when and by whom.
 *
 * @returns whether the tombstone is written. It is not if the user has joined a tenant since the record was read: every join is counted in the record
 */
export async function writeTombstone(
  userRows: DynamoDBDocumentClient, usersTableName: string, { userId, actor, record }: Tombstone,
): Promise<boolean> {
  const { joins } = record;
  return isWritten(async () => userRows.send(new PutCommand({
    TableName: usersTableName,
    Item: { ...recordKey(userId), [USER_RECORD_ATTRIBUTE.erasedAt]: new Date().toISOString(), [USER_RECORD_ATTRIBUTE.erasedBy]: actor },
    ConditionExpression: `${NOT_ERASED.condition} AND ${joins === undefined ? 'attribute_not_exists(#joins)' : '#joins = :joins'}`,
    ExpressionAttributeNames: { ...NOT_ERASED.names, '#joins': USER_RECORD_ATTRIBUTE.joins },
    ...joins !== undefined && { ExpressionAttributeValues: { ':joins': joins } },
  })));
}

/**
 * Replaces the tenant of a user's sign-up with a tombstone if it is still being created. Its row has the name and address of the user. The saga cannot
 * finish it after the user was erased.
 */
export async function cancelCreation(scope: TenantScope, userId: string): Promise<void> {
  const { client, tables, tenantId, actor } = scope;
  const change: StatusChange = { status: TENANT_STATUS.deleted, at: new Date().toISOString(), actor };
  await isWritten(async () => client.send(new UpdateCommand({
    TableName: tables.tenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    UpdateExpression: 'SET #status = :deleted, #shard = :shard, #change = :change, #changedBy = :changedBy, #updatedAt = :at, #version = #version + :one REMOVE #name, #ownerId, #creation',
    ConditionExpression: '#status = :creating AND #ownerId = :userId',
    ExpressionAttributeNames: {
      '#status': TENANT_ATTRIBUTE.status,
      '#shard': TENANT_ATTRIBUTE.statusShard,
      '#change': TENANT_ATTRIBUTE.statusChange,
      '#changedBy': TENANT_ATTRIBUTE.changedBy,
      '#updatedAt': TENANT_ATTRIBUTE.updatedAt,
      '#version': TENANT_ATTRIBUTE.version,
      '#name': TENANT_ATTRIBUTE.name,
      '#ownerId': TENANT_ATTRIBUTE.ownerId,
      '#creation': TENANT_ATTRIBUTE.creation,
    },
    ExpressionAttributeValues: {
      ':deleted': change.status,
      ':shard': statusShard(change.status, tenantId),
      ':change': change,
      ':changedBy': changedBy(scope, change.at),
      ':at': change.at,
      ':one': 1,
      ':creating': TENANT_STATUS.creating,
      ':userId': userId,
    },
  })));
}

/** @returns whether the condition of a write held */
async function isWritten(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await withoutConflict(write);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
