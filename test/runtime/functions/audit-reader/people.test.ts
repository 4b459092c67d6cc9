import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { MentionedUsers } from '../../../../src/runtime/functions/audit-reader/mentioned-users';
import { createReadPeople } from '../../../../src/runtime/functions/audit-reader/people';

import { EMAIL, PERSON_NAME, TENANT_ID } from '../../events';

const dynamodb = mockClient(DynamoDBDocumentClient);

/** The rows of the users table. */
const rows = [
  { tenantid: TENANT_ID, userid: 'member', name: PERSON_NAME, email: EMAIL },
  { tenantid: '@member', userid: '@member', openingkey: 'k1' },
  { tenantid: '@left', userid: '@left', openingkey: 'k2' },
  { tenantid: '@erased', userid: '@erased', erasedat: '2026-11-06T21:20:00.123Z' },
  // A membership that an unfinished erasure has left.
  { tenantid: TENANT_ID, userid: 'erased', name: PERSON_NAME, email: EMAIL },
];

beforeEach(() => {
  dynamodb.reset();
  dynamodb.on(BatchGetCommand).callsFake(({ RequestItems: { users: { Keys } } }) => {
    const isAsked = ({ tenantid, userid }: typeof rows[number]) =>
      Keys.some((key: typeof rows[number]) => key.tenantid === tenantid && key.userid === userid);
    return { Responses: { users: rows.filter(isAsked) } };
  });
});

async function read(...all: string[]) {
  return readOf({ all, proven: all });
}

async function readOf(users: MentionedUsers) {
  const client = () => DynamoDBDocumentClient.from(new DynamoDBClient({}));
  return createReadPeople({ recordClient: client(), usersTableName: 'users' })(client(), TENANT_ID, users);
}

test('a user is a member of the tenant, erased, or neither', async () => {
  expect(Object.fromEntries(await read('member', 'left', 'erased', 'unknown'))).toEqual({
    member: { person: { status: 'member', name: PERSON_NAME, email: EMAIL }, openingKey: 'k1' },
    left: { person: { status: 'other' }, openingKey: 'k2' },
    erased: { person: { status: 'erased' } },
    unknown: { person: { status: 'other' } },
  });
});

test('of memberships the names are read, of records only what the role allows, and both consistently', async () => {
  await read('member');

  const requests = dynamodb.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems!.users);
  expect(requests.map(({ ConsistentRead }) => ConsistentRead)).toEqual([true, true]);
  expect(requests.map(({ ExpressionAttributeNames }) => Object.values(ExpressionAttributeNames!))).toEqual([
    ['tenantid', 'userid', 'name', 'email'], ['tenantid', 'userid', 'erasedat', 'openingkey'],
  ]);
});

test('many users are read in batches that DynamoDB accepts', async () => {
  const people = await read(...Array.from({ length: 205 }, (_, index) => `user-${index}`));

  expect(people.size).toBe(205);
  const sizes = dynamodb.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems!.users.Keys!.length);
  expect(sizes.sort()).toEqual([100, 100, 100, 100, 5, 5]);
});

test('a user whom only the application has named is a member or not, and the own record is not read', async () => {
  await expect(readOf({ all: ['member', 'erased', 'left'], proven: ['left'] })).resolves.toEqual(new Map([
    ['member', { person: { status: 'member', name: PERSON_NAME, email: EMAIL } }],
    ['erased', { person: { status: 'member', name: PERSON_NAME, email: EMAIL } }],
    ['left', { person: { status: 'other' }, openingKey: 'k2' }],
  ]));
});

test('a membership that the application has written without a name does not break the page', async () => {
  dynamodb.on(BatchGetCommand).resolves({ Responses: { users: [{ tenantid: TENANT_ID, userid: 'member', email: EMAIL }] } });
  expect((await read('member')).get('member')!.person).toEqual({ status: 'other' });
});

test('no user causes no request', async () => {
  expect((await read()).size).toBe(0);
  expect(dynamodb.calls()).toEqual([]);
});
