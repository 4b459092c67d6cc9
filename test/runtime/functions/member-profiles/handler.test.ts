import { AdminGetUserCommand, CognitoIdentityProviderClient, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { EventBridgeEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { profileDigest } from '../../../../src/contract/profile-digest';
import { createHandler } from '../../../../src/runtime/functions/member-profiles/handler';
import { createReadPoolUser } from '../../../../src/runtime/users/user-directory';
import { meaningOf } from '../../../dynamodb-meaning';
import { EMAIL, lambdaContext, OTHER_TENANT_ID, OTHER_USER_ID, PERSON_NAME, TENANT_ID, USER_ID, USER_POOL_ID, userAttributes } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const USER_NAME = 'alice';
const CHANGED_AT = '2026-03-09T10:00:00.123Z';
const NOW = '2026-03-09T10:00:02.000Z';

const dynamo = mockClient(DynamoDBDocumentClient);
const cognito = mockClient(CognitoIdentityProviderClient);
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  [dynamo, cognito].forEach((client) => client.reset());
  dynamo.on(GetCommand).resolves({ Item: { tenants: new Set([TENANT_ID]), joins: 3 } });
  dynamo.on(QueryCommand).resolves({ Items: [{ tenantid: OTHER_TENANT_ID }] });
  dynamo.on(BatchGetCommand).resolves({
    Responses: { users: [{ tenantid: TENANT_ID, origin: 'sign-up' }, { tenantid: OTHER_TENANT_ID, origin: 'administration' }] },
  });
  poolHas(userAttributes());
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function poolHas(attributes: Record<string, string>) {
  cognito.on(AdminGetUserCommand, { UserPoolId: USER_POOL_ID, Username: USER_NAME }).resolves({
    Username: USER_NAME,
    Enabled: true,
    UserLastModifiedDate: new Date(CHANGED_AT),
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
}

async function handle(detail: unknown = { userId: USER_ID, userName: USER_NAME }) {
  const handler = createHandler({
    readPoolUser: createReadPoolUser(USER_POOL_ID, new CognitoIdentityProviderClient({})),
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    usersTableName: 'users',
    logger: output.logger,
  });
  return handler({ detail } as EventBridgeEvent<string, unknown>, lambdaContext());
}

/** Errors of the SDK contain requests and responses. */
const failure = Object.assign(new Error('Rate exceeded'), { $response: { body: EMAIL } });

const updates = () => dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input));

const OWN = { tenantid: TENANT_ID, userid: USER_ID };
const OF_OPERATOR = { tenantid: OTHER_TENANT_ID, userid: USER_ID };
const RECORD = { tenantid: `@${USER_ID}`, userid: `@${USER_ID}` };

/** Writes the profile to a membership whose profile is older, or different and of the same time. */
function membershipUpdate(Key: typeof OWN, { name, email }: { readonly name?: string; readonly email?: string }) {
  const isNewer = [
    ...email === undefined ? [] : [`(email <> "${email}" AND profileat = "${CHANGED_AT}")`],
    ...name === undefined ? [] : [`(name <> "${name}" AND profileat = "${CHANGED_AT}")`],
    'attribute_not_exists(profileat)',
    `profileat < "${CHANGED_AT}"`,
  ];
  return {
    TableName: 'users',
    Key,
    set: { ...name !== undefined && { name }, ...email !== undefined && { email, emailkey: email }, profileat: CHANGED_AT, changedby: { type: 'system', id: 'member-profiles', at: NOW } },
    condition: `(${isNewer.join(' OR ')}) AND attribute_exists(tenantid)`,
  };
}

test('copies the profile of the pool to each membership, and then records it in the user\'s record', async () => {
  await handle({ userId: USER_ID, userName: USER_NAME, name: 'Forged', email: 'forged@example.com' });

  const profile = { name: PERSON_NAME, email: EMAIL };
  expect(updates()).toEqual([
    membershipUpdate(OWN, profile),
    membershipUpdate(OF_OPERATOR, profile),
    {
      TableName: 'users',
      Key: RECORD,
      set: { profile: profileDigest(USER_ID, profile), profilejoins: 3, profileat: CHANGED_AT },
      condition: `(attribute_not_exists(profileat) OR profileat <= "${CHANGED_AT}") AND attribute_not_exists(erasedat)`,
    },
  ]);
});

test('reads the memberships consistently, at most 100 at a time', async () => {
  const tenantIds = Array.from({ length: 101 }, (_, index) => `tenant-${index}`);
  dynamo.on(GetCommand).resolves({ Item: { tenants: new Set(tenantIds) } });
  dynamo.on(QueryCommand).resolves({ Items: [] });
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems: { users: { Keys } } }) => ({ Responses: { users: Keys } }));

  await handle();

  const reads = dynamo.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems!.users);
  expect(reads.map(({ ConsistentRead, Keys }) => ({ ConsistentRead, keys: Keys!.length }))).toEqual([
    { ConsistentRead: true, keys: 100 }, { ConsistentRead: true, keys: 1 },
  ]);
  expect(reads.flatMap(({ Keys }) => Keys)).toEqual(tenantIds.map((tenantid) => ({ tenantid, userid: USER_ID })));
  expect(updates().slice(0, -1).map(({ Key }) => Key)).toEqual(tenantIds.map((tenantid) => ({ tenantid, userid: USER_ID })));
});

test('keeps the name that an operator has set if the pool has no name', async () => {
  poolHas({ sub: USER_ID, email: EMAIL, email_verified: 'TRUE' });
  await handle();

  expect(updates().slice(0, 2)).toEqual([
    membershipUpdate(OWN, { name: 'alice.secret', email: EMAIL }), membershipUpdate(OF_OPERATOR, { email: EMAIL }),
  ]);
});

test.each<[string, Record<string, string>]>([
  ['not verified', userAttributes({ email_verified: 'false' })],
  ['missing', { sub: USER_ID, name: PERSON_NAME }],
])('keeps the address if the address of the pool is %s', async (_, attributes) => {
  poolHas(attributes);
  await handle();

  expect(updates()[0]).toEqual(membershipUpdate(OWN, { name: PERSON_NAME }));
});

test.each<[string, () => void]>([
  ['was deleted', () => cognito.on(AdminGetUserCommand).rejects(new UserNotFoundException({ message: EMAIL, $metadata: {} }))],
  ['has the name of somebody else', () => poolHas(userAttributes({ sub: OTHER_USER_ID }))],
])('does nothing for a user who %s', async (_, given) => {
  given();
  await handle();
  expect(dynamo.calls()).toHaveLength(0);
});

test.each<[string, () => unknown, unknown]>([
  ['names no user', () => undefined, {}],
  ['names a user that can be none', () => undefined, { userId: '*', userName: USER_NAME }],
  ['is about a pool that does not answer', () => cognito.on(AdminGetUserCommand).rejects(failure), undefined],
  ['meets a table that does not answer', () => dynamo.on(UpdateCommand).rejects(failure), undefined],
])('fails when the event %s, so it is delivered again, and logs no personal data', async (_, given, detail) => {
  given();
  await expect(handle(detail)).rejects.toEqual(new Error('The memberships of a user could not be updated.'));
  expect(JSON.stringify(output.logs)).not.toMatch(new RegExp([EMAIL, USER_NAME].join('|')));
});
