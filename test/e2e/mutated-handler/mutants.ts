import {
  BatchGetCommand, BatchWriteCommand, DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, ScanCommand,
  TransactGetCommand, TransactWriteCommand, UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { RequestEvent } from '../../../src/runtime/library';

/** The parts of an API Gateway event that the mutants read. */
export interface MutantEvent extends RequestEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Key of a row of the devices table. */
export interface Key {
  readonly tenantid: string;
  readonly deviceid: string;
}

/** A handler with a bug: it reads the key from the request. It returns the rows that it reads. */
type Mutant = (rows: DynamoDBDocumentClient, TableName: string, event: MutantEvent, own: Key) => Promise<unknown>;

const inBody = ({ body }: MutantEvent): Key => JSON.parse(body);
const inQuery = ({ queryStringParameters: { tenantid, deviceid } }: MutantEvent): Key => ({ tenantid, deviceid });
const inHeader = ({ headers }: MutantEvent): Key => JSON.parse(headers['x-device']);
const inPath = ({ pathParameters }: MutantEvent): Key => ({ tenantid: pathParameters!.owner!, deviceid: pathParameters!.deviceId! });

function get(keyIn: (event: MutantEvent) => Key): Mutant {
  return async (rows, TableName, event) => (await rows.send(new GetCommand({ TableName, Key: keyIn(event) }))).Item;
}

const BY_TENANT = { KeyConditionExpression: 'tenantid = :tenant' };

export const READING_MUTANTS: Readonly<Record<string, Mutant>> = {
  'a key from the path': get(inPath),
  'a key from the body': get(inBody),
  'a key from a query parameter': get(inQuery),
  'a key from a header': get(inHeader),
  'a query by what is in the body': async (rows, TableName, event) =>
    (await rows.send(new QueryCommand({ TableName, ...BY_TENANT, ExpressionAttributeValues: { ':tenant': inBody(event).tenantid } }))).Items,
  'an index query by what is in the body': async (rows, TableName, event) =>
    (await rows.send(new QueryCommand({
      TableName, IndexName: 'by-name', ...BY_TENANT, ExpressionAttributeValues: { ':tenant': inBody(event).tenantid },
    }))).Items,
  'a batch of reads, one by what is in the body': async (rows, TableName, event, own) =>
    (await rows.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: distinct([own, inBody(event)]) } } }))).Responses![TableName],
  'a transaction of reads, one by what is in the body': async (rows, TableName, event, own) =>
    (await rows.send(new TransactGetCommand({ TransactItems: distinct([own, inBody(event)]).map((Key) => ({ Get: { TableName, Key } })) })))
      .Responses!.map(({ Item }) => Item),
};

export const WRITING_MUTANTS: Readonly<Record<string, Mutant>> = {
  'a put of what is in the body': async (rows, TableName, event) => rows.send(new PutCommand({ TableName, Item: { ...inBody(event), name: 'put' } })),
  'an update of what is in the body': async (rows, TableName, event) =>
    rows.send(new UpdateCommand({
      TableName,
      Key: inBody(event),
      UpdateExpression: 'SET #name = :name',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': 'updated' },
    })),
  'a delete of what is in the body': async (rows, TableName, event) => rows.send(new DeleteCommand({ TableName, Key: inBody(event) })),
  'a batch of writes, one by what is in the body': async (rows, TableName, event, own) =>
    rows.send(new BatchWriteCommand({
      RequestItems: { [TableName]: distinct([own, inBody(event)]).map((key) => ({ PutRequest: { Item: { ...key, name: 'put in a batch' } } })) },
    })),
  'a transaction of writes, one by what is in the body': async (rows, TableName, event, own) =>
    rows.send(new TransactWriteCommand({
      TransactItems: distinct([own, inBody(event)]).map((key) => ({ Put: { TableName, Item: { ...key, name: 'put in a transaction' } } })),
    })),
};

/** A scan reads rows of all keys, so IAM denies it in every case. */
export const SCANNING_MUTANTS: Readonly<Record<string, Mutant>> = {
  'a scan, filtered by what is in the body': async (rows, TableName, event) =>
    (await rows.send(new ScanCommand({
      TableName, FilterExpression: 'tenantid = :tenant', ExpressionAttributeValues: { ':tenant': inBody(event).tenantid },
    }))).Items,
};

function distinct(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
