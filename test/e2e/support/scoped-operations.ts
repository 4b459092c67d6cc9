/**
 * The operations on a table that is partitioned by tenant: each request as the SDK sends it, and as IAM sees it. Both must have the
 * same result: the engine executes the request, and an independent evaluator evaluates the rights.
 */
import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

/** A right that a request needs, according to the AWS service authorization reference. */
export interface NeededRight {
  readonly action: string;
  readonly index?: string;
  /** Partition keys in the request; undefined for a request without keys. */
  readonly leadingKeys?: readonly string[];
}

export interface Operation {
  readonly name: string;
  /** Whether the role allows the operation on rows of the tenant of the session. */
  readonly isAllowedOnOwnRows: boolean;
  readonly send: (client: DynamoDBClient, table: string, tenantId: string) => Promise<unknown>;
  readonly needs: (tenantId: string) => readonly NeededRight[];
}

export const INDEX_NAME = 'by-name';
const DEVICE_ID = 'thermometer';

const key = (tenantId: string) => ({ tenantid: { S: tenantId }, deviceid: { S: DEVICE_ID } });
const item = (tenantId: string) => ({ ...key(tenantId), name: { S: 'Thermometer' } });
const allOf = (tenantId: string) => ({
  KeyConditionExpression: 'tenantid = :tenant',
  ExpressionAttributeValues: { ':tenant': { S: tenantId } },
});
const right = (action: string, ...leadingKeys: string[]): NeededRight => ({ action: `dynamodb:${action}`, leadingKeys });

/** @param own the tenant whose rows a mixed request names in addition to those of its own tenant */
export function operationsOn(own: string): readonly Operation[] {
  return [
    {
      name: 'put',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new PutItemCommand({ TableName, Item: item(tenantId) })),
      needs: (tenantId) => [right('PutItem', tenantId)],
    },
    {
      name: 'get',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new GetItemCommand({ TableName, Key: key(tenantId) })),
      needs: (tenantId) => [right('GetItem', tenantId)],
    },
    {
      name: 'update',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new UpdateItemCommand({
        TableName, Key: key(tenantId), UpdateExpression: 'SET color = :red', ExpressionAttributeValues: { ':red': { S: 'red' } },
      })),
      needs: (tenantId) => [right('UpdateItem', tenantId)],
    },
    {
      name: 'query',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new QueryCommand({ TableName, ...allOf(tenantId) })),
      needs: (tenantId) => [right('Query', tenantId)],
    },
    {
      name: 'query of an index',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new QueryCommand({ TableName, IndexName: INDEX_NAME, ...allOf(tenantId) })),
      needs: (tenantId) => [{ ...right('Query', tenantId), index: INDEX_NAME }],
    },
    {
      name: 'scan',
      isAllowedOnOwnRows: false,
      send: async (client, TableName, tenantId) => client.send(new ScanCommand({
        TableName, FilterExpression: 'tenantid = :tenant', ExpressionAttributeValues: { ':tenant': { S: tenantId } },
      })),
      needs: () => [right('Scan')],
    },
    {
      name: 'scan of an index',
      isAllowedOnOwnRows: false,
      send: async (client, TableName) => client.send(new ScanCommand({ TableName, IndexName: INDEX_NAME })),
      needs: () => [{ ...right('Scan'), index: INDEX_NAME }],
    },
    {
      name: 'batch get',
      isAllowedOnOwnRows: true,
      send: async (client, table, tenantId) => client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [key(tenantId)] } } })),
      needs: (tenantId) => [right('BatchGetItem', tenantId)],
    },
    {
      name: 'batch get that begins with an own row',
      isAllowedOnOwnRows: true,
      send: async (client, table, tenantId) => client.send(new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: [{ ...key(own), deviceid: { S: 'other' } }, key(tenantId)] } },
      })),
      needs: (tenantId) => [right('BatchGetItem', own, tenantId)],
    },
    {
      name: 'batch write',
      isAllowedOnOwnRows: true,
      send: async (client, table, tenantId) => client.send(new BatchWriteItemCommand({
        RequestItems: { [table]: [{ PutRequest: { Item: item(tenantId) } }] },
      })),
      needs: (tenantId) => [right('BatchWriteItem', tenantId)],
    },
    {
      name: 'transaction that reads',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new TransactGetItemsCommand({
        TransactItems: [{ Get: { TableName, Key: key(tenantId) } }],
      })),
      needs: (tenantId) => [right('GetItem', tenantId)],
    },
    {
      name: 'transaction that writes, after an own row',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: { ...item(own), deviceid: { S: 'other' } } } },
          { Put: { TableName, Item: item(tenantId) } },
        ],
      })),
      needs: (tenantId) => [right('PutItem', own), right('PutItem', tenantId)],
    },
    {
      name: 'transaction that only checks a row',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: { ...item(own), deviceid: { S: 'other' } } } },
          { ConditionCheck: { TableName, Key: key(tenantId), ConditionExpression: 'attribute_exists(tenantid)' } },
        ],
      })),
      needs: (tenantId) => [right('PutItem', own), right('ConditionCheckItem', tenantId)],
    },
    {
      name: 'PartiQL select',
      isAllowedOnOwnRows: false,
      send: async (client, table, tenantId) => client.send(new ExecuteStatementCommand({
        Statement: `SELECT * FROM "${table}" WHERE tenantid = ?`, Parameters: [{ S: tenantId }],
      })),
      needs: (tenantId) => [right('PartiQLSelect', tenantId)],
    },
    {
      name: 'PartiQL insert',
      isAllowedOnOwnRows: false,
      send: async (client, table, tenantId) => client.send(new ExecuteStatementCommand({
        Statement: `INSERT INTO "${table}" VALUE {'tenantid': ?, 'deviceid': 'partiql'}`, Parameters: [{ S: tenantId }],
      })),
      needs: (tenantId) => [right('PartiQLInsert', tenantId)],
    },
    {
      name: 'PartiQL batch',
      isAllowedOnOwnRows: false,
      send: async (client, table, tenantId) => requireNoErrors(await client.send(new BatchExecuteStatementCommand({
        Statements: [{ Statement: `SELECT * FROM "${table}" WHERE tenantid = ? AND deviceid = ?`, Parameters: [{ S: tenantId }, { S: DEVICE_ID }] }],
      }))),
      needs: (tenantId) => [right('PartiQLSelect', tenantId)],
    },
    {
      name: 'PartiQL transaction',
      isAllowedOnOwnRows: false,
      send: async (client, table, tenantId) => client.send(new ExecuteTransactionCommand({
        TransactStatements: [{ Statement: `DELETE FROM "${table}" WHERE tenantid = ? AND deviceid = ?`, Parameters: [{ S: tenantId }, { S: DEVICE_ID }] }],
      })),
      needs: (tenantId) => [right('PartiQLDelete', tenantId)],
    },
    {
      name: 'description of the table',
      isAllowedOnOwnRows: false,
      send: async (client, TableName) => client.send(new DescribeTableCommand({ TableName })),
      needs: () => [right('DescribeTable')],
    },
    {
      name: 'delete',
      isAllowedOnOwnRows: true,
      send: async (client, TableName, tenantId) => client.send(new DeleteItemCommand({ TableName, Key: key(tenantId) })),
      needs: (tenantId) => [right('DeleteItem', tenantId)],
    },
  ];
}

/** A PartiQL batch itself succeeds, even if its statements fail. */
function requireNoErrors({ Responses = [] }: { Responses?: Array<{ Error?: { Code?: string } }> }): void {
  const refused = Responses.find(({ Error: error }) => error !== undefined);
  if (refused !== undefined) {
    throw Object.assign(new Error('A statement of the batch failed.'), { name: `${refused.Error?.Code}Exception` });
  }
}
