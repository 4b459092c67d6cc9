import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';
import { withoutConflict } from '../../aws/transaction';
import type { TenantScope } from '../../tenants/tenant-scope';

/**
 * Makes the closure of a tenant final. A restoration at the same time either comes first, and nothing is deleted, or is refused.
 *
 * @returns whether the tenant is to be deleted. It is `false` for a tenant that was restored, is not due yet, or is deleted already
 */
export async function beginDeletion({ client, tables, tenantId }: TenantScope): Promise<boolean> {
  const now = new Date().toISOString();
  try {
    await withoutConflict(async () => client.send(new UpdateCommand({
      TableName: tables.tenantsTableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
      UpdateExpression: 'SET #startedAt = if_not_exists(#startedAt, :now)',
      ConditionExpression: '#status = :closing AND #deleteAt <= :now',
      ExpressionAttributeNames: {
        '#status': TENANT_ATTRIBUTE.status, '#deleteAt': TENANT_ATTRIBUTE.deleteAt, '#startedAt': TENANT_ATTRIBUTE.deletionStartedAt,
      },
      ExpressionAttributeValues: { ':closing': TENANT_STATUS.closing, ':now': now },
    })));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
