import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { TenantLookupRequest } from '../../../../src/contract/api';
import { createHandler } from '../../../../src/runtime/functions/tenant-lookup/handler';
import { signUpTenantId } from '../../../../src/runtime/tenants/derived-tenant-id';
import { EMAIL, lambdaContext, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const OWN = signUpTenantId('app', USER_ID);

const dynamo = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  dynamo.reset();
  output = new Output();
  dynamo.on(QueryCommand).resolves({ Items: [{ tenantid: OWN }] });
  dynamo.on(BatchGetCommand).resolves({
    Responses: { users: [{ tenantid: OWN, role: 'admin', createdat: '2026-01-01' }], tenants: [{ tenantid: OWN, name: 'Own', status: 'active' }] },
  });
});

afterEach(() => expectDefinedExpressions(dynamo));

async function invoke(payload: unknown) {
  const handler = createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    applicationName: 'app',
    suspensionAccess: 'none',
    logger: output.logger,
  });
  return handler(payload as TenantLookupRequest, lambdaContext());
}

test('returns what the admin API returns, in one round', async () => {
  await expect(invoke({ userId: USER_ID })).resolves.toEqual({ tenants: [OWN], memberships: [{ tenantId: OWN, role: 'admin', status: 'active' }] });
  expect(dynamo.calls()).toHaveLength(2);
});

// The function looks up one user, whatever it is asked. Events of the admin API's routes are none of its business.
test.each<[string, unknown]>([
  ['nothing', {}],
  ['no text', { userId: 7 }],
  ['a list', { userId: [USER_ID] }],
  ['a wildcard', { userId: '*' }],
  ['the key of a record', { userId: `@${USER_ID}` }],
  ['a request to the list of tenants', { resource: '/tenants', httpMethod: 'GET', path: '/tenants' }],
  ['a request to another route', { resource: '/memberships', httpMethod: 'GET', queryStringParameters: { email: EMAIL } }],
])('fails for %s, and reads nothing', async (_, payload) => {
  await expect(invoke(payload)).rejects.toThrow('userId must be the id of a user');
  expect(dynamo.calls()).toHaveLength(0);
});

test('fails without the cause in the error, which Lambda logs and returns', async () => {
  dynamo.on(BatchGetCommand).rejects(Object.assign(new Error(EMAIL), { name: 'AccessDeniedException', Item: { email: EMAIL } }));
  const error = await invoke({ userId: USER_ID }).then(() => undefined, (reason: Error) => reason);
  expect(error).toEqual(new Error('The tenants of the user could not be read.'));
  expect(error).not.toHaveProperty('cause');
  expect(output.logs).toEqual([expect.objectContaining({ level: 'ERROR', error: expect.objectContaining({ name: 'AccessDeniedException' }) })]);
});
