import { ConditionalCheckFailedException, DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../../src/runtime/functions/former-members/handler';
import { meaningOf } from '../../../dynamodb-meaning';
import { OTHER_USER_ID, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';

const dynamo = mockClient(DynamoDBDocumentClient);
const unmet = () => new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });

beforeEach(() => {
  dynamo.reset();
  dynamo.on(UpdateCommand).resolves({});
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

const forget = async (userIds: readonly string[], tenantId = TENANT_ID) =>
  createHandler({ documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})), usersTableName: 'users' })({ tenantId, userIds });
const updates = () => dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input));
const writesFor = (userId: string) => {
  const record = { TableName: 'users', Key: { tenantid: `@${userId}`, userid: `@${userId}` } };
  return [
    { ...record, delete: { tenants: new Set([TENANT_ID]) }, condition: `contains(tenants, "${TENANT_ID}")` },
    { ...record, remove: ['activetenant'], condition: `activetenant = "${TENANT_ID}"` },
  ];
};

test('removes the tenant from the record of each user, and from the choice of users who have chosen it', async () => {
  await forget([USER_ID, OTHER_USER_ID]);

  expect(updates()).toHaveLength(4);
  expect(updates()).toEqual(expect.arrayContaining([...writesFor(USER_ID), ...writesFor(OTHER_USER_ID)]));
});

test('creates no record for a user without one, and changes nothing if it is called again', async () => {
  dynamo.on(UpdateCommand).rejects(unmet());

  await expect(forget([USER_ID])).resolves.toBeUndefined();
  expect(updates()).toEqual(writesFor(USER_ID));
});

test('removes the active tenant of a user even if their list of tenants does not have it', async () => {
  dynamo.on(UpdateCommand).rejectsOnce(unmet()).resolves({});
  await forget([USER_ID]);

  expect(updates()).toEqual(writesFor(USER_ID));
});

test('tries again while a user joins another tenant', async () => {
  dynamo.on(UpdateCommand).rejectsOnce(new TransactionConflictException({ message: 'ongoing', $metadata: {} })).resolves({});
  await forget([USER_ID]);

  expect(updates()).toHaveLength(3);
});

test('fails if a record cannot be written, so that the call is repeated', async () => {
  dynamo.on(UpdateCommand).rejects(new Error('Throttled'));

  await expect(forget([USER_ID])).rejects.toThrow('Throttled');
});

test('writes twenty records at the same time', async () => {
  let current = 0;
  let highest = 0;
  dynamo.on(UpdateCommand).callsFake(async () => {
    current += 1;
    highest = Math.max(highest, current);
    await new Promise((resolve) => setImmediate(resolve));
    current -= 1;
    return {};
  });

  await forget(Array.from({ length: 45 }, (_, index) => `user-${index}`));

  expect(updates()).toHaveLength(90);
  expect(highest).toBe(20);
});

test('has nothing to do for a tenant without members', async () => {
  await forget([]);
  expect(updates()).toEqual([]);
});

test.each(['', '*', 'A-B', `@${USER_ID}`])('refuses %j as a tenant', async (tenantId) => {
  await expect(forget([USER_ID], tenantId)).rejects.toThrow('The tenant id in the request is invalid.');
  expect(updates()).toEqual([]);
});
