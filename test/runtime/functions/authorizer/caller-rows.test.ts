import nock from 'nock';
import { createCallerRowsReader } from '../../../../src/runtime/functions/authorizer/caller-rows';
import { REGION, TENANT_ID, USER_ID } from '../../events';
import { useSignedRequests } from '../../signed-requests';

const ENDPOINT = `https://dynamodb.${REGION}.amazonaws.com`;
const RECORD_KEY = `@${USER_ID}`;

const RECORD = { tenantid: { S: RECORD_KEY }, userid: { S: RECORD_KEY }, validafter: { N: '1' } };
const MEMBERSHIP = { tenantid: { S: TENANT_ID }, userid: { S: USER_ID }, role: { S: 'admin' } };
const TENANT = { tenantid: { S: TENANT_ID }, status: { S: 'active' } };

useSignedRequests();

afterEach(() => jest.restoreAllMocks());

const PROPS = { region: REGION, tenantsTableName: 'tenants', usersTableName: 'users', readsSealingKey: true };

const readRows = () => createCallerRowsReader(PROPS)({ userId: USER_ID, tenantId: TENANT_ID });

const answer = (answers: object, UnprocessedKeys: object = {}) => ({ Responses: answers, UnprocessedKeys });
const ALL = answer({ users: [MEMBERSHIP, RECORD], tenants: [TENANT] });

test('reads the three rows in one consistent request, which names the attributes of rights and no others', async () => {
  const requests: object[] = [];
  nock(ENDPOINT, {
    reqheaders: {
      'x-amz-target': 'DynamoDB_20120810.BatchGetItem',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-security-token': 'session-token',
      'authorization': /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/dynamodb\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*x-amz-target, Signature=[0-9a-f]{64}$/,
    },
  }).post('/', (body: object) => requests.push(body) > 0).reply(200, ALL);

  expect(await readRows()).toEqual({ record: RECORD, membership: MEMBERSHIP, tenant: TENANT });
  expect(requests).toEqual([{
    RequestItems: {
      users: {
        ConsistentRead: true,
        ProjectionExpression: '#0, #1, #2, #3, #4, #5',
        ExpressionAttributeNames: { '#0': 'tenantid', '#1': 'userid', '#2': 'role', '#3': 'erasedat', '#4': 'validafter', '#5': 'sealingkey' },
        Keys: [{ tenantid: { S: RECORD_KEY }, userid: { S: RECORD_KEY } }, { tenantid: { S: TENANT_ID }, userid: { S: USER_ID } }],
      },
      tenants: {
        ConsistentRead: true,
        ProjectionExpression: '#0, #1',
        ExpressionAttributeNames: { '#0': 'tenantid', '#1': 'status' },
        Keys: [{ tenantid: { S: TENANT_ID } }],
      },
    },
  }]);
});

test('does not ask for the key of the user without client details in the audit log', async () => {
  const requests: Array<{ RequestItems: { users: { ExpressionAttributeNames: object } } }> = [];
  nock(ENDPOINT).post('/', (body: typeof requests[number]) => requests.push(body) > 0).reply(200, ALL);

  await createCallerRowsReader({ ...PROPS, readsSealingKey: false })({ userId: USER_ID, tenantId: TENANT_ID });

  expect(Object.values(requests[0].RequestItems.users.ExpressionAttributeNames)).toEqual(['tenantid', 'userid', 'role', 'erasedat', 'validafter']);
});

test('reads only the record of a user without a tenant', async () => {
  const requests: Array<{ RequestItems: object }> = [];
  nock(ENDPOINT).post('/', (body: { RequestItems: object }) => requests.push(body) > 0).reply(200, answer({ users: [] }));

  const rows = await createCallerRowsReader(PROPS)({ userId: USER_ID });

  expect(rows).toEqual({ record: undefined, membership: undefined, tenant: undefined });
  expect(requests.map(({ RequestItems }) => RequestItems)).toEqual([{
    users: expect.objectContaining({ Keys: [{ tenantid: { S: RECORD_KEY }, userid: { S: RECORD_KEY } }] }),
  }]);
});

test.each<[string, (endpoint: nock.Interceptor) => unknown]>([
  ['a 500', (endpoint) => endpoint.reply(500)],
  ['a throttled request', (endpoint) => endpoint.reply(400, { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException' })],
  ['a connection that is closed', (endpoint) => endpoint.replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
  ['unprocessed keys, all of which are read again', (endpoint) => endpoint.reply(200, answer({ users: [RECORD] }, { tenants: { Keys: [{ tenantid: { S: TENANT_ID } }] } }))],
  ['an answer that is not JSON', (endpoint) => endpoint.reply(200, '<html>')],
])('asks again after %s', async (_, fault) => {
  fault(nock(ENDPOINT).post('/'));
  nock(ENDPOINT).post('/').reply(200, ALL);

  expect(await readRows()).toEqual({ record: RECORD, membership: MEMBERSHIP, tenant: TENANT });
});

test('fails after three tries, and never answers with a part of the rows', async () => {
  const scope = nock(ENDPOINT).post('/').times(4).reply(200, answer({ users: [RECORD, MEMBERSHIP] }, { tenants: { Keys: [{ tenantid: { S: TENANT_ID } }] } }));

  await expect(readRows()).rejects.toThrow('DynamoDB left keys unread.');
  expect(scope.pendingMocks()).toHaveLength(1);
});

test('gives up each of three tries after a second', async () => {
  const signalAfter = AbortSignal.timeout.bind(AbortSignal);
  const waits = jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => signalAfter(milliseconds / 50));
  nock(ENDPOINT).post('/').times(3).delay(60_000).reply(200, ALL);

  await expect(readRows()).rejects.toThrow();
  expect(waits.mock.calls).toEqual([[expect.closeTo(1_000, -2)], [expect.closeTo(1_000, -2)], [expect.closeTo(1_000, -2)]]);
});
