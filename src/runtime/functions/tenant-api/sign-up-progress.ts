import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantsOfUser } from '../../../contract/api';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';

export type SignUpProgress = NonNullable<TenantsOfUser['creation']>;

/** A saga takes less than a second, a busy one some more. */
const RETRY_AFTER_SECONDS = 2;

/** Of a tenant that was not changed since it became active. */
const FIRST_VERSION = 1;

/** How long the index by user may be behind the tenant, in milliseconds. */
const INDEX_DELAY_MS = 60_000;

/** How far the tenant of a user's sign-up is, for a user who has none yet; nothing when there is none to wait for. */
export async function readSignUpProgress(client: DynamoDBDocumentClient, tableName: string, tenantId: string): Promise<SignUpProgress | undefined> {
  const { Item } = await client.send(new GetCommand({
    TableName: tableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
    ConsistentRead: true,
    ProjectionExpression: '#status, #updatedAt, #version',
    ExpressionAttributeNames: {
      '#status': TENANT_ATTRIBUTE.status, '#updatedAt': TENANT_ATTRIBUTE.updatedAt, '#version': TENANT_ATTRIBUTE.version,
    },
  }));
  if (Item === undefined) {
    return { status: 'pending', retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
  const { [TENANT_ATTRIBUTE.status]: status, [TENANT_ATTRIBUTE.updatedAt]: updatedAt, [TENANT_ATTRIBUTE.version]: version } = Item;
  // An active tenant whose membership does not show: either it will in a moment, or it was taken away. Later versions have the time of their own change.
  const isUnderWay = status === TENANT_STATUS.creating
    || (status === TENANT_STATUS.active && version === FIRST_VERSION && Date.now() - Date.parse(updatedAt) < INDEX_DELAY_MS);
  return isUnderWay ? { status: 'creating', retryAfterSeconds: RETRY_AFTER_SECONDS } : undefined;
}
