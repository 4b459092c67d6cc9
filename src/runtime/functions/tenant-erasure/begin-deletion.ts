import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';
import type { DeletionInput } from '../../../contract/deletion';
import { withoutConflict } from '../../aws/transaction';
import { changedBy } from '../../tenants/changed-by';
import type { TenantScope } from '../../tenants/tenant-scope';

/**
 * Highest difference between the clocks of this function and of the sweep that has found the tenant due, in milliseconds. If this clock was behind and
 * the tenant not due yet, the execution would end, and no other one could be started for the closure.
 */
const CLOCK_TOLERANCE_MS = 1_000;

/** The execution that asks. */
type DueExecution = DeletionInput['detail'];

/**
 * Makes the closure of a tenant final. A restoration at the same time either comes first, and nothing is deleted, or is refused.
 *
 * @returns whether the tenant is to be deleted. It is `false` for a tenant that was restored or closed again, is not due yet, is deleted
 * already, or has a later attempt
 */
export async function beginDeletion(scope: TenantScope, { version, attempt }: Omit<DueExecution, 'tenantId'>): Promise<boolean> {
  const { client, tables, tenantId } = scope;
  const now = Date.now();
  const at = new Date(now).toISOString();
  try {
    await withoutConflict(async () => client.send(new UpdateCommand({
      TableName: tables.tenantsTableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
      UpdateExpression: 'SET #startedAt = if_not_exists(#startedAt, :now), #attempt = :attempt, #changedBy = :changedBy',
      ConditionExpression: '#status = :closing AND #deleteAt <= :dueBefore AND #version = :version AND (attribute_not_exists(#attempt) OR #attempt <= :attempt)',
      ExpressionAttributeNames: {
        '#status': TENANT_ATTRIBUTE.status,
        '#deleteAt': TENANT_ATTRIBUTE.deleteAt,
        '#startedAt': TENANT_ATTRIBUTE.deletionStartedAt,
        '#version': TENANT_ATTRIBUTE.version,
        '#attempt': TENANT_ATTRIBUTE.deletionAttempt,
        '#changedBy': TENANT_ATTRIBUTE.changedBy,
      },
      ExpressionAttributeValues: {
        ':version': version,
        ':attempt': attempt,
        ':closing': TENANT_STATUS.closing,
        ':now': at,
        ':dueBefore': new Date(now + CLOCK_TOLERANCE_MS).toISOString(),
        ':changedBy': changedBy(scope, at),
      },
    })));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
