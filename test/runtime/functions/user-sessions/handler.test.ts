import {
  AdminGetUserCommand, AdminUserGlobalSignOutCommand, CognitoIdentityProviderClient, UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../../src/runtime/functions/user-sessions/handler';
import { createSignOutPoolUser } from '../../../../src/runtime/users/user-directory';
import { meaningsOf } from '../../../dynamodb-meaning';
import { type Answer, answerOf, expectProblem } from '../../answers';
import { cancelled, HELD, unmet } from '../../cancelled';
import { apiEvent, type ApiRequest, authorizerOf, lambdaContext, OTHER_USER_ID, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID, USER_POOL_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const NOW = '2026-03-04T05:06:07.890Z';
const SECOND = 1_772_600_767;
const USER = { type: 'user', id: USER_ID };
const SERVICE = { type: 'service', id: SERVICE_ARN };
const NOT_FOUND = new UserNotFoundException({ message: 'x', $metadata: {} });

const dynamo = mockClient(DynamoDBDocumentClient);
const cognito = mockClient(CognitoIdentityProviderClient);
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  dynamo.reset();
  dynamo.on(TransactWriteCommand).resolves({});
  cognito.reset();
  cognito.on(AdminUserGlobalSignOutCommand).resolves({});
  accountsAre({ alice: USER_ID, [USER_ID]: USER_ID, [OTHER_USER_ID]: OTHER_USER_ID });
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
});

/** The ids of the users in the pool, by user name. */
function accountsAre(accounts: Record<string, string>): void {
  cognito.on(AdminGetUserCommand).rejects(NOT_FOUND);
  for (const [Username, Value] of Object.entries(accounts)) {
    cognito.on(AdminGetUserCommand, { Username }).resolves({
      UserAttributes: [{ Name: 'sub', Value }], Enabled: true, UserLastModifiedDate: new Date(NOW),
    });
  }
}

async function send(request: ApiRequest, query: Record<string, string> = {}) {
  const handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    signOutPoolUser: createSignOutPoolUser(USER_POOL_ID, new CognitoIdentityProviderClient({ region: 'us-east-1' })),
    allowOrigins: ['*'],
    logger: output.logger,
  });
  return answerOf(await handler({ ...apiEvent(request), queryStringParameters: query }, lambdaContext()));
}

const signOut = async (changes: Partial<ApiRequest> = {}) => send({
  method: 'POST', resource: '/tenants/{userId}/sign-out', parameters: { userId: USER_ID }, authorizer: authorizerOf({ userName: 'alice' }), ...changes,
});

const signOutMember = async (userId = OTHER_USER_ID, changes: Partial<ApiRequest> = {}) => send({
  method: 'POST',
  resource: '/tenant/{tenantId}/members/{userId}/sign-out',
  parameters: { tenantId: TENANT_ID, userId },
  authorizer: authorizerOf({ userName: 'alice' }),
  ...changes,
});

const endSessions = async (query: Record<string, string> = {}) => send({ method: 'POST', resource: '/users/{userId}/sign-out', parameters: { userId: USER_ID } }, query);

function expectRefusal(answer: Answer, status: number, code: string): void {
  expectProblem(answer, status);
  expect(answer.json.code).toBe(code);
}

const transactions = () => dynamo.commandCalls(TransactWriteCommand).map(({ args }) => meaningsOf(args[0].input.TransactItems));
const signedOut = () => cognito.commandCalls(AdminUserGlobalSignOutCommand).map(({ args }) => args[0].input);

const keyOf = (userId: string) => ({ tenantid: `@${userId}`, userid: `@${userId}` });

/** @param tenant The tenant whose admin has ended the sessions. */
const marked = (userId: string, actor: object, tenant: { readonly tenantid?: string } = {}) => ({
  Update: {
    TableName: 'users',
    Key: keyOf(userId),
    set: { validafter: SECOND, sessionsendedby: { ...actor, at: NOW, requestid: REQUEST_ID, ...tenant } },
    condition: expect.stringMatching(/^\(.*\) AND attribute_not_exists\(erasedat\)$/),
  },
});

const notErased = (userId: string) => ({ ConditionCheck: { TableName: 'users', Key: keyOf(userId), condition: 'attribute_not_exists(erasedat)' } });

const isAdmin = { ConditionCheck: { TableName: 'users', Key: { tenantid: TENANT_ID, userid: USER_ID }, condition: 'role = "admin"' } };
const isMember = { ConditionCheck: { TableName: 'users', Key: { tenantid: TENANT_ID, userid: OTHER_USER_ID }, condition: 'attribute_exists(role)' } };
const isActive = { ConditionCheck: { TableName: 'tenants', Key: { tenantid: TENANT_ID }, condition: 'status = "active"' } };

describe('a user', () => {
  test('ends all of their sessions: the record is marked with this second, and the pool revokes their tokens', async () => {
    expect(await signOut()).toMatchObject({ status: 204, json: undefined });

    expect(transactions()).toEqual([[marked(USER_ID, USER)]]);
    expect(signedOut()).toEqual([{ UserPoolId: USER_POOL_ID, Username: 'alice' }]);
  });

  test('never moves the mark backwards', async () => {
    await signOut();

    expect(transactions()[0][0].Update.condition).toContain(`attribute_not_exists(validafter) OR validafter < ${SECOND}`);
  });

  test('succeeds if the mark is later already, and the pool revokes the tokens nevertheless', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(unmet())).resolves({});

    expect((await signOut()).status).toBe(204);
    expect(transactions()).toEqual([[marked(USER_ID, USER)], [notErased(USER_ID)]]);
    expect(signedOut()).toHaveLength(1);
  });

  test('who was erased is refused, and nothing else happens', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet()));

    expectRefusal(await signOut(), 403, 'userErased');
    expect(signedOut()).toEqual([]);
  });

  test('cannot end the sessions of another user', async () => {
    expectRefusal(await signOut({ parameters: { userId: OTHER_USER_ID } }), 403, 'otherUser');
    expect(transactions()).toEqual([]);
  });

  test.each([['has no account', {}], ['has an account with the name of a deleted one', { alice: OTHER_USER_ID }]])(
    'whose pool %s loses the sessions, and no one else does', async (_name, accounts) => {
      accountsAre(accounts as Record<string, string>);

      expect((await signOut()).status).toBe(204);
      expect(transactions()).toHaveLength(1);
      expect(signedOut()).toEqual([]);
    });

  test('whose account is deleted at the same time loses the sessions', async () => {
    cognito.on(AdminUserGlobalSignOutCommand).rejects(NOT_FOUND);

    expect((await signOut()).status).toBe(204);
  });

  test('repeats a request after the pool has failed', async () => {
    cognito.on(AdminUserGlobalSignOutCommand).rejectsOnce(new Error('throttled')).resolves({});

    expect((await signOut()).status).toBe(500);
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(unmet())).resolves({});
    expect((await signOut()).status).toBe(204);
    expect(signedOut()).toHaveLength(2);
  });
});

describe('an admin', () => {
  test('ends the sessions of a member, and one transaction checks the admin, the member and the tenant', async () => {
    expect(await signOutMember()).toMatchObject({ status: 204, json: undefined });

    expect(transactions()).toEqual([[isAdmin, isMember, isActive, marked(OTHER_USER_ID, USER, { tenantid: TENANT_ID })]]);
    expect(signedOut()).toEqual([{ UserPoolId: USER_POOL_ID, Username: OTHER_USER_ID }]);
  });

  test('ends the own sessions as those of a member, by the own user name', async () => {
    expect((await signOutMember(USER_ID)).status).toBe(204);

    expect(transactions()).toEqual([[isAdmin, isActive, marked(USER_ID, USER, { tenantid: TENANT_ID })]]);
    expect(signedOut()).toEqual([{ UserPoolId: USER_POOL_ID, Username: 'alice' }]);
  });

  test.each<[string, number, number, string]>([
    ['whose role has ended', 0, 403, 'roleRequired'],
    ['of another tenant than the person', 1, 404, 'memberNotFound'],
    ['of a tenant that is not active', 2, 403, 'tenantNotActive'],
  ])('%s is refused, and the pool revokes nothing', async (_name, step, status, code) => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(...[0, 1, 2, 3].map((index) => (index === step ? unmet() : HELD))));

    expectRefusal(await signOutMember(), status, code);
    expect(transactions()).toHaveLength(1);
    expect(signedOut()).toEqual([]);
  });

  test('reads that a member was erased at the same time', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled(HELD, HELD, HELD, unmet())).rejects(cancelled(unmet()));

    expectRefusal(await signOutMember(), 409, 'userErased');
  });

  test.each<[string, Partial<ApiRequest>, number, string]>([
    ['a member', { authorizer: authorizerOf({ tenantRole: 'member' }) }, 403, 'roleRequired'],
    ['a member of another tenant', { authorizer: authorizerOf({ tenantId: 'other-tenant' }) }, 403, 'notMember'],
    ['an admin of a read-only tenant', { authorizer: authorizerOf({ tenantAccess: 'READ_ONLY' }) }, 403, 'tenantNotActive'],
  ])('is required: %s is refused before anything is written', async (_name, changes, status, code) => {
    expectRefusal(await signOutMember(OTHER_USER_ID, changes), status, code);
    expect(transactions()).toEqual([]);
  });
});

describe('an operator or a service', () => {
  test('ends the sessions of a user, whose user name is the user id', async () => {
    expect(await endSessions()).toMatchObject({ status: 200, json: { account: 'signedOut' } });

    expect(transactions()).toEqual([[marked(USER_ID, SERVICE)]]);
    expect(signedOut()).toEqual([{ UserPoolId: USER_POOL_ID, Username: USER_ID }]);
  });

  test('names a user who has another user name', async () => {
    expect(await endSessions({ userName: 'alice' })).toMatchObject({ status: 200, json: { account: 'signedOut' } });
    expect(signedOut()).toEqual([{ UserPoolId: USER_POOL_ID, Username: 'alice' }]);
  });

  test('reads that the pool has no such account, and the sessions are over nevertheless', async () => {
    accountsAre({});

    expect(await endSessions()).toMatchObject({ status: 200, json: { account: 'notFound' } });
    expect(transactions()).toHaveLength(1);
  });

  test.each(['', 'x'.repeat(129)])('is refused with the user name %p', async (userName) => {
    expectProblem(await endSessions({ userName }), 400);
    expect(transactions()).toEqual([]);
  });

  test('is told that the user was erased', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled(unmet()));

    expectRefusal(await endSessions(), 409, 'userErased');
  });
});

test('no log line has a user name, or the id of a person other than the actor', async () => {
  await signOut();
  await signOutMember();
  await endSessions({ userName: 'alice' });

  for (const secret of ['alice', OTHER_USER_ID]) expect(output.text).not.toContain(secret);
  expect(output.logs.map(({ actor }) => actor)).toEqual([USER, USER, { type: 'service', id: SERVICE_ARN.slice(0, SERVICE_ARN.lastIndexOf('/')) }]);
});
