import {
  AdminDeleteUserCommand, AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler, type UserErasureHandlerProps } from '../../../../src/runtime/functions/user-erasure/handler';
import { signUpTenantId } from '../../../../src/runtime/tenants/derived-tenant-id';
import { createDeletePoolUser } from '../../../../src/runtime/users/user-directory';
import { meaningOf, meaningsOf } from '../../../dynamodb-meaning';
import { answerOf, expectProblem } from '../../answers';
import { cancelled, HELD, unmet } from '../../cancelled';
import { apiEvent, type ApiRequest, authorizerOf, lambdaContext, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID, USER_POOL_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { type ScopedClient, scopedRows } from '../tenant-api/requests';

const NOW = '2026-03-04T05:06:07.000Z';
const IN_A_WEEK = '2026-03-11T05:06:07.000Z';
const NAME = 'Café Smokers';
const RECORD_KEY = { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` };
const SIGN_UP_TENANT = signUpTenantId('app', USER_ID);
const USER = { type: 'user', id: USER_ID };
const OPERATOR = { type: 'operator', id: SERVICE_ARN };
/** The stored actor of a change by the user. */
const BY_USER = { ...USER, at: NOW, requestid: REQUEST_ID };
const JOINED = '2026-01-02T03:04:05.000Z';
const CONFLICT = new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });

const dynamo = mockClient(DynamoDBDocumentClient);
const cognito = mockClient(CognitoIdentityProviderClient);
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  dynamo.reset();
  dynamo.on(TransactWriteCommand).resolves({});
  dynamo.on(GetCommand).resolves({});
  dynamo.on(PutCommand).resolves({});
  dynamo.on(UpdateCommand).rejects(CONFLICT);
  dynamo.on(QueryCommand).resolves({ Items: [] });
  cognito.reset();
  cognito.on(AdminGetUserCommand).resolves({ UserAttributes: [{ Name: 'sub', Value: USER_ID }], Enabled: true, UserLastModifiedDate: new Date(NOW) });
  output = new Output();
  recordIs({ tenants: new Set([TENANT_ID]), joins: 1 });
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
});

/** The user's record in the order of the reads. The last one stays. */
function recordIs(...records: Array<object | undefined>): void {
  const get = dynamo.on(GetCommand, { Key: RECORD_KEY });
  records.forEach((record, index) => {
    const Item = record && { ...RECORD_KEY, ...record };
    return index < records.length - 1 ? get.resolvesOnce({ Item }) : get.resolves({ Item });
  });
}

interface Membership {
  readonly role?: string;
  readonly tenantId?: string;
}

/** The membership and its tenant in the order of the reads. The last ones stay. */
function memberIn(tenants: ReadonlyArray<object | undefined>, { role = 'admin', tenantId = TENANT_ID }: Membership = {}): void {
  dynamo.on(GetCommand, { TableName: 'users', Key: { tenantid: tenantId, userid: USER_ID } }).resolves({ Item: { tenantid: tenantId, userid: USER_ID, role, createdat: JOINED } });
  const get = dynamo.on(GetCommand, { TableName: 'tenants', Key: { tenantid: tenantId } });
  tenants.forEach((tenant, index) => {
    const Item = tenant && { tenantid: tenantId, name: NAME, status: 'active', members: 1, admins: 1, ...tenant };
    return index < tenants.length - 1 ? get.resolvesOnce({ Item }) : get.resolves({ Item });
  });
}

async function send(request: Partial<ApiRequest> & Pick<ApiRequest, 'resource'>, changes: Partial<UserErasureHandlerProps> = {}, query: Record<string, string> = {}) {
  const handler = createHandler({
    ...scopedRows(),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users', invitationsTableName: '' },
    applicationName: 'app',
    gracePeriodDays: 7,
    deletePoolUser: createDeletePoolUser(USER_POOL_ID, new CognitoIdentityProviderClient({ region: 'us-east-1' })),
    allowOrigins: ['*'],
    logger: output.logger,
    ...changes,
  });
  const event = { ...apiEvent({ method: 'DELETE', parameters: { userId: USER_ID }, ...request }), queryStringParameters: query };
  return answerOf(await handler(event, lambdaContext()));
}

const signedIn = (seconds: number) => authorizerOf({ authenticatedAt: String(Date.parse(NOW) / 1_000 - seconds), userName: 'alice' });

const deleteAccount = async (changes: Partial<UserErasureHandlerProps> = {}, authorizer = signedIn(60)) =>
  send({ resource: '/tenants/{userId}/account', authorizer }, changes);

const erase = async (query: Record<string, string> = {}) => send({ resource: '/users/{userId}', stage: 'operators' }, {}, query);

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));
const tombstones = () => dynamo.commandCalls(PutCommand).map(({ args }) => meaningOf(args[0].input));
const deletedAccounts = () => cognito.commandCalls(AdminDeleteUserCommand).map(({ args }) => args[0].input.Username);

async function keysOf(command: Parameters<typeof dynamo.commandCalls>[0]): Promise<string[]> {
  const clients = dynamo.commandCalls(command).map(({ thisValue }) => thisValue as ScopedClient);
  return [...new Set(await Promise.all(clients.map(async (client) => (await client.credentials()).accessKeyId)))];
}

const membershipEnds = (role = 'admin', tenantId = TENANT_ID) => ({
  Delete: {
    TableName: 'users', Key: { tenantid: tenantId, userid: USER_ID }, condition: `role = "${role}"`, ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

const isMarked = (change = 'left', { type, id } = USER, role = 'admin') => ({
  Update: expect.objectContaining({
    Key: { tenantid: TENANT_ID, userid: `~${USER_ID}` }, set: { change, actortype: type, actorid: id, at: NOW, requestid: REQUEST_ID, role, joinedat: JOINED },
  }),
});

const counted = (condition: string, admins: number) => ({
  Update: {
    TableName: 'tenants',
    Key: { tenantid: TENANT_ID },
    compute: { members: 'members - 1', admins: `admins - ${admins}` },
    condition,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

const OTHERS_KEEP_AN_ADMIN = 'admins > 1 AND attribute_not_exists(deletionstartedat) AND members > 1';

describe('the memberships', () => {
  test.each(['active', 'suspended', 'closing'])('an admin among several leaves a tenant that is %s, in one transaction', async (status) => {
    memberIn([{ status, members: 3, admins: 2 }]);

    expect(await deleteAccount()).toMatchObject({ status: 204, json: undefined });

    expect(transactions()).toEqual([[membershipEnds(), counted(`${OTHERS_KEEP_AN_ADMIN} AND status = "${status}"`, 1), isMarked()]]);
    expect(await keysOf(TransactWriteCommand)).toEqual([`key-of-${TENANT_ID}`]);
  });

  test('a member without the role admin leaves a tenant with one admin', async () => {
    memberIn([{ members: 2, admins: 1 }], { role: 'auditor' });

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()).toEqual([[
      membershipEnds('auditor'), counted('attribute_not_exists(deletionstartedat) AND members > 1 AND status = "active"', 0), isMarked('left', USER, 'auditor'),
    ]]);
  });

  test.each(['active', 'suspended'])('a tenant without other members that is %s is closed in the same transaction', async (status) => {
    memberIn([{ status }]);

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()).toEqual([[membershipEnds(), {
      Update: {
        TableName: 'tenants',
        Key: { tenantid: TENANT_ID },
        set: {
          status: 'closing',
          statusshard: expect.stringMatching(/^closing#[0-9a-f]$/),
          statuschange: { status: 'closing', at: NOW, actor: USER, previous: status },
          updatedat: NOW,
          changedby: BY_USER,
          deleteat: IN_A_WEEK,
          members: 0,
          admins: 0,
        },
        compute: { version: 'version + 1' },
        condition: `members <= 1 AND status = "${status}"`,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    }, isMarked()]]);
  });

  test('a closing tenant without other members keeps the time of its deletion', async () => {
    memberIn([{ status: 'closing', deleteat: NOW }]);

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()).toEqual([[
      membershipEnds(), counted('attribute_not_exists(deletionstartedat) AND members <= 1 AND status = "closing"', 1), isMarked(),
    ]]);
  });

  test.each<[string, object | undefined]>([
    ['has no row', undefined],
    ['is a tombstone', { status: 'deleted', name: undefined, members: undefined, admins: undefined }],
    ['is being deleted', { status: 'closing', deletionstartedat: NOW, members: 5 }],
  ])('the membership in a tenant that %s ends without a mark, which nothing would delete', async (_, tenant) => {
    memberIn([tenant]);

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()).toEqual([[membershipEnds()]]);
  });

  test('a membership that the application has written, without a time, ends too', async () => {
    memberIn([{ members: 2, admins: 2 }]);
    dynamo.on(GetCommand, { TableName: 'users', Key: { tenantid: TENANT_ID, userid: USER_ID } }).resolves({ Item: { tenantid: TENANT_ID, userid: USER_ID, role: 'admin' } });

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()[0][2].Update.set).toMatchObject({ change: 'left', actorid: USER_ID, joinedat: '' });
  });

  test('an adopted tenant is counted first', async () => {
    memberIn([{ members: undefined, admins: undefined }, { members: 2, admins: 2 }]);
    dynamo.on(UpdateCommand, { TableName: 'tenants', Key: { tenantid: TENANT_ID } }).resolves({});

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()).toEqual([[membershipEnds(), counted(`${OTHERS_KEEP_AN_ADMIN} AND status = "active"`, 1), isMarked()]]);
  });

  test.each([
    ['closed', { members: 1, admins: 1 }, [{ role: 'admin' }], 204],
    ['not closed under a member whom the application has added', { members: 1, admins: 1 }, [{ role: 'admin' }, { role: 'member' }], 409],
    ['left to an admin whom the application has added', { members: 2, admins: 1 }, [{ role: 'admin' }, { role: 'admin' }, { role: 'member' }], 204],
  ])('a tenant that seems to need the user is counted again, and %s', async (_, known, rows, expected) => {
    let counts: object = known;
    memberIn([known]);
    dynamo.on(GetCommand, { TableName: 'tenants', Key: { tenantid: TENANT_ID } })
      .callsFake(() => ({ Item: { tenantid: TENANT_ID, name: NAME, status: 'active', ...counts } }));
    dynamo.on(QueryCommand, { TableName: 'users', IndexName: undefined }).resolves({ Items: rows });
    dynamo.on(UpdateCommand, { TableName: 'tenants', Key: { tenantid: TENANT_ID } }).callsFake((input) => {
      const { set: { members, admins }, condition } = meaningOf(input);
      expect(condition).toBe(`admins = ${known.admins} AND attribute_exists(tenantid) AND members = ${known.members}`);
      counts = { members, admins };
      return {};
    });

    expect((await deleteAccount()).status).toBe(expected);
    expect(transactions()).toHaveLength(expected === 204 ? 1 : 0);
  });

  test('a tenant that only the index knows is left too', async () => {
    recordIs(undefined);
    dynamo.on(QueryCommand, { IndexName: 'user-index' }).resolves({ Items: [{ tenantid: TENANT_ID }] });
    memberIn([{ members: 2, admins: 2 }]);

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()).toHaveLength(1);
    expect(tombstones()).toEqual([expect.objectContaining({ condition: 'attribute_not_exists(erasedat) AND attribute_not_exists(joins)' })]);
  });

  test('a change in between is read again', async () => {
    memberIn([{ members: 2, admins: 2 }, { members: 1, admins: 1 }]);
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, unmet({ members: 1, admins: 1 }), HELD)).resolves({});

    expect((await deleteAccount()).status).toBe(204);

    const [, [, { Update }]] = transactions();
    expect(Update.set).toMatchObject({ status: 'closing', members: 0 });
    expect(tombstones()).toHaveLength(1);
  });

  test('a tenant that is suspended at the same time is read again', async () => {
    memberIn([{}, { status: 'suspended' }]);
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, unmet({ members: 1, admins: 1, status: 'suspended' }), HELD)).resolves({});

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions()[1][1].Update).toMatchObject({ set: { status: 'closing', statuschange: { previous: 'suspended' } } });
  });

  test('changes that do not end are a 503, and nothing final has happened', async () => {
    memberIn([{ members: 2, admins: 2 }]);
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet()));

    expectProblem(await deleteAccount(), 503);

    expect(tombstones()).toEqual([]);
    expect(deletedAccounts()).toEqual([]);
  });

  test('the invitations by the user are revoked in each tenant that the record names, also after leaving it', async () => {
    recordIs({ tenants: new Set([TENANT_ID, 'left-before']), joins: 2 });
    memberIn([{ members: 2, admins: 2 }]);
    const invitation = {
      invitationid: '0'.repeat(32),
      email: 'ada@example.com',
      role: 'member',
      status: 'pending',
      codehash: 'h',
      createdat: NOW,
      updatedat: NOW,
      expiresat: Date.parse(NOW) / 1_000 + 60,
      purgeat: Date.parse(NOW) / 1_000 + 120,
    };
    dynamo.on(QueryCommand, { TableName: 'invitations', ExpressionAttributeValues: { ':tenantId': 'left-before', ':pending': 'pending' } })
      .resolves({ Items: [{ ...invitation, tenantid: 'left-before', invitedby: USER_ID }, { ...invitation, tenantid: 'left-before', invitedby: 'other-user' }] });

    expect((await deleteAccount({ tables: { tenantsTableName: 'tenants', usersTableName: 'users', invitationsTableName: 'invitations' } })).status).toBe(204);

    expect(transactions().slice(1)).toEqual([[{
      Update: expect.objectContaining({
        TableName: 'invitations',
        Key: { tenantid: 'left-before', invitationid: '0'.repeat(32) },
        set: { status: 'revoked', updatedat: NOW, purgeat: expect.any(Number), changedby: BY_USER },
        condition: 'status = "pending"',
      }),
    }]]);
  });
});

describe('the only admin among several members', () => {
  test.each(['active', 'suspended', 'closing'])('is refused before anything changes, in a tenant that is %s', async (status) => {
    recordIs({ tenants: new Set([TENANT_ID, 'other-tenant']), joins: 2 });
    memberIn([{ status, members: 2, admins: 1 }]);
    memberIn([{ members: 1, admins: 1 }], { tenantId: 'other-tenant' });

    const refused = await deleteAccount();

    expectProblem(refused, 409);
    expect(refused.json).toMatchObject({ code: 'onlyAdmin', tenants: [{ tenantId: TENANT_ID, name: NAME, status }] });
    expect([transactions(), tombstones(), deletedAccounts()]).toEqual([[], [], []]);
  });

  test('is refused for an operator too, who learns what else has to be done first', async () => {
    memberIn([{ members: 2, admins: 1, status: 'suspended' }]);

    const refused = await erase();

    expectProblem(refused, 409);
    expect(refused.json).toMatchObject({ code: 'onlyAdmin', tenants: [{ tenantId: TENANT_ID, name: NAME, status: 'suspended' }] });
  });
});

describe('the tombstone', () => {
  test('replaces the record if no tenant was joined since it was read, with credentials of the user', async () => {
    memberIn([{}]);

    await deleteAccount();

    expect(tombstones()).toEqual([{
      TableName: 'users', Item: { ...RECORD_KEY, erasedat: NOW, erasedby: USER }, condition: 'attribute_not_exists(erasedat) AND joins = 1',
    }]);
    expect(await keysOf(PutCommand)).toEqual([`key-of-${USER_ID}`]);
  });

  test('is not written over a join at the same time, which is ended too', async () => {
    recordIs({ tenants: new Set([TENANT_ID]), joins: 1 }, { tenants: new Set([TENANT_ID, 'joined']), joins: 2 });
    memberIn([{ members: 2, admins: 2 }], { tenantId: 'joined' });
    dynamo.on(PutCommand).rejectsOnce(CONFLICT).resolves({});

    expect((await deleteAccount()).status).toBe(204);

    expect(transactions().map(([{ Delete }]) => Delete.Key.tenantid)).toEqual(['joined']);
    expect(tombstones().map(({ condition }) => condition)).toEqual([
      'attribute_not_exists(erasedat) AND joins = 1', 'attribute_not_exists(erasedat) AND joins = 2',
    ]);
  });

  test('is written once. A repeated request deletes the account that the first one has left', async () => {
    recordIs({ erasedat: NOW, erasedby: USER });

    expect((await deleteAccount()).status).toBe(204);

    expect([transactions(), tombstones(), deletedAccounts()]).toEqual([[], [], ['alice']]);
  });

  test('comes before the end of a sign-up tenant that is still being created', async () => {
    memberIn([{ members: 2, admins: 2 }]);
    dynamo.on(UpdateCommand).callsFake(() => {
      expect(tombstones()).toHaveLength(1);
      return {};
    });

    await deleteAccount();

    expect(dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input))).toEqual([{
      TableName: 'tenants',
      Key: { tenantid: SIGN_UP_TENANT },
      set: {
        status: 'deleted',
        statusshard: expect.stringMatching(/^deleted#[0-9a-f]$/),
        statuschange: { status: 'deleted', at: NOW, actor: USER },
        updatedat: NOW,
        changedby: BY_USER,
      },
      compute: { version: 'version + 1' },
      remove: ['creation', 'name', 'ownerid'],
      condition: `ownerid = "${USER_ID}" AND status = "creating"`,
    }]);
    expect(await keysOf(UpdateCommand)).toEqual([`key-of-${SIGN_UP_TENANT}`]);
  });

  test('is all if sign-ups create no tenants', async () => {
    memberIn([{ members: 2, admins: 2 }]);

    expect((await deleteAccount({ applicationName: '' })).status).toBe(204);

    expect(dynamo.commandCalls(UpdateCommand)).toEqual([]);
  });
});

describe('the account', () => {
  test('is deleted by its user name', async () => {
    await deleteAccount();

    expect(cognito.commandCalls(AdminDeleteUserCommand).map(({ args }) => args[0].input)).toEqual([{ UserPoolId: USER_POOL_ID, Username: 'alice' }]);
  });

  test.each<[string, () => unknown]>([
    ['was deleted before', () => cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ message: 'x', $metadata: {} }))],
    ['belongs to another user by now', () => cognito.on(AdminGetUserCommand).resolves({
      UserAttributes: [{ Name: 'sub', Value: 'other-user' }], Enabled: true, UserLastModifiedDate: new Date(NOW),
    })],
  ])('that %s is not deleted, and the answer is the same', async (_, given) => {
    given();

    expect((await deleteAccount()).status).toBe(204);
    expect(deletedAccounts()).toEqual([]);
  });

  test('that another request deletes at the same time is deleted', async () => {
    cognito.on(AdminDeleteUserCommand).rejects(new UserNotFoundException({ message: 'x', $metadata: {} }));

    expect((await deleteAccount()).status).toBe(204);
  });

  test('stays after an error of the pool, and the request can be repeated', async () => {
    cognito.on(AdminDeleteUserCommand).rejectsOnce(new Error('throttled')).resolves({});

    expect((await deleteAccount()).status).toBe(500);
    expect((await deleteAccount()).status).toBe(204);
  });
});

describe('the caller', () => {
  test.each([601, 3_600])('must have signed in within ten minutes, but did %i seconds ago', async (seconds) => {
    const refused = await deleteAccount({}, signedIn(seconds));

    expectProblem(refused, 401);
    expect(refused.json.code).toBe('signInAgain');
    expect(dynamo.calls()).toEqual([]);
  });

  test('cannot delete the account of another user', async () => {
    const refused = await send({ resource: '/tenants/{userId}/account', parameters: { userId: 'other-user' }, authorizer: signedIn(60) });

    expectProblem(refused, 403);
    expect(refused.json.code).toBe('otherUser');
    expect(dynamo.calls()).toEqual([]);
  });
});

describe('an operator', () => {
  test('erases a user, and is the actor of every change', async () => {
    memberIn([{}]);

    expect(await erase()).toMatchObject({ status: 200, json: { account: 'deleted' } });

    const [[, { Update }, mark]] = transactions();
    expect(Update.set.statuschange.actor).toEqual(OPERATOR);
    expect(Update.set.changedby).toEqual({ ...OPERATOR, at: NOW, requestid: REQUEST_ID });
    expect(mark).toEqual(isMarked('removed', OPERATOR));
    expect(tombstones()[0].Item).toEqual({ ...RECORD_KEY, erasedat: NOW, erasedby: OPERATOR });
    expect(deletedAccounts()).toEqual([USER_ID]);
  });

  test('can keep the account, but not the record', async () => {
    expect(await erase({ account: 'keep' })).toMatchObject({ status: 200, json: { account: 'kept' } });

    expect(tombstones()).toHaveLength(1);
    expect(cognito.calls()).toEqual([]);
  });

  test('names the account of another identity provider, which has another user name', async () => {
    cognito.on(AdminGetUserCommand, { Username: USER_ID }).rejects(new UserNotFoundException({ message: 'x', $metadata: {} }));

    expect((await erase()).json).toEqual({ account: 'notFound' });
    expect((await erase({ userName: 'Google_123' })).json).toEqual({ account: 'deleted' });
    expect(deletedAccounts()).toEqual(['Google_123']);
  });

  test.each<[Record<string, string>, string]>([
    [{ account: 'delete' }, 'account'], [{ account: '' }, 'account'], [{ userName: '' }, 'userName'], [{ userName: 'x'.repeat(129) }, 'userName'],
  ])('gets a 400 for the query %j', async (query, field) => {
    const refused = await erase(query);

    expectProblem(refused, 400);
    expect(refused.json.errors).toEqual([{ field, detail: expect.any(String) }]);
    expect(dynamo.calls()).toEqual([]);
  });
});

test('no log line contains a name or an address', async () => {
  memberIn([{}]);
  await deleteAccount();

  expect(output.text).not.toMatch(/alice|Smokers|@example/);
});
