import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { TransactionStep } from '../../../src/runtime/aws/transaction';
import { ProblemError } from '../../../src/runtime/library/problem';
import { type Joining, joinTenant } from '../../../src/runtime/members/join-tenant';
import { userActor } from '../../../src/runtime/tenants/actor';
import { meaningOf, meaningsOf } from '../../dynamodb-meaning';
import { cancelled, HELD, unmet } from '../cancelled';
import { TENANT_ID, USER_ID } from '../events';
import { expectDefinedExpressions } from '../expressions';

const TABLES = { tenantsTableName: 'tenants', usersTableName: 'users' };
const LIMITS = { membersPerTenant: 5, tenantsPerUser: 3 };
const RECORD_KEY = { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` };
const JOINING: Joining = {
  userId: USER_ID,
  name: 'Max',
  email: ' Max@Example.com ',
  role: 'member',
  origin: 'invitation',
  invitationId: 'i-1',
  at: '2026-01-03T00:00:00.000Z',
};
/** The record of the user has room for the tenant, or already contains it. */
const HAS_ROOM = `(attribute_not_exists(tenants) OR contains(tenants, "${TENANT_ID}") OR size(tenants) < 3) AND attribute_not_exists(erasedat)`;
const ACTIVE = { tenantid: TENANT_ID, status: 'active', members: 2, admins: 1 };

/** The stored actor of the membership. */
const BY_USER = { type: 'user', id: USER_ID, at: JOINING.at };

const dynamo = mockClient(DynamoDBDocumentClient);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

beforeEach(() => {
  dynamo.reset();
  dynamo.on(TransactWriteCommand).resolves({});
  dynamo.on(UpdateCommand).resolves({});
  dynamo.on(QueryCommand).resolves({ Items: [] });
});

afterEach(() => expectDefinedExpressions(dynamo));

const join = (changes: Partial<Joining> = {}, also: readonly TransactionStep[] = []) =>
  joinTenant({ client, tables: TABLES, tenantId: TENANT_ID, actor: userActor(USER_ID) }, LIMITS, { ...JOINING, ...changes }, also);
const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));
const updates = () => dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input));

/** The record of the user contains these tenants. The user is a member of the real ones. */
function recordNames(tenants: readonly string[], real: readonly string[], indexed: readonly string[] = []): void {
  dynamo.on(GetCommand, { Key: RECORD_KEY }).resolves({ Item: { ...RECORD_KEY, tenants: new Set(tenants), activetenant: tenants[0] } });
  dynamo.on(QueryCommand, { IndexName: 'user-index' }).resolves({ Items: indexed.map((tenantid) => ({ tenantid })) });
  dynamo.on(BatchGetCommand).resolves({
    Responses: {
      users: real.map((tenantid) => ({ tenantid, role: 'member', createdat: '2026-01-01' })),
      tenants: real.map((tenantid) => ({ tenantid, name: 'Name', status: 'active' })),
    },
  });
}

describe('joining', () => {
  test('writes membership, counts and record in one transaction, each with its condition', async () => {
    await join();

    expect(transactions()).toEqual([[
      {
        Put: {
          TableName: 'users',
          Item: {
            tenantid: TENANT_ID,
            userid: USER_ID,
            name: 'Max',
            email: ' Max@Example.com ',
            emailkey: 'max@example.com',
            role: 'member',
            createdat: '2026-01-03T00:00:00.000Z',
            origin: 'invitation',
            invitationid: 'i-1',
            changedby: BY_USER,
          },
          condition: 'attribute_not_exists(tenantid)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        Update: {
          TableName: 'tenants',
          Key: { tenantid: TENANT_ID },
          compute: { members: 'members + 1' },
          condition: 'members < 5 AND status = "active"',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        Update: {
          TableName: 'users',
          Key: RECORD_KEY,
          set: { activetenant: TENANT_ID },
          add: { tenants: new Set([TENANT_ID]), joins: 1 },
          condition: HAS_ROOM,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]]);
  });

  test('as an admin adds to the count of admins', async () => {
    await join({ role: 'admin' });

    expect(transactions()[0][1].Update).toEqual({
      TableName: 'tenants',
      Key: { tenantid: TENANT_ID },
      compute: { members: 'members + 1', admins: 'admins + 1' },
      condition: 'members < 5 AND status = "active"',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test('without an address writes no key for the index by address', async () => {
    await join({ email: '', origin: 'administration', invitationId: undefined });

    expect(transactions()[0][0].Put.Item).toStrictEqual({
      tenantid: TENANT_ID, userid: USER_ID, name: 'Max', email: '', role: 'member', createdat: JOINING.at, origin: 'administration', changedby: BY_USER,
    });
  });

  test('by an operator does not change the active tenant of the user', async () => {
    await join({ origin: 'administration' });

    expect(transactions()[0][2].Update).toEqual({
      TableName: 'users',
      Key: RECORD_KEY,
      add: { tenants: new Set([TENANT_ID]), joins: 1 },
      condition: HAS_ROOM,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test('includes the additional checks', async () => {
    const also = { item: { ConditionCheck: { TableName: 'invitations', Key: { id: 1 }, ConditionExpression: 'a = b' } }, refusal: () => new Error('used') };
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet(), unmet(), HELD, HELD));

    await expect(join({}, [also])).rejects.toThrow('used');
    expect(transactions()[0]).toHaveLength(4);
  });
});

test.each<[string, Array<ReturnType<typeof unmet>>, object]>([
  ['somebody who is a member', [unmet({ tenantid: TENANT_ID, userid: USER_ID }), HELD, HELD], { status: 409, limit: undefined }],
  ['a tenant that is full', [HELD, unmet({ ...ACTIVE, members: 5 }), HELD], { status: 409, limit: { name: 'membersPerTenant', value: 5 } }],
  ['a tenant that is suspended', [HELD, unmet({ ...ACTIVE, status: 'suspended' }), HELD], { status: 403 }],
  ['a tenant that is being created', [HELD, unmet({ tenantid: TENANT_ID, status: 'creating' }), HELD], { status: 403 }],
  ['a tenant that is deleted', [HELD, unmet({ tenantid: TENANT_ID, status: 'deleted' }), HELD], { status: 404 }],
  ['a tenant that is not there', [HELD, unmet(), HELD], { status: 404 }],
])('%s is refused, at once', async (_, reasons, problem) => {
  dynamo.on(TransactWriteCommand).rejects(cancelled(...reasons));

  const error = await join().catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject(problem);
  expect(dynamo.calls()).toHaveLength(1);
});

test('a tenant without counts of its members is counted first', async () => {
  dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, unmet({ tenantid: TENANT_ID, status: 'active' }), HELD)).resolves({});
  dynamo.on(QueryCommand).resolves({ Items: [{ role: 'admin' }, { role: 'member' }] });

  await join();

  expect(updates()).toEqual([expect.objectContaining({ TableName: 'tenants', set: { members: 2, admins: 1 } })]);
  expect(transactions()).toHaveLength(2);
});

describe('a full record', () => {
  const full = cancelled(HELD, HELD, unmet({ ...RECORD_KEY, tenants: new Set(['t-a', 't-b', 't-c']) }));

  test('loses the tenants that the user has left, unless the user comes back to one of them', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolves({});
    recordNames(['t-a', 't-b', 't-c'], ['t-a', 't-c']);

    await join();

    expect(transactions()).toHaveLength(3);
    expect(transactions()[1]).toEqual([
      {
        Update: {
          TableName: 'users',
          Key: RECORD_KEY,
          set: { tenants: new Set(['t-a', 't-c']) },
          condition: 'tenants = Set["t-a","t-b","t-c"]',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        ConditionCheck: {
          TableName: 'users',
          Key: { tenantid: 't-b', userid: USER_ID },
          condition: 'attribute_not_exists(tenantid)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]);
  });

  test('has no set after the user has left all tenants', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolves({});
    recordNames(['t-a', 't-b', 't-c'], []);

    await join();

    expect(transactions()[1][0].Update).toEqual({
      TableName: 'users',
      Key: RECORD_KEY,
      remove: ['tenants'],
      condition: 'tenants = Set["t-a","t-b","t-c"]',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test('gets memberships that the application has written itself', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolves({});
    recordNames(['t-a', 't-b', 't-c'], ['t-a', 't-x'], ['t-x']);

    await join();

    expect(transactions()[1][0].Update.set).toEqual({ tenants: new Set(['t-a', 't-x']) });
  });

  test('is read consistently', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolves({});
    recordNames(['t-a', 't-b', 't-c'], ['t-a']);

    await join();

    expect(dynamo.commandCalls(GetCommand)[0].args[0].input.ConsistentRead).toBe(true);
    const { users, tenants } = dynamo.commandCalls(BatchGetCommand)[0].args[0].input.RequestItems!;
    expect([users.ConsistentRead, tenants.ConsistentRead]).toEqual([true, true]);
  });

  test('of a user who has reached the limit results in a refusal with the limit', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolvesOnce({}).rejects(full);
    recordNames(['t-a', 't-b', 't-c'], ['t-a', 't-b', 't-c']);

    await expect(join()).rejects.toMatchObject({ status: 409, limit: { name: 'tenantsPerUser', value: 3 } });
    expect(transactions()).toHaveLength(3);
  });

  test('that has become empty in the meantime is left unchanged', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).resolves({});
    dynamo.on(GetCommand, { Key: RECORD_KEY }).resolves({ Item: RECORD_KEY });

    await join();

    expect(transactions()).toHaveLength(2);
    expect(transactions()[1]).toEqual(transactions()[0]);
  });

  test('that cannot be written results in an error, and the user does not join', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).rejectsOnce(new Error('no such table')).resolves({});
    recordNames(['t-a', 't-b', 't-c'], ['t-a']);

    await expect(join()).rejects.toThrow('no such table');
    expect(transactions()).toHaveLength(2);
  });

  test.each([
    ['another tenant is noted in the meantime', cancelled(unmet({ ...RECORD_KEY, tenants: new Set(['t-d']) }), HELD)],
    ['the user comes back in the meantime', cancelled(HELD, unmet({ tenantid: 't-b', userid: USER_ID }), HELD)],
  ])('stays unchanged when %s, and the write is tried once more', async (_, changed) => {
    dynamo.on(TransactWriteCommand).rejectsOnce(full).rejectsOnce(changed).resolves({});
    recordNames(['t-a', 't-b', 't-c'], ['t-a']);

    await join();

    expect(transactions()).toHaveLength(3);
    expect(transactions()[2]).toEqual(transactions()[0]);
  });
});
