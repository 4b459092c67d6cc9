import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../src/runtime/admin-api/handler';
import { apiEvent, lambdaContext, USER_ID } from '../events';
import { Output } from '../output';

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  output = new Output();
});

afterEach(() => jest.restoreAllMocks());

async function ask(userId = USER_ID, path?: string) {
  const handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    allowOrigins: ['*'],
    logger: output.logger,
  });
  const result = await handler(apiEvent({ method: 'GET', resource: '/tenants/{userId}', parameters: { userId }, path }), lambdaContext());
  return { ...result, json: JSON.parse(result.body) };
}

const row = (tenantid: string, createdat: string, role = 'member') => ({ tenantid, createdat, role });

test('lists the active tenants, the oldest membership first, and all memberships', async () => {
  dynamo.on(QueryCommand)
    .resolvesOnce({ Items: [row('t-c', '2026-01-02', 'admin'), row('t-b', '2026-01-02')], LastEvaluatedKey: { tenantid: 't-b' } })
    .resolvesOnce({ Items: [row('t-e', '2026-01-01'), row('t-d', '2026-01-03'), row('t-a', '2026-01-01', 'admin'), row('t-gone', '2026-01-09')] });
  dynamo.on(BatchGetCommand).resolves({
    Responses: {
      tenants: [
        { tenantid: 't-d', status: 'suspended' },
        { tenantid: 't-c', status: 'active' },
        { tenantid: 't-e', status: 'active' },
        { tenantid: 't-a', status: 'creating' },
        { tenantid: 't-b', status: 'active' },
      ],
    },
  });

  const { statusCode, json, headers } = await ask();

  expect(statusCode).toBe(200);
  expect(json).toEqual({
    tenants: ['t-e', 't-b', 't-c'],
    memberships: [
      { tenantId: 't-a', role: 'admin', status: 'creating' },
      { tenantId: 't-e', role: 'member', status: 'active' },
      { tenantId: 't-b', role: 'member', status: 'active' },
      { tenantId: 't-c', role: 'admin', status: 'active' },
      { tenantId: 't-d', role: 'member', status: 'suspended' },
      { tenantId: 't-gone', role: 'member', status: 'deleted' },
    ],
  });
  expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  const [first, second] = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input);
  expect(first).toMatchObject({
    TableName: 'users',
    IndexName: 'user-index',
    KeyConditionExpression: '#userId = :userId',
    ExpressionAttributeValues: { ':userId': USER_ID },
    ProjectionExpression: '#tenantId, #role, #createdAt',
    ExpressionAttributeNames: { '#userId': 'userid', '#tenantId': 'tenantid', '#role': 'role', '#createdAt': 'createdat' },
  });
  expect(second.ExclusiveStartKey).toEqual({ tenantid: 't-b' });
});

test('reads the status of each tenant consistently, in batches', async () => {
  const ids = Array.from({ length: 230 }, (_, index) => `tenant-${String(index).padStart(3, '0')}`);
  dynamo.on(QueryCommand).resolves({ Items: ids.map((id) => row(id, '2026-01-01')) });
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems }) => ({
    Responses: { tenants: RequestItems.tenants.Keys.map(({ tenantid }: { tenantid: string }) => ({ tenantid, status: 'active' })) },
  }));

  const { json } = await ask();

  expect(json.tenants).toEqual(ids);
  const requests = dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems!.tenants);
  expect(requests.map(({ Keys }) => Keys!.length)).toEqual([100, 100, 30]);
  expect(requests.every(({ ConsistentRead }) => ConsistentRead === true)).toBe(true);
});

test('asks again for what DynamoDB left unread', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [row('t-a', '2026-01-01'), row('t-b', '2026-01-02')] });
  const rest = { tenants: { Keys: [{ tenantid: 't-b' }], ConsistentRead: true } };
  dynamo.on(BatchGetCommand)
    .resolvesOnce({ Responses: { tenants: [{ tenantid: 't-a', status: 'active' }] }, UnprocessedKeys: rest })
    .resolvesOnce({ Responses: { tenants: [{ tenantid: 't-b', status: 'active' }] }, UnprocessedKeys: {} });

  expect((await ask()).json.tenants).toEqual(['t-a', 't-b']);
  expect(dynamo.commandCalls(BatchGetCommand)[1].args[0].input.RequestItems).toEqual(rest);
});

test('does not take a tenant that stays unread for one that is gone', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [row('t-a', '2026-01-01')] });
  dynamo.on(BatchGetCommand).resolves({ Responses: {}, UnprocessedKeys: { tenants: { Keys: [{ tenantid: 't-a' }] } } });

  expect((await ask()).statusCode).toBe(500);
  expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(5);
});

test('a user without memberships has an empty list', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [] });
  expect((await ask()).json).toEqual({ tenants: [], memberships: [] });
  expect(dynamo.commandCalls(BatchGetCommand)).toHaveLength(0);
});

test.each(['a%40b', '*', '?', '..%2f', 'ü', 'a b', 'a'.repeat(129), '%00', ''])('refuses the user id "%s"', async (userId) => {
  const { statusCode, json, headers } = await ask(userId);
  expect(statusCode).toBe(400);
  expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
  expect(json.errors).toEqual([{ field: 'userId', detail: expect.any(String) }]);
  expect(dynamo.calls()).toHaveLength(0);
});

test('refuses a user id that only the gateway made valid', async () => {
  expect((await ask('abc', '/tenants/%61bc')).statusCode).toBe(400);
});
