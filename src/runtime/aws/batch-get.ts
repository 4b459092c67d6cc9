import { setTimeout as wait } from 'node:timers/promises';
import { BatchGetCommand, type BatchGetCommandInput, type BatchGetCommandOutput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Highest number of keys in one `BatchGetItem`. */
export const BATCH_SIZE = 100;

/** Number of tries for unprocessed keys. The SDK retries failed calls, but not calls with a partial response. */
const MAX_ROUNDS = 5;

/**
 * Reads up to {@link BATCH_SIZE} items from one table or several.
 *
 * @returns the items that exist, by table
 * @throws Error if DynamoDB leaves keys unread five times
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  requestItems: NonNullable<BatchGetCommandInput['RequestItems']>,
): Promise<Record<string, unknown[]>> {
  const items: Record<string, unknown[]> = Object.fromEntries(Object.keys(requestItems).map((tableName) => [tableName, []]));
  let unprocessed: BatchGetCommandOutput['UnprocessedKeys'] = requestItems;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (round > 0) await wait(Math.random() * 25 * 2 ** round);
    const { Responses = {}, UnprocessedKeys }: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems: unprocessed }));
    for (const [tableName, found] of Object.entries(Responses)) {
      items[tableName].push(...found);
    }
    if (!Object.values(UnprocessedKeys ?? {}).some(({ Keys }) => Keys?.length)) {
      return items;
    }
    unprocessed = UnprocessedKeys;
  }
  throw new Error(`DynamoDB left keys of a batch unread ${MAX_ROUNDS} times.`);
}
