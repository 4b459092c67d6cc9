import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createDocumentClient } from '../../../src/runtime/aws/document-client';
import { createFindRemoval } from '../../../src/runtime/changes/removals';
import { TENANT_ID, USER_ID } from '../events';

const dynamodb = mockClient(DynamoDBDocumentClient);
const findRemoval = createFindRemoval(createDocumentClient(), { tenantsTableName: 'Tenants', usersTableName: 'Users' });

const JOINED = '2026-03-01T10:00:00.000Z';
const ROW = { tenantid: TENANT_ID, userid: USER_ID, createdat: JOINED };
const MARK = { change: 'removed', actortype: 'user', actorid: 'admin', at: '2026-03-02T10:00:00.000Z', joinedat: JOINED };
const DELETION = { type: 'system', id: 'deletion' };

beforeEach(() => dynamodb.reset());

const removalWith = async ({ mark, tenant }: { readonly mark?: object; readonly tenant?: object }) => {
  dynamodb.on(BatchGetCommand).resolves({ Responses: { Users: mark ? [mark] : [], Tenants: tenant ? [tenant] : [] } });
  return findRemoval(ROW);
};

test.each([
  ['an admin removes a member', { mark: MARK, tenant: { status: 'active' } }, { actor: { type: 'user', id: 'admin' }, isMarked: true }],
  ['a member leaves', { mark: { ...MARK, change: 'left', actorid: USER_ID } }, { actor: { type: 'user', id: USER_ID }, isMarked: true }],
  ['the person came back and was removed again', { mark: { ...MARK, joinedat: '2026-03-03T10:00:00.000Z', at: '2026-03-04T10:00:00.000Z' } }, { isMarked: true }],
  ['the person was removed before this membership, and the application deletes the row', { mark: { ...MARK, joinedat: '2026-01-01T10:00:00.000Z', at: '2026-02-01T10:00:00.000Z' } },
    { isMarked: false }],
  ['an admin is demoted, and the application deletes the row', { mark: { ...MARK, change: 'demoted' } }, { isMarked: false }],
  ['the application deletes the row', { tenant: { status: 'active' } }, { isMarked: false }],
  ['the tenant is being deleted', { tenant: { status: 'closing', deletionstartedat: JOINED } }, { actor: DELETION, isMarked: false }],
  ['the tenant is deleted', { tenant: { status: 'deleted' } }, { actor: DELETION, isMarked: false }],
  ['the tenant is closing', { tenant: { status: 'closing' } }, { isMarked: false }],
  ['the tenant has no row', {}, { isMarked: false }],
])('finds who has deleted the row of a member: %s', async (_name, rows, expected) => {
  expect(await removalWith(rows)).toEqual(expected);
});

test('reads no name and no address', async () => {
  await removalWith({});

  const [{ args: [{ input: { RequestItems } }] }] = dynamodb.commandCalls(BatchGetCommand);
  expect(Object.values(RequestItems!).flatMap(({ ExpressionAttributeNames }) => Object.values(ExpressionAttributeNames!)).sort()).toEqual([
    'actorid', 'actortype', 'at', 'change', 'deletionstartedat', 'joinedat', 'status', 'tenantid', 'tenantid', 'userid',
  ]);
});
