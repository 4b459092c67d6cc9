import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../../src/runtime/functions/additional-tenants/handler';
import { refusal } from '../../../../src/runtime/library/problem';
import { createdTenantId } from '../../../../src/runtime/tenants/derived-tenant-id';
import { statusShard } from '../../../../src/runtime/tenants/status-shard';
import type { LookUpUser } from '../../../../src/runtime/users/user-directory';
import { meaningsOf } from '../../../dynamodb-meaning';
import { answerOf, expectProblem } from '../../answers';
import { cancelled, HELD, unmet } from '../../cancelled';
import { apiEvent, type ApiRequest, authorizerOf, EMAIL, lambdaContext, OTHER_USER_ID, PERSON_NAME, REQUEST_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const KEY = '9f0a1c3e-5b7d-4f60-8a21-c0ffee000001';
const ID = createdTenantId('app', USER_ID, KEY);
const NOW = '2026-03-04T05:06:07.000Z';
const RECORD_KEY = { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` };

/** The stored actor of a change by the user. */
const BY_USER = { type: 'user', id: USER_ID, at: NOW, requestid: REQUEST_ID };

/** The row of the tenant that the first request with the key has created. */
const ROW = {
  tenantid: ID,
  name: 'Smokers Inc.',
  status: 'active',
  statusshard: statusShard('active', ID),
  ownerid: USER_ID,
  version: 1,
  createdat: NOW,
  updatedat: NOW,
  members: 1,
  admins: 1,
  changedby: BY_USER,
};

const dynamo = mockClient(DynamoDBDocumentClient);
const lookUpUser = jest.fn<ReturnType<LookUpUser>, Parameters<LookUpUser>>();
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  dynamo.reset();
  dynamo.on(TransactWriteCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
  lookUpUser.mockReset().mockResolvedValue({ userName: 'alice', name: PERSON_NAME, email: EMAIL, isEmailVerified: true, changedAt: NOW });
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

async function create(body: unknown = { name: 'Smokers Inc.' }, changes: Partial<ApiRequest> = {}) {
  const handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    lookUpUser,
    applicationName: 'app',
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    tenantsPerUser: 3,
    allowOrigins: ['*'],
    logger: output.logger,
  });
  return answerOf(await handler(apiEvent({
    method: 'POST',
    resource: '/tenants/{userId}',
    parameters: { userId: USER_ID },
    authorizer: authorizerOf({ userName: 'alice', tenantId: undefined, tenantRole: undefined }),
    body: JSON.stringify(body),
    ...changes,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': KEY, ...changes.headers },
  }), lambdaContext()));
}

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));

test('creates an active tenant with its first admin in one transaction, and makes it the user\'s active tenant', async () => {
  const answer = await create();

  expect(answer).toMatchObject({ status: 201, headers: { etag: '"1"' } });
  expect(answer.json).toEqual({ tenantId: ID, name: 'Smokers Inc.', status: 'active', createdAt: NOW, updatedAt: NOW });
  expect(transactions()).toEqual([[
    {
      Put: {
        TableName: 'tenants',
        Item: ROW,
        condition: 'attribute_not_exists(tenantid)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    {
      Put: {
        TableName: 'users',
        Item: {
          tenantid: ID,
          userid: USER_ID,
          name: PERSON_NAME,
          email: EMAIL,
          emailkey: EMAIL,
          role: 'admin',
          createdat: NOW,
          origin: 'creation',
          username: 'alice',
          changedby: BY_USER,
          profileat: NOW,
        },
        condition: 'attribute_not_exists(tenantid)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    {
      Update: {
        TableName: 'users',
        Key: RECORD_KEY,
        set: { activetenant: ID },
        add: { tenants: new Set([ID]), joins: 1 },
        condition: `(attribute_not_exists(tenants) OR contains(tenants, "${ID}") OR size(tenants) < 3) AND attribute_not_exists(erasedat)`,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ]]);
});

test('looks up the user of the token, and no user whom a request names', async () => {
  await create({ name: 'n' }, { authorizer: authorizerOf({ userName: 'alice' }) });

  expect(lookUpUser.mock.calls.map(([caller]) => caller)).toEqual([expect.objectContaining({ userId: USER_ID, userName: 'alice' })]);
});

test('creates nothing for a user who was deleted from the pool', async () => {
  lookUpUser.mockRejectedValue(refusal(403, 'userDeleted', 'Your account no longer exists.'));

  expectProblem(await create(), 403);
  expect(dynamo.calls()).toHaveLength(0);
});

describe('the same key again', () => {
  test('gets the current state of the tenant that it has created', async () => {
    dynamo.on(GetCommand).resolves({ Item: { tenantid: ID, userid: USER_ID, role: 'admin' } });
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet({ ...ROW, name: 'Renamed', version: 2 }), unmet(), unmet()));

    const answer = await create({ name: 'Another name' });

    expect(answer).toMatchObject({ status: 200, headers: { etag: '"2"' }, json: { tenantId: ID, name: 'Renamed' } });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown> | undefined]>([
    ['was deleted since', { tenantid: ID, status: 'deleted', version: 9 }, { tenantid: ID, userid: USER_ID, role: 'admin' }],
    ['the user was removed from', ROW, undefined],
  ])('does not show a tenant that %s', async (_, existing, Item) => {
    dynamo.on(GetCommand).resolves({ Item });
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(existing), HELD, HELD));

    const answer = await create();

    expectProblem(answer, 409);
    expect(JSON.stringify(answer.json)).not.toContain('Smokers');
    expect(dynamo.commandCalls(GetCommand)[0].args[0].input).toEqual({ TableName: 'users', Key: { tenantid: ID, userid: USER_ID }, ConsistentRead: true });
  });

  test('creates another tenant for another user or another key', async () => {
    await create();
    await create({ name: 'n' }, { headers: { 'Idempotency-Key': `${KEY}2` } });
    await create({ name: 'n' }, { parameters: { userId: OTHER_USER_ID }, authorizer: authorizerOf({ userId: OTHER_USER_ID, userName: 'bob' }) });

    expect(new Set(transactions().map(([tenant]) => tenant.Put!.Item!.tenantid)).size).toBe(3);
  });
});

describe('a user who has reached the limit of tenants', () => {
  const full = cancelled(HELD, HELD, unmet({ ...RECORD_KEY, tenants: new Set(['t-a', 't-b', 't-c']) }));

  beforeEach(() => {
    dynamo.on(GetCommand).resolves({ Item: { ...RECORD_KEY, tenants: new Set(['t-a', 't-b', 't-c']) } });
    dynamo.on(QueryCommand).resolves({ Items: [] });
  });

  /** Tenants of which the user is a member by the users table. */
  const memberOf = (...tenantIds: string[]) => dynamo.on(BatchGetCommand).resolves({
    Responses: {
      users: tenantIds.map((tenantid) => ({ tenantid, role: 'member', createdat: NOW })),
      tenants: tenantIds.map((tenantid) => ({ tenantid, name: 'n', status: 'active' })),
    },
  });

  test('gets the limit in the answer', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolvesOnce({}).rejects(full);
    memberOf('t-a', 't-b', 't-c');

    const answer = await create();

    expectProblem(answer, 409);
    expect(answer.json.limit).toEqual({ name: 'tenantsPerUser', value: 3 });
  });

  test('can create another one after leaving one', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolves({});
    memberOf('t-a', 't-c');

    expect((await create()).status).toBe(201);
  });
});

describe('a request', () => {
  test.each<[string, string | string[]]>([
    ['is empty', ''],
    ['is too short', 'x'.repeat(15)],
    ['is too long', 'x'.repeat(129)],
    ['has a blank', `${KEY} ${KEY}`],
    ['has letters beyond ASCII', 'ü'.repeat(16)],
    ['is there twice', [KEY, KEY]],
  ])('whose key %s is refused with the name of the header', async (_, key) => {
    const answer = await create(undefined, { headers: { 'Idempotency-Key': key } });

    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field: 'Idempotency-Key', detail: expect.any(String) }]);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('without a key is refused with the name of the header', async () => {
    const answer = await create(undefined, { headers: { 'Idempotency-Key': [] } });

    expectProblem(answer, 400);
    expect(answer.json.errors).toEqual([{ field: 'Idempotency-Key', detail: expect.any(String) }]);
  });

  test.each(['x'.repeat(16), '~'.repeat(128), '#'.repeat(16)])('can have the key %s', async (key) => {
    expect((await create(undefined, { headers: { 'Idempotency-Key': [], 'idempotency-key': key } })).status).toBe(201);
  });

  test.each<[string, unknown, string[]]>([
    ['no name', {}, ['/name']],
    ['a blank name', { name: '  ' }, ['/name']],
    ['a name that is too long', { name: 'x'.repeat(129) }, ['/name']],
    ['more than a name', { name: 'n', tenantId: 'mine', ownerid: OTHER_USER_ID }, ['/tenantId', '/ownerid']],
  ])('with %s is refused', async (_, body, fields) => {
    const answer = await create(body);

    expectProblem(answer, 400);
    expect(answer.json.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('about another user is refused', async () => {
    expectProblem(await create(undefined, { parameters: { userId: OTHER_USER_ID } }), 403);
    expect(lookUpUser).not.toHaveBeenCalled();
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each<[string, Record<string, unknown> | undefined]>([
    ['without an authorizer', undefined],
    ['with a token that has ended', authorizerOf({ userName: 'alice', expiresAt: String(Date.parse(NOW) / 1000) })],
  ])('%s is refused', async (_, authorizer) => {
    expectProblem(await create(undefined, { authorizer }), 401);
    expect(dynamo.calls()).toHaveLength(0);
  });
});

test('logs neither name nor key nor address', async () => {
  await create();
  dynamo.on(TransactWriteCommand).rejects(Object.assign(new Error('x'), { Item: { email: { S: EMAIL } } }));
  await create();

  expect(output.logs).toContainEqual(expect.objectContaining({ level: 'ERROR' }));
  for (const secret of [KEY, EMAIL, PERSON_NAME, 'Smokers', 'alice']) {
    expect(output.text).not.toContain(secret);
  }
});
