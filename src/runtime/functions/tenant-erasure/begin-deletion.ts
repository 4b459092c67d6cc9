import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';
import { withoutConflict } from '../../aws/transaction';
import type { TenantScope } from '../../tenants/tenant-scope';

/**
 * Highest difference between the clocks of this function and of the sweep that has found the tenant due, in milliseconds. If this clock was behind and
 * the tenant not due yet, the execution would end, and no other one could be started for the closure.
 */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * Makes the closure of a tenant final. A restoration at the same time either comes first, and nothing is deleted, or is refused.
 *
 * @returns whether the tenant is to be deleted. It is `false` for a tenant that was restored, is not due yet, or is deleted already
 */
export async function beginDeletion({ client, tables, tenantId }: TenantScope): Promise<boolean> {
  const now = Date.now();
  try {
    await withoutConflict(async () => client.send(new UpdateCommand({
      TableName: tables.tenantsTableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
      UpdateExpression: 'SET #startedAt = if_not_exists(#startedAt, :now)',
      ConditionExpression: '#status = :closing AND #deleteAt <= :dueBefore',
      ExpressionAttributeNames: {
        '#status': TENANT_ATTRIBUTE.status, '#deleteAt': TENANT_ATTRIBUTE.deleteAt, '#startedAt': TENANT_ATTRIBUTE.deletionStartedAt,
      },
      ExpressionAttributeValues: {
        ':closing': TENANT_STATUS.closing, ':now': new Date(now).toISOString(), ':dueBefore': new Date(now + CLOCK_TOLERANCE_MS).toISOString(),
      },
    })));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
