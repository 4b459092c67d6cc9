import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createClientKeys } from '../../../../src/runtime/audit/client-details';
import { createHandler } from '../../../../src/runtime/functions/invited/handler';
import { createUserDirectory } from '../../../../src/runtime/users/user-directory';
import { meaningOf } from '../../../dynamodb-meaning';
import { answerOf } from '../../answers';
import {
  apiEvent, type ApiRequest, authorizerOf, EMAIL, lambdaContext, OTHER_TENANT_ID, OTHER_USER_ID, PERSON_NAME, TENANT_ID, USER_ID, USER_POOL_ID,
  userAttributes,
} from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { cancelled, INVITATION_ID, newInvitation, nowSeconds, OTHER_INVITATION_ID, REFUSED, TABLES, tenantRow } from '../invitations/rows';

const USER_NAME = 'alice';

const dynamo = mockClient(DynamoDBDocumentClient);
const cognito = mockClient(CognitoIdentityProviderClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  cognito.reset();
  tenantIs(tenantRow());
  memberIs(undefined);
  userIs({});
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.restoreAllMocks();
});

function tenantIs(row: Record<string, unknown> | undefined) {
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: row });
}

/** The membership of the caller. */
function memberIs(row: Record<string, unknown> | undefined) {
  dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item: row });
}

function userIs(changes: Record<string, string>, Enabled = true) {
  const attributes = Object.entries(userAttributes(changes)).map(([Name, Value]) => ({ Name, Value }));
  cognito.on(AdminGetUserCommand, { UserPoolId: USER_POOL_ID, Username: USER_NAME })
    .resolves({ Username: USER_NAME, UserAttributes: attributes, Enabled, UserLastModifiedDate: new Date('2026-03-09T10:00:00.123Z') });
}

function invitationIs(row: Record<string, unknown> | undefined) {
  dynamo.on(GetCommand, { TableName: 'invitations' }).resolves({ Item: row });
}

const RESOURCE = '/tenants/{userId}/invitations';

async function send(action: string, code: unknown, changes: Partial<ApiRequest> = {}) {
  const handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    lookUpUser: createUserDirectory(USER_POOL_ID, new CognitoIdentityProviderClient({})),
    tables: TABLES,
    limits: { membersPerTenant: 10, tenantsPerUser: 5 },
    allowOrigins: ['*'],
    logger: output.logger,
  });
  const event = apiEvent({
    method: 'POST',
    resource: `${RESOURCE}/${action}`,
    parameters: { userId: USER_ID },
    body: JSON.stringify({ code }),
    // The token has another tenant or none, because the invited person is not a member.
    authorizer: authorizerOf({ tenantId: OTHER_TENANT_ID, userName: USER_NAME }),
    ...changes,
  });
  const result = await handler(event, lambdaContext());
  const { status, json } = answerOf(result);
  return { status, json };
}

/** Items of the one transaction, by table; there may be two of users. */
function written() {
  const [call, ...more] = dynamo.commandCalls(TransactWriteCommand);
  expect(more).toHaveLength(0);
  return call.args[0].input.TransactItems!.flatMap((item) => Object.values(item).map(meaningOf));
}

/** An answer holds only while the invitation is pending, has the code of the request and has not expired. */
function expectWhilePending(condition: string, codeHash: string): void {
  const now = Number(/ expiresat > (\d+) /.exec(condition)?.[1]);
  expect(condition).toBe(`codehash = "${codeHash}" AND expiresat > ${now} AND status = "pending"`);
  expect(Math.abs(now - nowSeconds())).toBeLessThan(5);
}

const changedCharacter = (code: string) => `${code.slice(0, -2)}${code.at(-2) === 'A' ? 'B' : 'A'}${code.at(-1)}`;

describe.each(['preview', 'accept', 'decline'])('%s', (action) => {
  test('is only for the user in the path', async () => {
    const { code, row } = newInvitation();
    invitationIs(row);
    expect((await send(action, code, { parameters: { userId: OTHER_USER_ID } })).status).toBe(403);
    expect((await send(action, code, { authorizer: undefined })).status).toBe(401);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test.each([
    ['that is guessed', (code: string) => changedCharacter(code), {}],
    ['of another invitation', () => newInvitation().code, {}],
    ['of an invitation that is not there', (code: string) => code, undefined],
    ['that was accepted', (code: string) => code, { status: 'accepted' }],
    ['that was declined', (code: string) => code, { status: 'declined' }],
    ['that was revoked', (code: string) => code, { status: 'revoked' }],
    ['that is guessed, of an invitation that is over', (code: string) => changedCharacter(code), { expiresat: nowSeconds() }],
    ['that was accepted and is over', (code: string) => code, { status: 'accepted', expiresat: nowSeconds() }],
    ['that was replaced by another', (code: string) => code, { codehash: newInvitation().row.codehash }],
    ['whose hash was spoiled', (code: string) => code, { codehash: '' }],
  ])('gives the same answer to a code %s', async (_, codeOf, changes) => {
    const { code, row } = newInvitation();
    invitationIs(changes && { ...row, ...changes });

    const { status, json } = await send(action, codeOf(code));

    expect(status).toBe(404);
    expect(json).toEqual({ type: 'about:blank', title: 'Not Found', status: 404, code: 'invitationNotFound', detail: 'Invitation not found. It may have been accepted, declined or revoked.' });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(cognito.calls()).toHaveLength(0);
  });

  test('answers 410 to the right code of an expired invitation', async () => {
    const { code, row } = newInvitation({ expiresat: nowSeconds() });
    invitationIs(row);
    expect((await send(action, code)).status).toBe(410);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test.each<[string, Record<string, string>]>([
    ['has another address', { email: 'mallory@example.com' }],
    ['has an address that only begins like it', { email: `${EMAIL}.example` }],
    ['has not verified the address', { email_verified: 'false' }],
    ['has no address', { email: '' }],
    ['has the user name of somebody else', { sub: OTHER_USER_ID }],
  ])('refuses a user who %s, without the invited address in the answer', async (_, attributes) => {
    const { code, row } = newInvitation();
    invitationIs(row);
    userIs(attributes);

    const { status, json } = await send(action, code);

    expect(status).toBe(403);
    expect(JSON.stringify(json)).not.toContain(EMAIL);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test.each<[string, Record<string, string>, boolean, string]>([
    ['the address is not verified', { email_verified: 'false' }, true, 'emailNotVerified'],
    ['the account has another address', { email: 'mallory@example.com' }, true, 'otherEmail'],
    ['the account is disabled', {}, false, 'userDisabled'],
  ])('has a code for programs if %s', async (_, attributes, isEnabled, code) => {
    const { code: invitationCode, row } = newInvitation();
    invitationIs(row);
    userIs(attributes, isEnabled);

    expect((await send(action, invitationCode)).json).toMatchObject({ status: 403, code });
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test('compares the address in any letter case', async () => {
    const { code, row } = newInvitation();
    invitationIs(row);
    userIs({ email: EMAIL.toUpperCase() });
    expect((await send(action, code)).status).toBeLessThan(300);
  });

  test.each(['', 'x', `${TENANT_ID}.${INVITATION_ID}`, `${TENANT_ID}.${INVITATION_ID}.${'x'.repeat(44)}`, `*.${INVITATION_ID}.${'x'.repeat(43)}`, 7, null])(
    'takes no %p for a code', async (code) => {
      const { status, json } = await send(action, code);
      expect(status).toBe(400);
      expect(json.errors[0].field).toBe('/code');
      expect(dynamo.calls()).toHaveLength(0);
    });
});

test('a preview shows the tenant and the role of the invitation', async () => {
  const { code, row } = newInvitation({ role: 'auditor' });
  invitationIs(row);

  expect(await send('preview', code)).toEqual({
    status: 200,
    json: { tenantId: TENANT_ID, tenantName: 'Smokers Inc.', role: 'auditor', expiresAt: new Date(row.expiresat * 1000).toISOString() },
  });
});

test.each([[undefined, 404], ['deleted', 404], ['suspended', 403]])('a preview of a tenant that is %s is refused', async (status, expected) => {
  const { code, row } = newInvitation();
  invitationIs(row);
  tenantIs(status === undefined ? undefined : tenantRow({ status }));
  expect((await send('preview', code)).status).toBe(expected);
});

test('accepting creates the membership and ends the invitation in one transaction', async () => {
  const { code, row } = newInvitation();
  invitationIs(row);

  expect(await send('accept', code)).toEqual({ status: 200, json: { tenantId: TENANT_ID, role: 'member' } });

  const items = written();
  const invitation = items.find(({ TableName }) => TableName === 'invitations')!;
  expect(invitation).toMatchObject({ Key: { tenantid: TENANT_ID, invitationid: INVITATION_ID }, set: { status: 'accepted' } });
  expectWhilePending(invitation.condition, row.codehash);
  expect(items.find(({ Item }) => Item)!.Item).toMatchObject({
    tenantid: TENANT_ID, userid: USER_ID, role: 'member', email: EMAIL, name: PERSON_NAME, origin: 'invitation', invitationid: INVITATION_ID,
  });
  expect(items.map(({ TableName, Key, Item }) => [TableName, (Item ?? Key).userid ?? (Item ?? Key).tenantid]).sort()).toEqual([
    ['invitations', TENANT_ID],
    ['tenants', TENANT_ID],
    // The inviter, the membership, the record and the mark of the user.
    ['users', OTHER_USER_ID], ['users', USER_ID], ['users', `@${USER_ID}`], ['users', `~${USER_ID}`],
  ].sort());
});

/** Makes the steps of the transaction about a row of users fail whose sort key is this one. */
function refuseStepOf(userId: string) {
  dynamo.on(TransactWriteCommand).callsFake(({ TransactItems }) => {
    const steps = TransactItems.flatMap((item: object) => Object.values(item)) as Array<Record<string, any>>;
    throw cancelled(...steps.map(({ TableName, Key, Item }) => TableName === 'users' && (Item ?? Key).userid === userId ? REFUSED : undefined));
  });
}

test('accepting is refused for a user who is already a member, and the invitation stays pending', async () => {
  const { code, row } = newInvitation();
  invitationIs(row);
  refuseStepOf(USER_ID);

  expect(await send('accept', code)).toMatchObject({ status: 409, json: { detail: 'The user is already a member of this tenant.' } });
});

describe('an invitation does not give back a right that was taken away:', () => {
  const NO_LONGER_VALID = { status: 410, json: { detail: 'The invitation is no longer valid. Ask an admin of the tenant for a new one.' } };

  test('it is refused when its inviter is no longer an admin', async () => {
    const { code, row } = newInvitation();
    invitationIs(row);
    refuseStepOf(OTHER_USER_ID);

    expect(await send('accept', code)).toMatchObject(NO_LONGER_VALID);
  });

  test('it is accepted without a check of an inviter when an operator has issued it', async () => {
    const { code, row } = newInvitation({ invitedby: undefined });
    invitationIs(row);

    expect((await send('accept', code)).status).toBe(200);
    const ofUsers = written().filter(({ TableName }) => TableName === 'users');
    expect(ofUsers).toHaveLength(3);
    expect(ofUsers.map(({ Key, Item }) => (Item ?? Key).userid)).toEqual(expect.arrayContaining([USER_ID, `@${USER_ID}`, `~${USER_ID}`]));
    // A check of the inviter is one of the role.
    expect(ofUsers.map(({ condition }) => condition)).not.toContainEqual(expect.stringContaining('role'));
  });

  test('it is refused when it is older than the last loss of the person in the tenant', async () => {
    const { code, row } = newInvitation();
    invitationIs(row);
    refuseStepOf(`~${USER_ID}`);

    expect(await send('accept', code)).toMatchObject(NO_LONGER_VALID);
    expect(written().find(({ Key }) => Key?.userid === `~${USER_ID}`)).toMatchObject({
      condition: `at < "${row.updatedat}" OR attribute_not_exists(tenantid)`,
    });
  });

  test('it is refused when the person has invited themself', async () => {
    const { code, row } = newInvitation({ invitedby: USER_ID });
    invitationIs(row);

    expect(await send('accept', code)).toMatchObject(NO_LONGER_VALID);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});

describe('accepting again', () => {
  const ACCEPTED = { status: 200, json: { tenantId: TENANT_ID, role: 'member' } };

  test('gives the same answer to the member whom the invitation has created, and writes nothing', async () => {
    const { code, row } = newInvitation({ status: 'accepted' });
    invitationIs(row);
    memberIs({ tenantid: TENANT_ID, userid: USER_ID, invitationid: INVITATION_ID });

    expect(await send('accept', code)).toEqual(ACCEPTED);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  test('gives the same answer to each of several concurrent requests', async () => {
    const { code, row } = newInvitation();
    invitationIs(row);
    memberIs({ tenantid: TENANT_ID, userid: USER_ID, invitationid: INVITATION_ID });
    dynamo.on(TransactWriteCommand).rejects(cancelled(REFUSED, REFUSED));

    expect(await send('accept', code)).toEqual(ACCEPTED);
  });

  test.each([
    ['another user', undefined],
    ['a member who came by another invitation', { tenantid: TENANT_ID, userid: USER_ID, invitationid: OTHER_INVITATION_ID }],
  ])('is refused for %s', async (_, member) => {
    const { code, row } = newInvitation({ status: 'accepted' });
    invitationIs(row);
    memberIs(member);

    expect((await send('accept', code)).status).toBe(404);
  });

  test('depends on the current membership of the caller', async () => {
    const { code, row } = newInvitation({ status: 'accepted' });
    invitationIs(row);
    await send('accept', code);

    expect(dynamo.commandCalls(GetCommand, { TableName: 'users' }).map(({ args: [{ input }] }) => input)).toEqual([
      { TableName: 'users', Key: { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` }, ConsistentRead: true },
      { TableName: 'users', Key: { tenantid: TENANT_ID, userid: USER_ID }, ConsistentRead: true },
    ]);
  });

  test('does not hide an error of the table', async () => {
    const { code, row } = newInvitation();
    invitationIs(row);
    memberIs({ tenantid: TENANT_ID, userid: USER_ID, invitationid: INVITATION_ID });
    dynamo.on(TransactWriteCommand).rejects(new Error('AccessDenied'));

    expect((await send('accept', code)).status).toBe(500);
  });
});

test('the second of two concurrent acceptances gets a 404', async () => {
  const { code, row } = newInvitation();
  invitationIs(row);
  dynamo.on(TransactWriteCommand).rejects(cancelled(REFUSED, REFUSED, undefined, undefined));

  expect((await send('accept', code)).status).toBe(404);
});

test('declining ends the invitation, and creates no membership', async () => {
  const { code, row } = newInvitation();
  invitationIs(row);

  expect(await send('decline', code)).toEqual({ status: 204, json: undefined });

  const [invitation, ...others] = written();
  expect(others).toHaveLength(0);
  expect(invitation).toMatchObject({ TableName: 'invitations', set: { status: 'declined' } });
  expectWhilePending(invitation.condition, row.codehash);
});

test.each([['decline', 'undefined'], ['accept', 'string']])('only a person who joins leaves details of the client: %s', async (action, type) => {
  const { sealingKey } = await createClientKeys();
  const { code, row } = newInvitation();
  invitationIs(row);

  await send(action, code, { authorizer: authorizerOf({ tenantId: OTHER_TENANT_ID, userName: USER_NAME, sealingKey }) });

  const stamps = written().map(({ set, Item }) => (set ?? Item)?.changedby).filter((stamp) => stamp !== undefined);
  expect(stamps.map(({ sealedclient }) => typeof sealedclient)).toEqual(stamps.map(() => type));
  expect(stamps.length).toBeGreaterThan(0);
});

test('a code is looked up by the ids in it', async () => {
  const { code, row } = newInvitation();
  invitationIs(row);
  await send('preview', code.replace(INVITATION_ID, OTHER_INVITATION_ID));
  expect(dynamo.commandCalls(GetCommand, { TableName: 'invitations' })[0].args[0].input).toMatchObject({
    Key: { tenantid: TENANT_ID, invitationid: OTHER_INVITATION_ID }, ConsistentRead: true,
  });
});

test('the log contains no code and no address', async () => {
  const { code, row } = newInvitation();
  invitationIs(row);
  dynamo.on(QueryCommand).resolves({ Items: [] });
  for (const action of ['preview', 'accept', 'decline']) {
    await send(action, code);
  }
  dynamo.onAnyCommand().rejects(Object.assign(new Error('AccessDenied'), { Item: row }));
  await send('accept', code);

  expect(output.logs.length).toBeGreaterThanOrEqual(3);
  for (const secret of [EMAIL, PERSON_NAME, code.split('.')[2], row.codehash, USER_NAME]) {
    expect(output.text).not.toContain(secret);
  }
});
