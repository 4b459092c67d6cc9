import { createHash } from 'node:crypto';
import { DescribeTableCommand, DynamoDBClient, QueryCommand as RawQueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { ExportRequest, ExportSource } from '../../../../src/contract/exports';
import { createHandler } from '../../../../src/runtime/functions/export-worker/handler';
import { perTenant, type ScopedCredentials } from '../../../../src/runtime/library';
import { meaningOf } from '../../../dynamodb-meaning';
import { EMAIL, lambdaContext, TENANT_ID } from '../../events';
import { newState, StoredObjects } from '../../exports/stored-objects';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { RecordingSts } from '../../sts';

const NOW = '2026-03-04T05:06:07.000Z';
const EXPORT_ID = 'abcdef0123456789abcdef0123456789';
const PREFIX = `${TENANT_ID}/${EXPORT_ID}`;
const EXPORTER_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders';
const MEBIBYTE = 1024 * 1024;

const dynamo = mockClient(DynamoDBDocumentClient);
const lambda = mockClient(LambdaClient);
let bucket: StoredObjects;
let output: Output;
let sts: RecordingSts;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  [dynamo, lambda].forEach((client) => client.reset());
  dynamo.on(DescribeTableCommand).resolves({ Table: { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }] } });
  bucket = new StoredObjects();
  bucket.objects.set(`${PREFIX}/state.json`, JSON.stringify(newState()));
  output = new Output();
  sts = new RecordingSts();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  bucket.client.restore();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

type Credentials = () => Promise<ScopedCredentials>;

async function run(step: object, { tenantId = TENANT_ID, remainingMs = 300_000 } = {}) {
  const handler = createHandler({
    tenantClients: perTenant({
      sts,
      roleArn: 'role',
      createClient: (scoped: Credentials) => ({
        dynamoDb: Object.assign(DynamoDBDocumentClient.from(new DynamoDBClient({})), { scoped }), s3: Object.assign(new S3Client({}), { scoped }),
      }),
    }),
    lambda: new LambdaClient({}),
    bucketName: 'exports',
    logger: output.logger,
  });
  return handler({ tenantId, exportId: EXPORT_ID, ...step } as ExportRequest, { ...lambdaContext(), getRemainingTimeInMillis: () => remainingMs });
}

const write = async (sources: ExportSource[], options?: Parameters<typeof run>[1]) => run({ step: 'write', sources }, options);

const ROWS: ExportSource = { name: 'orders', kind: 'rows', tableName: 'orders', keyFormat: 'TENANT#{tenantId}' };
const AUDIT: ExportSource = { name: 'audit', kind: 'audit', tableName: 'audit' };
const EXPORTER: ExportSource = { name: 'search', kind: 'exporter', functionArn: EXPORTER_ARN };

/** Pages of rows, each of one row of this size. A read takes some time. */
function rowsAre(count: number, { bytes = 10, takesMs = 0, perPage = 1 } = {}): void {
  dynamo.on(RawQueryCommand).callsFake(({ ExclusiveStartKey }) => {
    jest.advanceTimersByTime(takesMs);
    const start = ExclusiveStartKey === undefined ? 0 : Number(ExclusiveStartKey.sk.N) + 1;
    const end = Math.min(start + perPage, count);
    const text = { S: 'x'.repeat(bytes) };
    const Items = Array.from({ length: end - start }, (_, index) => ({ sk: { N: (start + index).toString() }, text }));
    return { Items, ...end < count && { LastEvaluatedKey: marshall({ pk: `TENANT#${TENANT_ID}`, sk: end - 1 }) } };
  });
}

const auditItem = (id: string, attributes: object = {}) => ({
  tenantid: TENANT_ID, recordid: `${NOW}#${id}`, id, action: 'report.downloaded', version: '1', occurredat: NOW, targets: [], changes: [], ...attributes,
});

/** A page of the audit log for each list of items. */
function auditLogIs(...pages: ReadonlyArray<ReadonlyArray<ReturnType<typeof auditItem>>>): void {
  dynamo.on(QueryCommand, { TableName: 'audit' }).callsFake(({ ExclusiveStartKey }) => {
    const page = ExclusiveStartKey === undefined ? 0 : pages.findIndex((items) => items.at(-1)!.recordid === ExclusiveStartKey.recordid) + 1;
    const { tenantid, recordid } = pages[page].at(-1) ?? {};
    return { Items: pages[page], ...page + 1 < pages.length && { LastEvaluatedKey: { tenantid, recordid } } };
  });
}

/** Writes an export twice, of which the second write fails once at an object of this name, and expects the same objects. */
async function expectSameAfterFailureAt(name: string, source: ExportSource): Promise<void> {
  const undisturbed = new Map(bucket.objects);
  await write([source]);
  const expected = new Map(bucket.objects);
  bucket.objects.clear();
  undisturbed.forEach((content, key) => bucket.objects.set(key, content));
  bucket.beforePut = (put) => {
    if (!put.endsWith(`/${name}`)) return;
    bucket.beforePut = undefined;
    throw new Error('SlowDown');
  };

  await expect(write([source])).rejects.toThrow('SlowDown');
  expect(await write([source])).toEqual({ isDone: true, completedAt: NOW });

  expect(new Map([...bucket.objects].sort())).toEqual(new Map([...expected].sort()));
}

function exporterReturns(...results: unknown[]): void {
  results.reduce<ReturnType<typeof lambda.on>>(
    (behavior, result) => behavior.resolvesOnce({ Payload: Buffer.from(JSON.stringify(result)) as never }), lambda.on(InvokeCommand),
  );
}

test.each(['', '*', 'A-B'])('refuses %j as a tenant before it asks for credentials', async (tenantId) => {
  await expect(run({ step: 'write', sources: [] }, { tenantId })).rejects.toThrow('tenant id');
  expect([sts.asked, bucket.client.calls()]).toEqual([[], []]);
});

test('refuses an unknown step', async () => {
  await expect(run({ step: 'copy' })).rejects.toThrow('The step must be one of write, fail, but was "copy".');
});

test.each([{ step: 'write', sources: [ROWS] }, { step: 'fail' }])('ends an export whose objects are deleted, and writes nothing: %j', async (step) => {
  bucket.objects.clear();

  expect(await run(step)).toEqual({ isDone: true, completedAt: '' });
  expect(bucket.keys()).toEqual([]);
});

describe('write', () => {
  test('exports the tenant, its members and invitations as the API returns them', async () => {
    const times = { createdat: '2026-01-01T00:00:00.000Z', updatedat: '2026-01-02T00:00:00.000Z' };
    dynamo.on(GetCommand).resolves({ Item: { tenantid: TENANT_ID, name: 'Acme', status: 'closing', version: 3, members: 2, deleteat: '2026-04-01T00:00:00.000Z', ...times } });
    dynamo.on(QueryCommand, { TableName: 'users' })
      .resolvesOnce({
        Items: [{ tenantid: TENANT_ID, userid: 'u1', name: 'Ann', email: EMAIL, role: 'admin', createdat: times.createdat, emailkey: EMAIL }],
        LastEvaluatedKey: { tenantid: TENANT_ID, userid: 'u1' },
      })
      .resolves({ Items: [{ tenantid: TENANT_ID, userid: 'u2', name: 'Bob', email: '', role: 'member', createdat: times.createdat }] });
    const invitation = { tenantid: TENANT_ID, email: EMAIL, role: 'member', codehash: 'secret', ...times, expiresat: 1_900_000_000, purgeat: 1_900_000_001 };
    dynamo.on(QueryCommand, { TableName: 'invitations' }).resolves({
      Items: [{ ...invitation, invitationid: 'i1', status: 'pending', invitedby: 'u1' }, { ...invitation, invitationid: 'i2', status: 'accepted' }],
    });

    expect(await write([
      { name: 'tenant', kind: 'tenant', tableName: 'tenants' }, { name: 'members', kind: 'members', tableName: 'users' },
      { name: 'invitations', kind: 'invitations', tableName: 'invitations' },
    ])).toEqual({ isDone: true, completedAt: NOW });

    expect(bucket.lines(PREFIX, 'tenant-00001.jsonl')).toEqual([{
      tenantId: TENANT_ID, name: 'Acme', status: 'closing', createdAt: times.createdat, updatedAt: times.updatedat, deleteAt: '2026-04-01T00:00:00.000Z',
    }]);
    expect(bucket.lines(PREFIX, 'members-00001.jsonl')).toEqual([
      { userId: 'u1', name: 'Ann', email: EMAIL, role: 'admin', joinedAt: times.createdat }, { userId: 'u2', name: 'Bob', email: '', role: 'member', joinedAt: times.createdat },
    ]);
    expect(bucket.lines(PREFIX, 'invitations-00001.jsonl')).toEqual([
      { invitationId: 'i1', email: EMAIL, role: 'member', status: 'pending', invitedBy: 'u1', createdAt: times.createdat, expiresAt: '2030-03-17T17:46:40.000Z' },
      { invitationId: 'i2', email: EMAIL, role: 'member', status: 'accepted', createdAt: times.createdat, expiresAt: '2030-03-17T17:46:40.000Z' },
    ]);
    // Marks of former members and counts of mails are in the same partitions.
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => meaningOf(args[0].input))).toMatchObject([
      { TableName: 'users', keyCondition: `tenantid = "${TENANT_ID}" AND userid < "~"` }, { TableName: 'users' },
      { TableName: 'invitations', filter: 'attribute_exists(status)' },
    ]);
    expect(output.text).not.toContain(EMAIL);
  });

  test('exports rows without changing their numbers, with the credentials of the tenant', async () => {
    dynamo.on(RawQueryCommand).resolves({
      Items: [{
        pk: { S: `TENANT#${TENANT_ID}` },
        sk: { N: '12345678901234567890' },
        price: { N: '1.50' },
        count: { N: '7' },
        isPaid: { BOOL: true },
        note: { NULL: true },
        tags: { SS: ['a', 'b'] },
        sizes: { NS: ['1', '12345678901234567890'] },
        photo: { B: Buffer.from('x') },
        parts: { BS: [Buffer.from('y')] },
        place: { M: { lines: { L: [{ S: '1' }] } } },
      }],
    });

    await write([ROWS]);

    expect(bucket.lines(PREFIX, 'orders-00001.jsonl')).toEqual([{
      pk: `TENANT#${TENANT_ID}`,
      sk: '12345678901234567890',
      price: '1.50',
      count: 7,
      isPaid: true,
      note: null,
      tags: ['a', 'b'],
      sizes: [1, '12345678901234567890'],
      photo: 'eA==',
      parts: ['eQ=='],
      place: { lines: ['1'] },
    }]);
    expect(dynamo.commandCalls(RawQueryCommand as never)[0].args[0].input).toMatchObject({
      TableName: 'orders', ExpressionAttributeNames: { '#key': 'pk' }, ExpressionAttributeValues: { ':key': { S: `TENANT#${TENANT_ID}` } }, ConsistentRead: true,
    });
    const clients = [...dynamo.calls(), ...bucket.client.calls()].map(({ thisValue }) => thisValue as unknown as { scoped: Credentials });
    const keys = await Promise.all(clients.map(async ({ scoped }) => (await scoped()).accessKeyId));
    expect(new Set(keys)).toEqual(new Set([`key-of-${TENANT_ID}`]));
  });

  test('lists objects, whatever characters their keys have', async () => {
    bucket.client.on(ListObjectsV2Command)
      .resolvesOnce({ Contents: [{ Key: 'a+b%01', Size: 3, LastModified: new Date(NOW), ETag: '"e"' }], EncodingType: 'url', NextContinuationToken: 'token' })
      .resolves({ Contents: [{ Key: 'c' }], EncodingType: 'url' });

    await write([{ name: 'files', kind: 'objects', bucketName: 'files', prefix: '{tenantId}/' }]);

    expect(bucket.lines(PREFIX, 'files-00001.jsonl')).toEqual([{ key: 'a b\u0001', bytes: 3, lastModified: NOW, etag: '"e"' }, { key: 'c' }]);
    expect(bucket.client.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input)).toMatchObject([
      { Bucket: 'files', Prefix: `${TENANT_ID}/` }, { Prefix: `${TENANT_ID}/`, ContinuationToken: 'token' },
    ]);
  });

  test('calls an exporter again with its cursor until it returns the last page', async () => {
    exporterReturns({ rows: [{ order: 1 }], next: 'p2' }, { rows: [{ order: 2 }] });

    await write([EXPORTER]);

    expect(bucket.lines(PREFIX, 'search-00001.jsonl')).toEqual([{ order: 1 }, { order: 2 }]);
    expect(lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => [input.FunctionName, JSON.parse(String(input.Payload))])).toEqual([
      [EXPORTER_ARN, { tenantId: TENANT_ID, exportId: EXPORT_ID }], [EXPORTER_ARN, { tenantId: TENANT_ID, exportId: EXPORT_ID, cursor: 'p2' }],
    ]);
  });

  test.each([
    ['no object', 'x', 'the result was something else'],
    ['no rows', {}, 'rows was something else'],
    ['a row that is a text', { rows: [EMAIL] }, 'rows.0 was something else'],
    ['a cursor that is a number', { rows: [], next: 7 }, 'next was something else'],
    ['an empty cursor', { rows: [], next: '' }, 'next was something else'],
  ])('refuses an exporter that returns %s, without its data in the error', async (_, result, problem) => {
    exporterReturns(result);

    await expect(write([EXPORTER])).rejects.toThrow(`The exporter ${EXPORTER_ARN} must return { rows, next? }, but ${problem}. Correct it, and repair the dead letter.`);
  });

  test('refuses an exporter that returns its cursor again', async () => {
    exporterReturns({ rows: [], next: 'p2' }, { rows: [], next: 'p2' });
    await expect(write([EXPORTER])).rejects.toThrow('would never end');
  });

  test('fails with an exporter, and does not repeat its error', async () => {
    lambda.on(InvokeCommand).resolves({ FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify({ errorMessage: EMAIL })) as never });

    const failure = write([EXPORTER]);
    await expect(failure).rejects.toThrow(`The exporter ${EXPORTER_ARN} has failed. Its log says why.`);
    await expect(failure).rejects.not.toThrow(EMAIL);
  });

  test('writes a manifest with the rows and the digest of each file, and lists a source without rows', async () => {
    rowsAre(2);
    bucket.client.on(ListObjectsV2Command).resolves({});

    await write([ROWS, { name: 'files', kind: 'objects', bucketName: 'files', prefix: '{tenantId}/' }]);

    const content = bucket.files(PREFIX)['orders-00001.jsonl'];
    const file = { name: 'orders-00001.jsonl', rows: 2, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
    expect(bucket.json(`${PREFIX}/manifest.json`)).toEqual({
      version: '1',
      tenantId: TENANT_ID,
      exportId: EXPORT_ID,
      requestedAt: '2026-03-04T05:00:00.000Z',
      completedAt: NOW,
      sources: [{ name: 'orders', rows: 2, files: [file] }, { name: 'files', rows: 0, files: [] }],
    });
    expect(bucket.json(`${PREFIX}/state.json`)).toMatchObject({ status: 'succeeded', completedAt: NOW });
    expect(bucket.keys()).toEqual([`${PREFIX}/files/${file.sha256}/orders-00001.jsonl`, `${PREFIX}/manifest.json`, `${PREFIX}/state.json`]);
  });

  test('begins another file when one has 8 MiB', async () => {
    rowsAre(20, { bytes: MEBIBYTE });

    expect(await write([ROWS])).toMatchObject({ isDone: true });

    const { sources: [{ rows, files }] } = bucket.json(`${PREFIX}/manifest.json`);
    expect([rows, files.map((file: { name: string; rows: number }) => [file.name, file.rows])]).toEqual([
      20, [['orders-00001.jsonl', 8], ['orders-00002.jsonl', 8], ['orders-00003.jsonl', 4]],
    ]);
  });

  test('exports a million rows in steps of at most 30 seconds, each row once', async () => {
    rowsAre(1_000_000, { bytes: 1, perPage: 10_000, takesMs: 400 });

    let steps = 0;
    for (let isDone = false; !isDone; steps++) {
      const start = Date.now();
      ({ isDone } = (await write([ROWS], { remainingMs: 30_000 }))! as { isDone: boolean });
      expect(Date.now() - start).toBeLessThan(30_000);
    }

    expect(steps).toBe(2);
    const { sources: [{ rows, files }] } = bucket.json(`${PREFIX}/manifest.json`);
    expect(rows).toBe(1_000_000);
    const contents = bucket.files(PREFIX);
    const keys = files.flatMap(({ name }: { name: string }) => [...contents[name].matchAll(/"sk":(\d+)/g)].map(([, key]) => Number(key)));
    expect(keys.length === rows && keys.every((key: number, index: number) => key === index)).toBe(true);
  });

  describe('of the audit log', () => {
    const HEAD = '\uFEFFtime,actor type,actor id,action,targets,changes,request id,record id\r\n';

    test('has the same records as JSON Lines and as CSV, and counts them once', async () => {
      const renaming = { action: 'tenant.renamed', actortype: 'user', actorid: 'u1', requestid: 'q1', targets: [{ type: 'tenant', id: TENANT_ID }] };
      auditLogIs(
        [auditItem('r1', { ...renaming, changes: [{ field: 'name' }, { field: 'role', from: 'a', to: 'b' }] })],
        [auditItem('r2', { targets: [{ type: 'report', id: '1' }, { type: 'user', id: 'u2' }] })],
      );

      await write([AUDIT]);

      const { 'audit-00001.jsonl': jsonLines, 'audit-00001.csv': csv } = bucket.files(PREFIX);
      expect(csv).toBe([
        HEAD, `${NOW},user,u1,tenant.renamed,tenant ${TENANT_ID},name; role from a to b,q1,r1\r\n`, `${NOW},,,report.downloaded,report 1; user u2,,,r2\r\n`,
      ].join(''));
      expect(jsonLines.split('\n').filter(Boolean).map((line) => JSON.parse(line).id)).toEqual(['r1', 'r2']);
      const file = (name: string, content: string) => (
        { name, rows: 2, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') }
      );
      expect(bucket.json(`${PREFIX}/manifest.json`).sources).toEqual([
        { name: 'audit', rows: 2, files: [file('audit-00001.jsonl', jsonLines), file('audit-00001.csv', csv)] },
      ]);
    });

    test('has an apostrophe before values that a spreadsheet could run, and quotes around line breaks, in the CSV file', async () => {
      const values = ['=1', '+1', '-1', '@SUM(A1)', '\t1', '\r1', 'two\nlines', 'a "b"'];
      auditLogIs(values.map((value) => auditItem(value)));

      await write([AUDIT]);

      const written = ["'=1", "'+1", "'-1", "'@SUM(A1)", "'\t1", '"\'\r1"', '"two\nlines"', '"a ""b"""'];
      expect(bucket.files(PREFIX)['audit-00001.csv']).toBe(HEAD + written.map((value) => `${NOW},,,report.downloaded,,,,${value}\r\n`).join(''));
    });

    test('begins each CSV file with the columns, and numbers it like its JSON Lines', async () => {
      const page = (id: string) => [auditItem(id, { targets: [{ type: 'report', id: 'x'.repeat(9 * MEBIBYTE) }] })];
      auditLogIs(page('r1'), page('r2'));

      await write([AUDIT]);

      const { sources: [{ rows, files }] } = bucket.json(`${PREFIX}/manifest.json`);
      const names = ['audit-00001.jsonl', 'audit-00001.csv', 'audit-00002.jsonl', 'audit-00002.csv'];
      expect([rows, files.map(({ name }: { name: string }) => name)]).toEqual([2, names]);
      const contents = bucket.files(PREFIX);
      expect(['audit-00001.csv', 'audit-00002.csv'].map((name) => contents[name].startsWith(HEAD))).toEqual([true, true]);
    });

    test('has no files without records', async () => {
      auditLogIs([]);
      await write([AUDIT]);
      expect(bucket.json(`${PREFIX}/manifest.json`).sources).toEqual([{ name: 'audit', rows: 0, files: [] }]);
    });

    test.each(['audit-00001.jsonl', 'audit-00001.csv', 'state.json'])('is the same after a failure at the write of %s', async (name) => {
      auditLogIs([auditItem('r1')], [auditItem('r2')]);
      await expectSameAfterFailureAt(name, AUDIT);
    });
  });

  test('leaves enough time for the longest page of an exporter', async () => {
    expect(await write([EXPORTER], { remainingMs: 129_000 })).toEqual({ isDone: false, completedAt: '' });
    expect(lambda.calls()).toEqual([]);
  });

  test.each(['orders-00002.jsonl', 'state.json', 'manifest.json'])('continues after a failure at the write of %s, and the result is the same', async (name) => {
    rowsAre(12, { bytes: MEBIBYTE });
    await expectSameAfterFailureAt(name, ROWS);
  });

  test('writes nothing more when the tenant is deleted while a page is read', async () => {
    lambda.on(InvokeCommand).callsFake(() => {
      bucket.objects.clear();
      return { Payload: Buffer.from(JSON.stringify({ rows: [{ order: 1 }] })) };
    });

    expect(await write([EXPORTER])).toEqual({ isDone: false, completedAt: '' });
    expect(bucket.keys()).toEqual([]);
    expect(await write([EXPORTER])).toEqual({ isDone: true, completedAt: '' });
  });

  test.each(['state.json', 'manifest.json'])('does not bring back the progress when the tenant is deleted before the write of %s', async (name) => {
    rowsAre(1);
    bucket.beforePut = (put) => {
      if (put.endsWith(`/${name}`)) bucket.objects.delete(`${PREFIX}/state.json`);
    };

    expect(await write([ROWS])).toEqual({ isDone: false, completedAt: '' });
    expect(bucket.keys()).not.toContain(`${PREFIX}/state.json`);
  });

  test('leaves the export to another execution of the step that was faster', async () => {
    const ofOther = newState({ sources: [{ name: 'search', rows: 1, files: [] }] });
    lambda.on(InvokeCommand).callsFake(() => {
      bucket.objects.set(`${PREFIX}/state.json`, JSON.stringify(ofOther));
      return { Payload: Buffer.from(JSON.stringify({ rows: [{ order: 'late' }] })) };
    });

    expect(await write([EXPORTER])).toEqual({ isDone: false, completedAt: '' });
    expect(bucket.keys()).toEqual([`${PREFIX}/state.json`]);
    expect(bucket.json(`${PREFIX}/state.json`)).toEqual(ofOther);
  });

  test('of a complete export changes nothing', async () => {
    rowsAre(1);
    await write([ROWS]);
    const before = new Map(bucket.objects);
    jest.advanceTimersByTime(60_000);

    expect(await write([ROWS])).toEqual({ isDone: true, completedAt: NOW });
    expect(bucket.objects).toEqual(before);
  });

  test('runs again after a failure', async () => {
    rowsAre(1);
    bucket.objects.set(`${PREFIX}/state.json`, JSON.stringify(newState({ status: 'failed' })));

    expect(await write([ROWS])).toEqual({ isDone: true, completedAt: NOW });
  });
});

describe('fail', () => {
  test('marks a running export as failed', async () => {
    expect(await run({ step: 'fail' })).toBeUndefined();
    expect(bucket.json(`${PREFIX}/state.json`)).toEqual(newState({ status: 'failed' }));
  });

  test('fails, so that it is repeated, if the export goes on at the same time', async () => {
    const ofOther = JSON.stringify(newState({ sources: [{ name: 'orders', rows: 0, files: [] }] }));
    bucket.beforePut = () => bucket.objects.set(`${PREFIX}/state.json`, ofOther);

    await expect(run({ step: 'fail' })).rejects.toThrow('The export has changed while it was marked as failed.');
    expect(bucket.objects.get(`${PREFIX}/state.json`)).toBe(ofOther);
  });

  test('leaves a complete export as it is', async () => {
    const state = JSON.stringify(newState({ status: 'succeeded', completedAt: NOW }));
    bucket.objects.set(`${PREFIX}/state.json`, state);

    await run({ step: 'fail' });
    expect(bucket.objects.get(`${PREFIX}/state.json`)).toBe(state);
  });
});
