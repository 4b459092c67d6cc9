/** The archive of the audit log in a bucket with an object lock: the function that fills it, and the program that checks a copy. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, paginateListObjectsV2, PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AuditRecord } from '../../src/contract/audit';
import { itemOf } from '../../src/runtime/audit/stored-record';
import { createHandler } from '../../src/runtime/functions/audit-archiver/handler';
import { lambdaContext } from '../runtime/events';
import { Output } from '../runtime/output';

jest.setTimeout(60_000);

const TOOL = path.join(__dirname, '../../assets/tools/verify-audit-archive.mjs');
const s3 = new S3Client({ forcePathStyle: true });
const bucketName = `archive-${randomUUID()}`;
const archive = createHandler({ archive: { s3, bucketName }, logger: new Output().logger });
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'archive-'));
  await s3.send(new CreateBucketCommand({ Bucket: bucketName, ObjectLockEnabledForBucket: true }));
  await s3.send(new PutObjectLockConfigurationCommand({
    Bucket: bucketName, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } } },
  }));
});

afterAll(() => rmSync(directory, { recursive: true }));

function recordAt(occurredAt: string): AuditRecord {
  return {
    id: randomUUID(), action: 'tenant.renamed', version: '1', occurredAt, actor: { type: 'user', id: 'ann' }, targets: [], context: {}, changes: [{ field: 'name' }],
  };
}

/** Records of the stream of the audit table. */
const inserts = (tenantId: string, records: readonly AuditRecord[]): DynamoDBRecord[] => records.map((record) => ({
  eventName: 'INSERT', dynamodb: { NewImage: marshall(itemOf({ tenantId, record }, 365)) as never },
}));
const deliver = async (...Records: DynamoDBRecord[]) => archive({ Records }, lambdaContext());

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucketName })) found.push(...Contents.map(({ Key }) => Key!));
  return found;
}

/** Copies the archive, as the AWS CLI does. */
async function copied(): Promise<string> {
  const copy = mkdtempSync(path.join(directory, 'copy-'));
  for (const Key of await keys()) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key }));
    mkdirSync(path.join(copy, path.dirname(Key)), { recursive: true });
    writeFileSync(path.join(copy, Key), await Body!.transformToByteArray());
  }
  return copy;
}

function verify(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('keeps the records of each tenant and day, also if batches are delivered again, and the program finds every change', async () => {
  const [morning, noon] = [[1, 2, 3], [4, 5]].map((seconds) => seconds.map((second) => recordAt(`2026-11-30T09:00:0${second}.000Z`)));
  const late = recordAt('2026-11-29T23:59:59.000Z');
  const ofBlue = recordAt('2026-11-30T09:00:00.000Z');
  const [first, second] = [[...inserts('acme', morning), ...inserts('blue', [ofBlue])], inserts('acme', [...noon, late])];
  await deliver(...first);
  await deliver(...first);
  await deliver(...second.slice(0, 1));
  await deliver(...second);
  // An expired record that DynamoDB deletes stays in the archive.
  await deliver({ eventName: 'REMOVE', dynamodb: { OldImage: inserts('acme', morning)[0].dynamodb!.NewImage } });

  expect((await keys()).map((key) => key.replace(/-[0-9a-f]{64}/, ''))).toEqual([
    'audit/acme/2026-11-29/00000001.jsonl', 'audit/acme/2026-11-30/00000001.jsonl', 'audit/acme/2026-11-30/00000002.jsonl',
    'audit/acme/2026-11-30/00000003.jsonl', 'audit/blue/2026-11-30/00000001.jsonl',
  ]);
  const copy = await copied();
  const log = path.join(directory, 'audit-00001.jsonl');
  writeFileSync(log, [late, ...morning, ...noon].map((record) => `${JSON.stringify(record)}\n`).join(''));
  expect(verify(copy)).toEqual({ status: 0, stdout: '5 objects: nothing was changed.\n', stderr: '' });
  rmSync(path.join(copy, 'audit/blue'), { recursive: true });
  expect(verify(copy, '--tenant', 'acme', '--records', log)).toMatchObject({ status: 0 });

  const [segment] = readdirSync(path.join(copy, 'audit/acme/2026-11-30'));
  const file = path.join(copy, 'audit/acme/2026-11-30', segment);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"ann"', '"eve"'));
  expect(verify(copy)).toMatchObject({ status: 1, stdout: expect.stringContaining(`${segment}: was changed`) });
  rmSync(path.join(copy, 'audit/acme/2026-11-29'), { recursive: true });
  expect(verify(copy, '--records', log).stdout).toContain(`${late.id}: is in the audit log, and not in the archive`);
});

test('the lock keeps each version of an object', async () => {
  const [Key] = await keys();
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: Key }));
  const { VersionId } = Versions![0];
  await expect(s3.send(new DeleteObjectCommand({ Bucket: bucketName, Key, VersionId }))).rejects.toMatchObject({ name: 'AccessDenied' });
});

test.each([
  [['--help'], 0, 'Usage: verify-audit-archive'],
  [[], 2, 'One directory must be named'],
  [['/no/such/directory'], 2, 'One directory must be named'],
  [['--no-such-option'], 2, '--no-such-option'],
])('the program with %j ends with %d', (args, status, text) => {
  const result = verify(...args);

  expect(result.status).toBe(status);
  expect(result.stdout + result.stderr).toContain(text);
});
