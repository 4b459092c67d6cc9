import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BATCH_DELETE_SIZE, batchDelete, type StoredKey } from '../../aws/batch-delete';
import { keyNames } from '../../aws/key-names';

/** DynamoDB accepts about 1,000 deletions a second in one partition, so more batches at a time would only be throttled. */
const BATCHES_AT_A_TIME = 4;

/**
 * Deletes all rows with a partition key.
 *
 * @param deadline Time at which no further page is read, in milliseconds since the epoch.
 * @returns whether all rows are deleted
 */
export async function eraseRows(client: DynamoDBDocumentClient, tableName: string, partitionKey: string, deadline: number): Promise<boolean> {
  const names = await keyNames(client, tableName);
  const placeholders = Object.fromEntries(names.map((name, index) => [`#key${index}`, name]));
  let start: StoredKey | undefined;
  do {
    // Not the document client's command: it reads numbers as floating-point numbers. A sort key with more digits, such as a time with
    // nanoseconds, would become the key of a row that does not exist, and its deletion would succeed without deleting anything.
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: '#key0 = :partitionKey',
      ProjectionExpression: Object.keys(placeholders).join(', '),
      ExpressionAttributeNames: placeholders,
      ExpressionAttributeValues: { ':partitionKey': { S: partitionKey } },
      ConsistentRead: true,
      Limit: BATCHES_AT_A_TIME * BATCH_DELETE_SIZE,
      ExclusiveStartKey: start,
    }));
    await Promise.all(batchesOf(Items).map(async (keys) => batchDelete(client, tableName, keys)));
    if (LastEvaluatedKey !== undefined && Date.now() > deadline) return false;
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return true;
}

function batchesOf<T>(items: readonly T[]): T[][] {
  const starts = Array.from({ length: Math.ceil(items.length / BATCH_DELETE_SIZE) }, (_, index) => index * BATCH_DELETE_SIZE);
  return starts.map((start) => items.slice(start, start + BATCH_DELETE_SIZE));
}
