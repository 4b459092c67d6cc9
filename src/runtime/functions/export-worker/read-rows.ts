import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { SourcePage } from './source-page';
import { partitionKeyName } from '../../aws/key-names';

/** Reads a page of the rows with a partition key. */
export async function readRows(client: DynamoDBDocumentClient, tableName: string, partitionKey: string, cursor?: string): Promise<SourcePage> {
  // Not the document client's command: it reads numbers as floating-point numbers, so long ones would be changed.
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': await partitionKeyName(client, tableName) },
    ExpressionAttributeValues: { ':key': { S: partitionKey } },
    ConsistentRead: true,
    ExclusiveStartKey: cursor === undefined ? undefined : parseKey(cursor),
  }));
  return { lines: Items.map(jsonOf), ...LastEvaluatedKey && { next: JSON.stringify(LastEvaluatedKey, jsonValue) } };
}

/** Returns a row as JSON. Sets are lists, binary values are Base64, and numbers with more digits than JavaScript can represent are texts. */
function jsonOf(item: Record<string, AttributeValue>): string {
  return JSON.stringify(unmarshall(item, { wrapNumbers: exactNumber }), jsonValue);
}

function exactNumber(text: string): number | string {
  const number = Number(text);
  return number.toString() === text ? number : text;
}

/** A replacer for `JSON.stringify`. It reads the property itself, because `value` is already the result of `toJSON`, which a `Buffer` has. */
function jsonValue(this: unknown, name: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[name];
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
  return original instanceof Set ? [...original] : value;
}

/** Sort keys can be binary. */
function parseKey(cursor: string): Record<string, AttributeValue> {
  const key: Record<string, { S?: string; N?: string; B?: string }> = JSON.parse(cursor);
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [
    name, value.B === undefined ? value as AttributeValue : { B: Buffer.from(value.B, 'base64') },
  ]));
}
