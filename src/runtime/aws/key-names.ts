import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Returns the names of the partition key and, if the table has one, of the sort key. The key of an imported table is not known at synth. */
export async function keyNames(client: DynamoDBDocumentClient, tableName: string): Promise<string[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  // The partition key is the first.
  return Table!.KeySchema!.map(({ AttributeName }) => AttributeName!);
}

export async function partitionKeyName(client: DynamoDBDocumentClient, tableName: string): Promise<string> {
  const [name] = await keyNames(client, tableName);
  return name;
}
