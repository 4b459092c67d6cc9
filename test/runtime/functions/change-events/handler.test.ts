import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { createKeepFailedChange } from '../../../../src/runtime/changes/failed-changes';
import { createChangePublisher } from '../../../../src/runtime/changes/publisher';
import { createHandler } from '../../../../src/runtime/functions/change-events/handler';
import { changeRecord, member, streamEvent, tenant } from '../../changes/records';
import { EMAIL, lambdaContext, PERSON_NAME, USER_ID } from '../../events';
import { Output } from '../../output';

const eventBridge = mockClient(EventBridgeClient);
const s3 = mockClient(S3Client);
let output: Output;

beforeEach(() => {
  eventBridge.reset();
  s3.reset();
  eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => taken(Entries.length));
  output = new Output();
});

afterEach(() => jest.restoreAllMocks());

const handle = async (...records: DynamoDBRecord[]) => {
  const { logger, metrics } = output;
  return createHandler({
    publishChanges: createChangePublisher({ eventBridge: new EventBridgeClient({}), applicationName: 'bbq', eventBusName: 'the-bus', logger, metrics }),
    findRemoval: async () => ({ isMarked: false }),
    keepFailedChange: createKeepFailedChange(new S3Client({}), 'the-bucket'),
    logger,
    metrics,
  })(streamEvent(...records), lambdaContext());
};

const taken = (count: number) => ({ FailedEntryCount: 0, Entries: Array.from({ length: count }, () => ({ EventId: 'e' })) });
const joined = (index: number) => changeRecord({ after: { ...member, userid: `user-${index}` } });
const joins = (count: number) => Array.from({ length: count }, (_, index) => joined(index));
const founded = () => changeRecord({ after: { ...member, userid: USER_ID, role: 'admin', origin: 'creation', username: 'alice' } });
const unreadable = () => changeRecord({ after: { tenantid: member.tenantid, userid: USER_ID, email: EMAIL, role: 'member' } });
const sequenceNumber = (record: DynamoDBRecord) => record.dynamodb!.SequenceNumber!;
const failedFrom = (record: DynamoDBRecord) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber(record) }] });
const requests = (): PutEventsRequestEntry[][] => eventBridge.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => input.Entries!);
const detailOf = ({ Detail }: PutEventsRequestEntry) => JSON.parse(Detail!);

test('puts an event on the bus', async () => {
  const record = changeRecord({ before: tenant, after: { ...tenant, name: 'Ada & Co' } });

  await expect(handle(record)).resolves.toEqual({ batchItemFailures: [] });

  const [[entry]] = requests();
  expect({ ...entry, Detail: detailOf(entry) }).toEqual({
    EventBusName: 'the-bus',
    Source: 'bbq.tenant',
    DetailType: 'renamed',
    Detail: expect.objectContaining({ name: 'Ada & Co', eventId: record.eventID }),
  });
  expect(output.counted).toEqual(['ChangePublished']);
});

test('sends no request without events', async () => {
  await expect(handle(changeRecord({ before: tenant, after: { ...tenant, members: 7 } }))).resolves.toEqual({ batchItemFailures: [] });

  expect(eventBridge.calls()).toHaveLength(0);
});

test('keeps the order, over several requests', async () => {
  await handle(...joins(14));

  expect(requests().map((entries) => entries.length)).toEqual([3, 3, 3, 3, 2]);
  expect(requests().flat().map((entry) => detailOf(entry).userId)).toEqual(Array.from({ length: 14 }, (_, index) => `user-${index}`));
});

test('never sends a request that is larger than the bus accepts', async () => {
  const longest = '\u0000'.repeat(2048);
  const changedby = { type: 'service', id: longest, at: '2026-03-09T10:00:00.000Z' };
  const records = Array.from({ length: 6 }, () => changeRecord({
    after: { ...member, userid: 'u'.repeat(128), name: longest, email: longest, username: longest, role: 'admin', origin: 'creation', changedby },
  }));

  const before = { ...member, name: longest, email: longest, invitationid: longest };
  const profiles = Array.from({ length: 6 }, () => changeRecord({ before, after: { ...before, name: `${longest.slice(1)}.`, changedby } }));

  await handle(...records, ...profiles);

  expect(requests().flat()).toHaveLength(18);
  for (const entries of requests()) {
    const bytes = entries.map(({ Source, DetailType, Detail }) => Buffer.byteLength(`${Source}${DetailType}${Detail}`));
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(256 * 1024);
  }
});

describe('reports the first change that the bus refused', () => {
  test('if it refuses one event of many', async () => {
    const records = joins(8);
    eventBridge.on(PutEventsCommand).resolvesOnce({
      FailedEntryCount: 2, Entries: [{ EventId: 'e' }, { ErrorCode: 'ThrottlingException' }, { ErrorCode: 'InternalFailure' }],
    });

    await expect(handle(...records)).resolves.toEqual(failedFrom(records[1]));

    // Later changes are delivered again together with it.
    expect(requests()).toHaveLength(1);
    expect(output.counted).toEqual(['ChangePublished', 'ChangePublishFailed']);
    expect(output.logs).toContainEqual(expect.objectContaining({ level: 'ERROR', count: 2, errorCode: 'ThrottlingException' }));
    expect(output.text).toMatch(/"ChangePublished":1\b/);
    expect(output.text).toMatch(/"ChangePublishFailed":2\b/);
  });

  test('if it refuses the second event of one change', async () => {
    const records = [joined(1), founded()];
    eventBridge.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 1, Entries: [{ EventId: 'e' }, { EventId: 'e' }, { ErrorCode: 'InternalFailure' }] });

    await expect(handle(...records)).resolves.toEqual(failedFrom(records[1]));
  });

  test('if it cannot be reached', async () => {
    const records = joins(8);
    eventBridge.on(PutEventsCommand).callsFakeOnce(({ Entries }) => taken(Entries.length)).rejects(new Error('connect ECONNREFUSED'));

    await expect(handle(...records)).resolves.toEqual(failedFrom(records[3]));

    expect(output.counted).toEqual(['ChangePublished', 'ChangePublishFailed']);
  });
});

test('a change that is delivered again results in the same event', async () => {
  const record = founded();

  await handle(record);
  await handle(record);

  const [first, second] = requests();
  expect(second).toEqual(first);
});

describe('an unreadable change', () => {
  test('is written to the bucket with its images and counted, and does not delay other changes', async () => {
    const record = unreadable();

    await expect(handle(record, joined(1))).resolves.toEqual({ batchItemFailures: [] });

    const [{ args: [{ input }] }] = s3.commandCalls(PutObjectCommand);
    expect(input).toMatchObject({ Bucket: 'the-bucket', Key: `unreadable/${record.eventID}.json`, ContentType: 'application/json' });
    const { requestContext, payload } = JSON.parse(input.Body as string);
    expect(requestContext).toEqual({ condition: 'UnreadableChange', reason: 'These attributes of the row are missing or invalid: name.' });
    expect(requests()).toHaveLength(1);
    expect(output.counted).toEqual(['ChangeUnreadable', 'ChangePublished']);
    // The function can be called with it again.
    expect(JSON.parse(payload)).toEqual(streamEvent(record));
  });

  test('is not a record that this function cannot handle: that one is delivered again', async () => {
    const record = joined(1);
    delete record.dynamodb!.Keys;

    await expect(handle(record)).rejects.toThrow(TypeError);

    expect(s3.calls()).toHaveLength(0);
  });

  test('is delivered again if it cannot be written to the bucket', async () => {
    s3.on(PutObjectCommand).rejects(new Error('SlowDown'));

    await expect(handle(joined(1), unreadable())).rejects.toThrow('SlowDown');

    expect(eventBridge.calls()).toHaveLength(0);
  });
});

test('never logs an email address or a name', async () => {
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: EMAIL }] });
  await handle(unreadable(), joined(1));
  eventBridge.on(PutEventsCommand).rejects(Object.assign(new Error('refused'), { $response: { body: EMAIL } }));
  await handle(joined(1));

  expect(output.logs.length).toBeGreaterThan(2);
  for (const secret of [EMAIL, PERSON_NAME]) expect(output.text).not.toContain(secret);
});
