import {
  BatchWriteItemCommand, ConditionalCheckFailedException, DescribeTableCommand, DynamoDBClient, QueryCommand as RawQueryCommand,
  type QueryCommandInput, TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { ErasureRequest, OwnedData } from '../../../../src/contract/deletion';
import { createHandler } from '../../../../src/runtime/functions/tenant-erasure/handler';
import { perTenant, type ScopedCredentials } from '../../../../src/runtime/library';
import { meaningOf } from '../../../dynamodb-meaning';
import { lambdaContext, TENANT_ID, USER_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';
import { RecordingSts } from '../../sts';

const NOW = '2026-03-04T05:06:07.000Z';
/** The stored actor of a change by the deletion. */
const BY_DELETION = { type: 'system', id: 'deletion', at: NOW };
const FIVE_MINUTES_MS = 300_000;

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
let output: Output;
let sts: RecordingSts;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  [dynamo, s3].forEach((client) => client.reset());
  output = new Output();
  sts = new RecordingSts();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

type Credentials = () => Promise<ScopedCredentials>;

/** The second attempt, because the first one has failed. */
const BEGIN = { step: 'begin', version: 4, attempt: 2 };

async function run(step: object, { tenantId = TENANT_ID, remainingMs = FIVE_MINUTES_MS } = {}) {
  const handler = createHandler({
    tenantClients: perTenant({
      sts,
      roleArn: 'role',
      createClient: (scoped: Credentials) => ({
        dynamoDb: Object.assign(DynamoDBDocumentClient.from(new DynamoDBClient({})), { scoped }), s3: Object.assign(new S3Client({}), { scoped }),
      }),
    }),
    tables: { tenantsTableName: 'tenants', usersTableName: 'users' },
    logger: output.logger,
  });
  return handler({ tenantId, ...step } as ErasureRequest, { ...lambdaContext(), getRemainingTimeInMillis: () => remainingMs });
}

const unmet = (item?: object) => new ConditionalCheckFailedException({
  message: 'The conditional request failed', $metadata: {}, ...item && { Item: marshall(item) },
});
const conflict = () => new TransactionConflictException({ message: 'ongoing', $metadata: {} });

/** The access keys with which the calls of both clients were sent. */
async function keysOfCalls(): Promise<string[]> {
  const calls = [...dynamo.calls(), ...s3.calls()];
  const keys = await Promise.all(calls.map(async ({ thisValue }) => (await (thisValue as unknown as { scoped: Credentials }).scoped()).accessKeyId));
  return [...new Set(keys)];
}

test.each(['', '*', 'A-B', `@${USER_ID}`])('refuses %j as a tenant before it asks for credentials', async (tenantId) => {
  await expect(run(BEGIN, { tenantId })).rejects.toThrow('tenant id');
  expect([sts.asked, dynamo.calls()]).toEqual([[], []]);
});

test('refuses an unknown step', async () => {
  await expect(run({ step: 'eraseEverything' })).rejects.toThrow('The step must be one of begin, eraseData, listMembers, writeTombstone, but was "eraseEverything".');
});

describe('begin', () => {
  test('makes a due closure final, once, in the tenant\'s session', async () => {
    dynamo.on(UpdateCommand).resolves({});

    expect(await run(BEGIN)).toEqual({ isDue: true });
    expect(dynamo.commandCalls(UpdateCommand).map(({ args }) => meaningOf(args[0].input))).toEqual([{
      TableName: 'tenants',
      Key: { tenantid: TENANT_ID },
      // A repetition keeps the time.
      compute: { deletionstartedat: `if_not_exists(deletionstartedat, "${NOW}")` },
      set: { deletionattempt: 2, changedby: BY_DELETION },
      // The clock of the sweep can be ahead by a second.
      condition: '(attribute_not_exists(deletionattempt) OR deletionattempt <= 2) AND deleteat <= "2026-03-04T05:06:08.000Z" AND status = "closing" AND version = 4',
    }]);
    expect(await keysOfCalls()).toEqual([`key-of-${TENANT_ID}`]);
  });

  test('finds nothing to do for a tenant that was restored, that was closed again, that is deleted, or that a later attempt deletes', async () => {
    dynamo.on(UpdateCommand).rejects(unmet());

    expect(await run(BEGIN)).toEqual({ isDue: false });
  });

  test('tries again while the tenant is restored at the same time', async () => {
    dynamo.on(UpdateCommand).rejectsOnce(conflict()).rejects(unmet());

    expect(await run(BEGIN)).toEqual({ isDue: false });
    expect(dynamo.calls()).toHaveLength(2);
  });

  test('fails if the table cannot be written', async () => {
    dynamo.on(UpdateCommand).rejects(new Error('Throttled'));
    await expect(run(BEGIN)).rejects.toThrow('Throttled');
  });
});

describe('eraseData', () => {
  const erase = async (data: OwnedData[], remainingMs?: number) => run({ step: 'eraseData', data }, { remainingMs });

  test('has nothing to do for an app without data of its own', async () => {
    expect(await erase([])).toEqual({ isDone: true });
  });

  describe('of a table', () => {
    const ORDERS: OwnedData = { kind: 'rows', tableName: 'orders', keyFormat: 'TENANT#{tenantId}' };
    const rows = (count: number, start = 0) => Array.from({ length: count }, (_, index) => marshall({ PK: `TENANT#${TENANT_ID}`, SK: `order-${start + index}` }));
    /** The meaning of a query whose values are those that DynamoDB stores. */
    const queryOf = ({ ExpressionAttributeValues = {}, ...query }: QueryCommandInput) => meaningOf({
      ...query, ExpressionAttributeValues: unmarshall(ExpressionAttributeValues),
    });
    const deletedKeys = () => dynamo.commandCalls(BatchWriteItemCommand)
      .flatMap(({ args }) => args[0].input.RequestItems!.orders.map(({ DeleteRequest }) => DeleteRequest!.Key));

    const PAGE = { PK: { S: 'page' } };

    beforeEach(() => {
      dynamo.on(DescribeTableCommand).resolves({
        Table: { KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }, { AttributeName: 'SK', KeyType: 'RANGE' }] },
      });
      dynamo.on(BatchWriteItemCommand).resolves({});
    });

    test('deletes all rows with the key of the tenant, and reads only their keys', async () => {
      const queries: object[] = [];
      dynamo.on(RawQueryCommand).callsFake((input) => {
        queries.push(queryOf(input));
        return queries.length === 1 ? { Items: rows(100), LastEvaluatedKey: PAGE } : { Items: rows(30, 100) };
      });

      expect(await erase([ORDERS])).toEqual({ isDone: true });
      expect(queries).toEqual([undefined, PAGE].map((ExclusiveStartKey) => ({
        TableName: 'orders',
        keyCondition: `PK = "TENANT#${TENANT_ID}"`,
        attributes: ['PK', 'SK'],
        ConsistentRead: true,
        Limit: 100,
        ExclusiveStartKey,
      })));
      expect(deletedKeys()).toEqual(rows(130));
      const sizes = dynamo.commandCalls(BatchWriteItemCommand).map(({ args }) => args[0].input.RequestItems!.orders.length);
      expect(sizes).toEqual([25, 25, 25, 25, 25, 5]);
      expect(await keysOfCalls()).toEqual([`key-of-${TENANT_ID}`]);
    });

    test('deletes rows of a table without a sort key', async () => {
      dynamo.on(DescribeTableCommand).resolves({ Table: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] } });
      dynamo.on(RawQueryCommand).resolves({ Items: [{ id: { S: TENANT_ID } }] });

      expect(await erase([{ ...ORDERS, keyFormat: '{tenantId}' }])).toEqual({ isDone: true });
      expect(queryOf(dynamo.commandCalls(RawQueryCommand)[0].args[0].input)).toMatchObject({ keyCondition: `id = "${TENANT_ID}"`, attributes: ['id'] });
      expect(deletedKeys()).toEqual([{ id: { S: TENANT_ID } }]);
    });

    // A floating-point number has about 16 digits, and one of DynamoDB has 38.
    test('deletes rows whose sort keys are numbers with many digits, by exactly these keys', async () => {
      const keys = ['1767225600.123456789', '12345678901234567890.5', '-0.12345678901234567890123456789012345678']
        .map((N) => ({ PK: { S: `TENANT#${TENANT_ID}` }, SK: { N } }));
      dynamo.on(RawQueryCommand).resolves({ Items: keys });

      expect(await erase([ORDERS])).toEqual({ isDone: true });
      expect(deletedKeys()).toEqual(keys);
    });

    test('sends no batch if nothing is left', async () => {
      dynamo.on(RawQueryCommand).resolves({ Items: [] });

      expect(await erase([ORDERS])).toEqual({ isDone: true });
      expect(dynamo.commandCalls(BatchWriteItemCommand)).toHaveLength(0);
    });

    test('stops in time and asks to be called again, without touching later data', async () => {
      dynamo.on(RawQueryCommand).callsFake(() => {
        jest.setSystemTime(Date.now() + 1_000);
        return { Items: rows(1), LastEvaluatedKey: PAGE };
      });

      // Half a minute is reserved. The first page takes one second.
      expect(await erase([ORDERS, { ...ORDERS, tableName: 'later' }], 30_999)).toEqual({ isDone: false });
      expect(dynamo.commandCalls(RawQueryCommand)).toHaveLength(1);
      expect(deletedKeys()).toEqual(rows(1));
      expect(dynamo.commandCalls(DescribeTableCommand).map(({ args }) => args[0].input)).toEqual([{ TableName: 'orders' }]);
    });

    test('is done if the last page ends after the time', async () => {
      dynamo.on(RawQueryCommand).resolves({ Items: rows(1) });
      expect(await erase([ORDERS], 10_000)).toEqual({ isDone: true });
    });

    test('fails if a row cannot be deleted', async () => {
      dynamo.on(RawQueryCommand).resolves({ Items: rows(1) });
      dynamo.on(BatchWriteItemCommand).rejects(new Error('Denied'));
      await expect(erase([ORDERS])).rejects.toThrow('Denied');
    });
  });

  describe('of a bucket', () => {
    const FILES: OwnedData = { kind: 'objects', bucketName: 'files', prefix: 'data/{tenantId}/' };
    const version = (index: number, VersionId = `v${index}`) => ({ Key: `data/${TENANT_ID}/${index}.pdf`, VersionId });
    const deletions = () => s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input);

    beforeEach(() => {
      s3.on(DeleteObjectsCommand).resolves({});
    });

    test('deletes all versions and delete markers of the objects of the tenant', async () => {
      s3.on(ListObjectVersionsCommand)
        .resolvesOnce({ Versions: [version(1), version(1, 'older')], DeleteMarkers: [version(2)], IsTruncated: true })
        .resolves({ Versions: [version(3)], IsTruncated: false });

      expect(await erase([FILES])).toEqual({ isDone: true });
      // The first page again: what was listed before is deleted.
      expect(s3.commandCalls(ListObjectVersionsCommand).map(({ args }) => args[0].input))
        .toEqual([1, 2].map(() => ({ Bucket: 'files', Prefix: `data/${TENANT_ID}/`, EncodingType: 'url' })));
      expect(deletions()).toEqual([
        { Bucket: 'files', Delete: { Objects: [version(1), version(1, 'older'), version(2)], Quiet: true } },
        { Bucket: 'files', Delete: { Objects: [version(3)], Quiet: true } },
      ]);
      expect(await keysOfCalls()).toEqual([`key-of-${TENANT_ID}`]);
    });

    test('deletes objects by the keys that S3 has encoded in its list', async () => {
      const Key = `data/${TENANT_ID}/Ä+1 100%.pdf`;
      s3.on(ListObjectVersionsCommand).resolves({ EncodingType: 'url', Versions: [{ Key: `data/${TENANT_ID}/%C3%84%2B1+100%25.pdf`, VersionId: 'v1' }] });

      expect(await erase([FILES])).toEqual({ isDone: true });
      expect(deletions().map(({ Delete }) => Delete!.Objects)).toEqual([[{ Key, VersionId: 'v1' }]]);
    });

    test('does not decode keys that S3 has not encoded', async () => {
      s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: `data/${TENANT_ID}/%41+.pdf`, VersionId: 'v1' }] });
      await erase([FILES]);

      expect(deletions()[0].Delete!.Objects).toEqual([{ Key: `data/${TENANT_ID}/%41+.pdf`, VersionId: 'v1' }]);
    });

    describe('with a key that XML cannot contain', () => {
      const alone = () => s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input);

      beforeEach(() => {
        s3.on(ListObjectVersionsCommand).resolves({ EncodingType: 'url', Versions: [version(1), { Key: `data/${TENANT_ID}/%01%0A.pdf`, VersionId: 'v2' }] });
      });

      // The XML of one request for all versions would be refused, and with it the deletion of the tenant.
      test('deletes this version by a request of its own', async () => {
        s3.on(DeleteObjectCommand).resolves({});

        expect(await erase([FILES])).toEqual({ isDone: true });
        expect(deletions().map(({ Delete }) => Delete!.Objects)).toEqual([[version(1)]]);
        expect(alone()).toEqual([{ Bucket: 'files', Key: `data/${TENANT_ID}/\u0001\n.pdf`, VersionId: 'v2' }]);
      });

      test('fails if S3 keeps it, without its key', async () => {
        s3.on(DeleteObjectCommand).rejects(Object.assign(new Error('not authorized on resource: "arn:aws:s3:::files/2.pdf"'), { name: 'AccessDenied' }));
        const failure = await erase([FILES]).catch((error: unknown) => error);

        expect(failure).toMatchObject({ name: 'UndeletedObjectsError', message: expect.stringContaining('1 object versions of a tenant in files: AccessDenied.') });
        expect(String(failure)).not.toContain('.pdf');
      });
    });

    test('sends no deletion for an empty prefix', async () => {
      s3.on(ListObjectVersionsCommand).resolves({});

      expect(await erase([FILES])).toEqual({ isDone: true });
      expect(deletions()).toEqual([]);
    });

    test('fails for a version that S3 keeps, and names neither its key nor its owner', async () => {
      s3.on(ListObjectVersionsCommand).resolves({ Versions: [version(1), version(2)], IsTruncated: true });
      s3.on(DeleteObjectsCommand).resolves({ Errors: [{ ...version(1), Code: 'AccessDenied', Message: 'Object is WORM protected' }] });

      const failure = await erase([FILES]).catch((error: unknown) => error);

      expect(failure).toMatchObject({ name: 'UndeletedObjectsError', message: expect.stringContaining('S3 refused to delete 1 object versions of a tenant in files: AccessDenied.') });
      expect(String(failure)).not.toContain('.pdf');
      expect(s3.commandCalls(ListObjectVersionsCommand)).toHaveLength(1);
    });

    test('stops in time and asks to be called again', async () => {
      s3.on(ListObjectVersionsCommand).callsFake(() => {
        jest.setSystemTime(Date.now() + 1_000);
        return { Versions: [version(1)], IsTruncated: true };
      });

      expect(await erase([FILES, FILES], 30_999)).toEqual({ isDone: false });
      expect(s3.commandCalls(ListObjectVersionsCommand)).toHaveLength(1);
      expect(deletions()).toHaveLength(1);
    });
  });
});

describe('listMembers', () => {
  const MEMBERS = [{ userid: 'ada' }, { userid: 'bob' }];

  test('returns the first page of the ids of the members, and of people who have lost rights in the tenant', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [...MEMBERS, { userid: '~eve' }], LastEvaluatedKey: { tenantid: TENANT_ID, userid: '~eve' } });

    expect(await run({ step: 'listMembers', after: '' })).toEqual({ userIds: ['ada', 'bob', 'eve'], after: '~eve' });
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => meaningOf(args[0].input))).toEqual([{
      TableName: 'users', keyCondition: expect.stringContaining(`tenantid = "${TENANT_ID}"`), Limit: 500, ExclusiveStartKey: undefined, ConsistentRead: true,
    }]);
  });

  test('continues after a member, and ends with an empty text', async () => {
    dynamo.on(QueryCommand).resolves({ Items: MEMBERS });

    expect(await run({ step: 'listMembers', after: 'aaa' })).toEqual({ userIds: ['ada', 'bob'], after: '' });
    expect(dynamo.commandCalls(QueryCommand)[0].args[0].input.ExclusiveStartKey).toEqual({ tenantid: TENANT_ID, userid: 'aaa' });
  });

  test('returns a page that Step Functions can pass on, whatever the ids are', async () => {
    dynamo.on(QueryCommand).resolves({
      Items: Array.from({ length: 500 }, () => ({ userid: 'u'.repeat(128) })), LastEvaluatedKey: { tenantid: TENANT_ID, userid: 'u'.repeat(128) },
    });
    // 256 KiB for the state and the response of the call.
    expect(JSON.stringify(await run({ step: 'listMembers', after: '' })).length).toBeLessThan(256 * 1024 / 2);
  });
});

describe('writeTombstone', () => {
  const ROW = {
    tenantid: TENANT_ID,
    name: 'Smokers Inc.',
    status: 'closing',
    ownerid: USER_ID,
    version: 7,
    members: 2,
    plan: 'gold',
    createdat: '2026-01-01T00:00:00.000Z',
    updatedat: '2026-02-01T00:00:00.000Z',
    deleteat: '2026-03-01T00:00:00.000Z',
    deletionstartedat: '2026-03-04T05:00:00.000Z',
    statuschange: { status: 'closing', at: '2026-02-01T00:00:00.000Z', actor: { type: 'user', id: USER_ID }, reason: 'We have merged', previous: 'active' },
  };
  const TOMBSTONE = {
    tenantid: TENANT_ID,
    status: 'deleted',
    statusshard: expect.stringMatching(/^deleted#[0-9a-f]$/),
    version: 8,
    createdat: ROW.createdat,
    updatedat: NOW,
    statuschange: { status: 'deleted', at: NOW, actor: { type: 'system', id: 'deletion' } },
    changedby: BY_DELETION,
  };
  const puts = () => dynamo.commandCalls(PutCommand).map(({ args }) => meaningOf(args[0].input));

  beforeEach(() => {
    dynamo.on(GetCommand).resolves({ Item: ROW });
    dynamo.on(PutCommand).resolves({});
  });

  test('replaces the row by one without data of the tenant or a person, only while its deletion runs', async () => {
    expect(await run({ step: 'writeTombstone' })).toBeUndefined();

    expect(dynamo.commandCalls(GetCommand)[0].args[0].input).toEqual({ TableName: 'tenants', Key: { tenantid: TENANT_ID }, ConsistentRead: true });
    expect(puts()).toEqual([{
      TableName: 'tenants',
      Item: TOMBSTONE,
      condition: 'attribute_exists(deletionstartedat) AND status = "closing"',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }]);
    expect(output.logs).toContainEqual(expect.objectContaining({ message: 'A tenant was deleted', tenantId: TENANT_ID }));
  });

  test('changes nothing if the tenant is deleted already', async () => {
    dynamo.on(GetCommand).resolves({ Item: { ...TOMBSTONE, statusshard: 'deleted#0' } });
    await run({ step: 'writeTombstone' });

    expect(puts()).toEqual([]);
  });

  test('accepts that an earlier call, whose response was lost, has written it', async () => {
    dynamo.on(PutCommand).rejectsOnce(conflict()).rejects(unmet({ tenantid: TENANT_ID, status: 'deleted' }));

    await expect(run({ step: 'writeTombstone' })).resolves.toBeUndefined();
    expect(puts()).toHaveLength(2);
  });

  test.each<[string, object | undefined]>([['is active', { ...ROW, status: 'active' }], ['is closing, but not being deleted', { ...ROW, deletionstartedat: undefined }], ['is gone', undefined]])(
    'fails if the tenant %s', async (_, item) => {
      const current = item && Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
      dynamo.on(PutCommand).rejects(unmet(current));
      await expect(run({ step: 'writeTombstone' })).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    });

  test('fails without a row, because a deletion never removes it', async () => {
    dynamo.on(GetCommand).resolves({});
    await expect(run({ step: 'writeTombstone' })).rejects.toThrow();
    expect(puts()).toEqual([]);
  });
});
