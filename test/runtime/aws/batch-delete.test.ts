import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { batchDelete, type StoredKey } from '../../../src/runtime/aws/batch-delete';

const dynamo = mockClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const KEYS = ['a', 'b', 'c'].map((id) => ({ tenantid: { S: 't1' }, id: { S: id } }));
const requestsFor = (keys: StoredKey[]) => ({ orders: keys.map((Key) => ({ DeleteRequest: { Key } })) });
const sent = () => dynamo.commandCalls(BatchWriteItemCommand).map(({ args }) => args[0].input.RequestItems);

beforeEach(() => {
  dynamo.reset();
  // Waits are a random part of their limit.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(() => jest.restoreAllMocks());

test('deletes all items in one request', async () => {
  dynamo.on(BatchWriteItemCommand).resolves({});
  await batchDelete(client, 'orders', KEYS);

  expect(sent()).toEqual([requestsFor(KEYS)]);
});

test('requests only the keys again that DynamoDB left unprocessed', async () => {
  dynamo.on(BatchWriteItemCommand)
    .resolvesOnce({ UnprocessedItems: requestsFor(KEYS.slice(1)) })
    .resolvesOnce({ UnprocessedItems: requestsFor(KEYS.slice(2)) })
    .resolves({ UnprocessedItems: {} });
  await batchDelete(client, 'orders', KEYS);

  expect(sent()).toEqual([requestsFor(KEYS), requestsFor(KEYS.slice(1)), requestsFor(KEYS.slice(2))]);
});

test('fails if DynamoDB leaves keys unprocessed eight times', async () => {
  dynamo.on(BatchWriteItemCommand).resolves({ UnprocessedItems: requestsFor(KEYS) });

  await expect(batchDelete(client, 'orders', KEYS)).rejects.toThrow('DynamoDB left keys of a batch undeleted 8 times.');
  expect(sent()).toHaveLength(8);
});

test('leaves the retries of failed requests to the SDK', async () => {
  dynamo.on(BatchWriteItemCommand).rejects(new Error('Requested resource not found'));

  await expect(batchDelete(client, 'orders', KEYS)).rejects.toThrow('Requested resource not found');
  expect(sent()).toHaveLength(1);
});
