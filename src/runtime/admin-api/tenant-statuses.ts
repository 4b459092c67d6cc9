import { setTimeout as wait } from 'node:timers/promises';
import { BatchGetCommand, type BatchGetCommandOutput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem, type TenantStatus } from '../../contract/attributes';

/** As many keys as one `BatchGetItem` takes. */
const BATCH_SIZE = 100;

/** How often the rest of a batch is asked for. The SDK retries calls that fail, but not a call that is half answered. */
const MAX_ROUNDS = 5;

const TENANT: z.ZodMiniType<Pick<TenantItem, 'tenantid' | 'status'>> = z.object({
  tenantid: z.string(),
  status: z.enum(TENANT_STATUS),
});

/** The status of each of the tenants that has a row, by id. */
export async function readTenantStatuses(
  client: DynamoDBDocumentClient,
  tableName: string,
  tenantIds: readonly string[],
): Promise<Map<string, TenantStatus>> {
  const statuses = new Map<string, TenantStatus>();
  for (let start = 0; start < tenantIds.length; start += BATCH_SIZE) {
    const batch = tenantIds.slice(start, start + BATCH_SIZE);
    for (const { tenantid, status } of await readBatch(client, tableName, batch)) {
      statuses.set(tenantid, status);
    }
  }
  return statuses;
}

async function readBatch(client: DynamoDBDocumentClient, tableName: string, tenantIds: readonly string[]) {
  const items: unknown[] = [];
  let unprocessed: BatchGetCommandOutput['UnprocessedKeys'] = {
    [tableName]: {
      Keys: tenantIds.map((tenantId) => ({ [TENANT_ATTRIBUTE.tenantId]: tenantId })),
      ConsistentRead: true,
      ProjectionExpression: '#tenantId, #status',
      ExpressionAttributeNames: { '#tenantId': TENANT_ATTRIBUTE.tenantId, '#status': TENANT_ATTRIBUTE.status },
    },
  };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: unprocessed }));
    items.push(...Responses?.[tableName] ?? []);
    if (!UnprocessedKeys?.[tableName]?.Keys?.length) {
      return z.array(TENANT).parse(items);
    }
    unprocessed = UnprocessedKeys;
    await wait(Math.random() * 50 * 2 ** round);
  }
  throw new Error(`DynamoDB left keys of a batch unread ${MAX_ROUNDS} times.`);
}
