import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantsOfUser } from '../../../contract/api';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';

export type SignUpProgress = NonNullable<TenantsOfUser['creation']>;

/** The saga takes less than a second, or a little longer under load. */
const RETRY_AFTER_SECONDS = 2;

/** Version of a tenant that has not changed since it became active. */
const FIRST_VERSION = 1;

/** Longest delay of the index by user, in milliseconds. */
const INDEX_DELAY_MS = 60_000;

/** Reads the status of the tenant that is being created for a user's sign-up; nothing if no tenant is being created. */
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
  // The tenant is active, but the user has no membership: either the index does not have it yet, or the user was removed. In later versions, the
  // time is that of another change.
  const isUnderWay = status === TENANT_STATUS.creating
    || (status === TENANT_STATUS.active && version === FIRST_VERSION && Date.now() - Date.parse(updatedAt) < INDEX_DELAY_MS);
  return isUnderWay ? { status: 'creating', retryAfterSeconds: RETRY_AFTER_SECONDS } : undefined;
}
