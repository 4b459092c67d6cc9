import { type AttributeValue, BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { backOff } from 'exponential-backoff';

/** The key of an item as DynamoDB returns it. Numbers are texts, so no digit is lost. */
export type StoredKey = Record<string, AttributeValue>;

/** Highest number of requests in one `BatchWriteItem`. */
export const BATCH_DELETE_SIZE = 25;

/** The SDK retries failed calls, but not calls with a partial response. Throttling of one partition lasts for seconds. */
const RETRY = { numOfAttempts: 8, startingDelay: 50, timeMultiple: 2, maxDelay: 5_000, jitter: 'full' } as const;

/**
 * Deletes up to {@link BATCH_DELETE_SIZE} items of a table.
 *
 * @throws Error if DynamoDB leaves keys unprocessed again and again
 */
export async function batchDelete(client: DynamoDBDocumentClient, tableName: string, keys: readonly StoredKey[]): Promise<void> {
  let requests: Record<string, WriteRequest[]> = { [tableName]: keys.map((Key) => ({ DeleteRequest: { Key } })) };
  await backOff(async () => {
    const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems: requests }));
    if (Object.keys(UnprocessedItems).length > 0) {
      requests = UnprocessedItems;
      throw new UnprocessedError();
    }
  }, { ...RETRY, retry: (error) => error instanceof UnprocessedError });
}

class UnprocessedError extends Error {
  constructor() {
    super(`DynamoDB left keys of a batch undeleted ${RETRY.numOfAttempts} times.`);
    this.name = 'UnprocessedError';
  }
}
