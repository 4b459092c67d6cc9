import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem } from '../../../contract/attributes';
import { withoutConflict } from '../../aws/transaction';
import { changedBy } from '../../tenants/changed-by';
import { statusShard } from '../../tenants/status-shard';
import type { TenantScope } from '../../tenants/tenant-scope';

type Tombstone = Pick<TenantItem, 'tenantid' | 'status' | 'statusshard' | 'version' | 'createdat' | 'updatedat' | 'statuschange' | 'changedby'>;

const CLOSED = z.object({ status: z.enum(TENANT_STATUS), version: z.int(), createdat: z.string() });

/**
 * Replaces the row of a tenant with one that says only that the tenant is deleted. Without it, a repeated sign-up event would create the tenant
 * again. Nothing changes if the tenant is deleted already.
 */
export async function writeTombstone(scope: TenantScope): Promise<void> {
  const { client, tables, tenantId, actor } = scope;
  const key = { [TENANT_ATTRIBUTE.tenantId]: tenantId };
  const { Item } = await client.send(new GetCommand({ TableName: tables.tenantsTableName, Key: key, ConsistentRead: true }));
  const { status, version, createdat } = CLOSED.parse(Item);
  if (status === TENANT_STATUS.deleted) return;
  const at = new Date().toISOString();
  const tombstone: Tombstone = {
    tenantid: tenantId,
    status: TENANT_STATUS.deleted,
    statusshard: statusShard(TENANT_STATUS.deleted, tenantId),
    version: version + 1,
    createdat,
    updatedat: at,
    statuschange: { status: TENANT_STATUS.deleted, at, actor },
    changedby: changedBy(scope, at),
  };
  try {
    await withoutConflict(async () => client.send(new PutCommand({
      TableName: tables.tenantsTableName,
      Item: tombstone,
      ConditionExpression: '#status = :closing AND attribute_exists(#startedAt)',
      ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, '#startedAt': TENANT_ATTRIBUTE.deletionStartedAt },
      ExpressionAttributeValues: { ':closing': TENANT_STATUS.closing },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    })));
  } catch (error) {
    // A call that timed out may have written the tombstone.
    if (!(error instanceof ConditionalCheckFailedException) || error.Item?.[TENANT_ATTRIBUTE.status]?.S !== TENANT_STATUS.deleted) throw error;
  }
}
