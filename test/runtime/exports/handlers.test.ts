import { S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { newState, StoredObjects } from './stored-objects';
import type { ExportFile } from '../../../src/contract/exports';
import { createHandler as createAdministration } from '../../../src/runtime/functions/export-administration/handler';
import { createHandler as createWebHandler } from '../../../src/runtime/functions/tenant-exports/handler';
import { meaningOf } from '../../dynamodb-meaning';
import { type Answer, answerOf } from '../answers';
import { apiEvent, type ApiRequest, authorizerOf, EMAIL, lambdaContext, OTHER_TENANT_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../events';
import { scopedRows } from '../functions/tenant-api/requests';
import { Output } from '../output';

const NOW = '2026-03-04T05:06:07.000Z';
const NOW_SECONDS = Date.parse(NOW) / 1_000;
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:export';
const ROW = { tenantid: TENANT_ID, name: 'Acme', status: 'active', version: 3, createdat: NOW, updatedat: NOW };
const EXPORT_ID = 'abcdef0123456789abcdef0123456789';

const dynamo = mockClient(DynamoDBDocumentClient);
const stepFunctions = mockClient(SFNClient);
let bucket: StoredObjects;
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  [dynamo, stepFunctions].forEach((client) => client.reset());
  stepFunctions.on(StartExecutionCommand).resolves({});
  dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: ROW });
  dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item: { role: 'admin' } });
  bucket = new StoredObjects();
  output = new Output();
});

afterEach(() => {
  bucket.client.restore();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const credentials = { accessKeyId: 'key-of-the-session', secretAccessKey: 'secret', sessionToken: 'token' };

function parts(changes: { readonly expiration?: Date } = {}) {
  return {
    ...scopedRows(),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    storeOf: () => ({ s3: new S3Client({ region: 'us-east-1', credentials: { ...credentials, ...changes } }), bucketName: 'exports' }),
    machine: { stepFunctions: new SFNClient({}), applicationName: 'app', exportTenant: MACHINE },
    allowOrigins: ['*'],
    logger: output.logger,
  };
}

function expectRefusal({ status, json }: Answer, expectedStatus: number, code: string): void {
  expect([status, json.code]).toEqual([expectedStatus, code]);
}

const REQUEST = { method: 'POST', resource: '/tenant/{tenantId}/exports' } as const;
const DESCRIBE = { method: 'GET', resource: '/tenant/{tenantId}/exports/{exportId}' } as const;

async function send(request: Partial<ApiRequest> & Pick<ApiRequest, 'method' | 'resource'>, changes: Parameters<typeof parts>[0] = {}) {
  const authorizer = authorizerOf({ tenantRole: 'admin', authenticatedAt: String(NOW_SECONDS - 60) });
  const event = apiEvent({ parameters: { tenantId: TENANT_ID, exportId: EXPORT_ID }, authorizer, ...request });
  return answerOf(await createWebHandler(parts(changes))(event, lambdaContext()));
}

async function sendAsService(request: Partial<ApiRequest> & Pick<ApiRequest, 'method' | 'resource'>) {
  return answerOf(await createAdministration(parts())(
    apiEvent({ parameters: { tenantId: TENANT_ID, exportId: EXPORT_ID }, ...request }), lambdaContext(),
  ));
}

const started = () => stepFunctions.commandCalls(StartExecutionCommand)
  .map(({ args: [{ input }] }) => ({ ...input, input: JSON.parse(input.input!) }));

describe('a request for an export', () => {
  test('stores its state, and starts one execution with its actor', async () => {
    const { status, json } = await send(REQUEST);

    expect(status).toBe(202);
    expect(json).toEqual({ exportId: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(bucket.json(`${TENANT_ID}/${json.exportId}/state.json`)).toEqual({
      status: 'running', actor: { type: 'user', id: USER_ID }, requestedAt: NOW, sources: [],
    });
    expect(started()).toEqual([{
      stateMachineArn: MACHINE,
      name: json.exportId,
      input: {
        'source': 'app.tenant', 'detail-type': 'exportRequested', 'detail': { tenantId: TENANT_ID, exportId: json.exportId, actor: { type: 'user', id: USER_ID } },
      },
    }]);
    expect(dynamo.commandCalls(GetCommand).map(({ args: [{ input }] }) => meaningOf(input))).toEqual([
      { TableName: 'users', Key: { tenantid: TENANT_ID, userid: USER_ID }, attributes: ['role'], ConsistentRead: true },
      { TableName: 'tenants', Key: { tenantid: TENANT_ID }, ConsistentRead: true },
    ]);
  });

  test('is repeated without effect for ten minutes, and then results in another export', async () => {
    const { json: { exportId } } = await send(REQUEST);
    bucket.objects.set(`${TENANT_ID}/${exportId}/state.json`, JSON.stringify(newState({ cursor: 'progress' })));
    stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));

    expect((await send(REQUEST)).json).toEqual({ exportId });
    expect(bucket.json(`${TENANT_ID}/${exportId}/state.json`)).toMatchObject({ cursor: 'progress' });

    jest.advanceTimersByTime(10 * 60_000);
    const authorizer = authorizerOf({ tenantRole: 'admin', authenticatedAt: String(NOW_SECONDS + 300), expiresAt: String(NOW_SECONDS + 3600) });
    expect((await send({ ...REQUEST, authorizer })).json.exportId).not.toBe(exportId);
  });

  test('begins anew after a failure, at most three times in ten minutes', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 4; count++) {
      const { json: { exportId } } = await send(REQUEST);
      ids.push(exportId);
      bucket.objects.set(`${TENANT_ID}/${exportId}/state.json`, JSON.stringify(newState({ status: 'failed' })));
    }

    expect(new Set(ids).size).toBe(3);
    expect(ids[3]).toBe(ids[2]);
  });

  test('is started by a repetition if the first start failed', async () => {
    stepFunctions.on(StartExecutionCommand).rejectsOnce(new Error('Throttled')).resolves({});

    expect((await send(REQUEST)).status).toBe(500);
    expect((await send(REQUEST)).status).toBe(202);
    expect(started()).toHaveLength(2);
  });

  test('has another id for another tenant', async () => {
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { ...ROW, tenantid: OTHER_TENANT_ID } });
    const [one, other] = [await sendAsService(REQUEST), await sendAsService({ ...REQUEST, parameters: { tenantId: OTHER_TENANT_ID } })];
    expect(one.json.exportId).not.toBe(other.json.exportId);
  });

  test.each([
    ['member', { tenantRole: 'member' }, 403, 'roleRequired'],
    ['admin who signed in long ago', { authenticatedAt: String(NOW_SECONDS - 601) }, 401, 'signInAgain'],
    ['admin of another tenant', { tenantId: OTHER_TENANT_ID }, 403, 'notMember'],
  ])('is refused for a %s', async (_, changes, status, code) => {
    const authorizer = authorizerOf({ tenantRole: 'admin', authenticatedAt: String(NOW_SECONDS - 60), ...changes });
    expectRefusal(await send({ ...REQUEST, authorizer }), status, code);
    expect([bucket.keys(), started()]).toEqual([[], []]);
  });

  test.each([['was made a member', { role: 'member' }], ['was removed', undefined]])('is refused for an admin who %s since the token was issued', async (_, Item) => {
    dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item });
    expectRefusal(await send(REQUEST), 403, 'roleRequired');
    expect(bucket.keys()).toEqual([]);
  });

  test.each([
    ['suspended', 403, 'tenantNotActive', 202], ['closing', 403, 'tenantNotActive', 202], ['creating', 403, 'tenantNotActive', 409], ['deleted', 404, 'tenantNotFound', 404],
  ])('for a tenant that is %s is answered with %d (%s) for an admin and %d for a service', async (tenantStatus, status, code, ofService) => {
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { ...ROW, status: tenantStatus } });

    expectRefusal(await send(REQUEST), status, code);
    expect((await sendAsService(REQUEST)).status).toBe(ofService);
  });

  test('is refused when the deletion of the tenant has begun', async () => {
    dynamo.on(GetCommand, { TableName: 'tenants' }).resolves({ Item: { ...ROW, status: 'closing', deletionstartedat: NOW } });
    expectRefusal(await sendAsService(REQUEST), 409, 'deletionStarted');
    expect(bucket.keys()).toEqual([]);
  });

  test('of a service has the service as its actor, which is not in the log', async () => {
    await sendAsService(REQUEST);
    expect(started()[0].input.detail.actor).toEqual({ type: 'service', id: SERVICE_ARN });
    expect(output.text).not.toContain(SERVICE_ARN);
  });
});

describe('an export', () => {
  const stateIs = (changes: Parameters<typeof newState>[0]) => bucket.objects.set(`${TENANT_ID}/${EXPORT_ID}/state.json`, JSON.stringify(newState(changes)));
  const file = (name: string): ExportFile => ({ name, rows: 1, bytes: 3, sha256: 'ab' });
  const SUCCEEDED = { status: 'succeeded', completedAt: NOW } as const;

  test('that is running has no links', async () => {
    stateIs({ requestedAt: NOW, sources: [{ name: 'tenant', rows: 1, files: [file('tenant-00001.jsonl')] }] });
    expect((await send(DESCRIBE)).json).toEqual({ exportId: EXPORT_ID, status: 'running', requestedAt: NOW });
  });

  test('that has failed has no links', async () => {
    stateIs({ status: 'failed', requestedAt: NOW });
    expect((await send(DESCRIBE)).json).toEqual({ exportId: EXPORT_ID, status: 'failed', requestedAt: NOW });
  });

  test('that has been running for a day has failed, because nothing else can record that', async () => {
    stateIs({ requestedAt: '2026-03-03T05:06:06.000Z' });
    expect((await send(DESCRIBE)).json).toMatchObject({ status: 'failed' });
  });

  test('that was repaired is running again', async () => {
    stateIs({ requestedAt: '2026-03-01T00:00:00.000Z', repairedAt: NOW });
    expect((await send(DESCRIBE)).json).toMatchObject({ status: 'running', requestedAt: '2026-03-01T00:00:00.000Z' });
  });

  test('has links until the credentials end that signed them, if that is earlier', async () => {
    stateIs({ ...SUCCEEDED });
    const expiration = new Date('2026-03-04T05:10:00.000Z');
    expect((await send(DESCRIBE, { expiration })).json.expiresAt).toBe(expiration.toISOString());
  });

  test('that has succeeded has links for a quarter of an hour, which are not in the log', async () => {
    stateIs({ ...SUCCEEDED, sources: [{ name: 'tenant', rows: 1, files: [file('tenant-00001.jsonl')] }, { name: 'members', rows: 0, files: [] }] });

    const { status, json, headers } = await send(DESCRIBE);

    expect(status).toBe(200);
    expect(json).toEqual({
      exportId: EXPORT_ID,
      status: 'succeeded',
      requestedAt: '2026-03-04T05:00:00.000Z',
      completedAt: NOW,
      url: expect.any(String),
      expiresAt: '2026-03-04T05:21:07.000Z',
      files: [{ ...file('tenant-00001.jsonl'), url: expect.any(String) }],
    });
    const [manifest, first] = [json.url, json.files[0].url].map((url) => new URL(url));
    expect(manifest.pathname).toBe(`/${TENANT_ID}/${EXPORT_ID}/manifest.json`);
    expect(first.pathname).toBe(`/${TENANT_ID}/${EXPORT_ID}/files/ab/tenant-00001.jsonl`);
    expect(Object.fromEntries(first.searchParams)).toMatchObject({
      'X-Amz-Expires': '900', 'X-Amz-Credential': expect.stringMatching(/^key-of-the-session\//), 'response-content-disposition': 'attachment; filename="tenant-00001.jsonl"',
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(output.text).not.toContain('X-Amz');
  });

  test('lists its files in pages', async () => {
    const names = ['a-00001.jsonl', 'a-00002.jsonl', 'b-00001.jsonl'];
    stateIs({ ...SUCCEEDED, sources: [{ name: 'a', rows: 2, files: names.slice(0, 2).map(file) }, { name: 'b', rows: 1, files: names.slice(2).map(file) }] });

    const first = await send({ ...DESCRIBE, query: { limit: '2' } });
    const second = await send({ ...DESCRIBE, query: { limit: '2', cursor: first.json.nextCursor } });

    expect([first, second].map(({ json }) => json.files.map(({ name }: ExportFile) => name))).toEqual([names.slice(0, 2), names.slice(2)]);
    expect(second.json).not.toHaveProperty('nextCursor');
    expectRefusal(await send({ ...DESCRIBE, query: { cursor: Buffer.from('["c"]').toString('base64url') } }), 400, 'invalidRequest');
  });

  test('is shown to an admin who signed in long ago, but not to one who is no longer an admin', async () => {
    stateIs({ requestedAt: NOW });
    const authorizer = authorizerOf({ tenantRole: 'admin', authenticatedAt: String(NOW_SECONDS - 100_000) });
    expect((await send({ ...DESCRIBE, authorizer })).status).toBe(200);

    dynamo.on(GetCommand, { TableName: 'users' }).resolves({ Item: { role: 'member' } });
    expectRefusal(await send(DESCRIBE), 403, 'roleRequired');
    expect((await sendAsService(DESCRIBE)).status).toBe(200);
  });

  test.each(['x', `${EXPORT_ID}0`, '..%2Fstate', EMAIL])('with the id %s is refused before anything is read', async (exportId) => {
    expectRefusal(await sendAsService({ ...DESCRIBE, parameters: { tenantId: TENANT_ID, exportId } }), 400, 'invalidRequest');
    expect(bucket.client.calls()).toEqual([]);
  });

  test('that does not exist is not found', async () => {
    expectRefusal(await send(DESCRIBE), 404, 'exportNotFound');
  });
});
