import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyResult, DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { ExportAuditRequest } from '../../../../src/contract/audit';
import { createKeepFailedChange } from '../../../../src/runtime/changes/failed-changes';
import { createChangePublisher } from '../../../../src/runtime/changes/publisher';
import { type AuditWriterEvent, createHandler } from '../../../../src/runtime/functions/audit-writer/handler';
import { createPutRecord } from '../../../../src/runtime/functions/audit-writer/put-record';
import { faultsOfDetail } from '../../../contract/event-details';
import { meaningOf } from '../../../dynamodb-meaning';
import { type Answer, answerOf } from '../../answers';
import { changeRecord, member, streamEvent, tenant } from '../../changes/records';
import { apiEvent, type ApiRequest, EMAIL, lambdaContext, OTHER_USER_ID, PERSON_NAME, REQUEST_ID, SERVICE_ARN, TENANT_ID, USER_ID } from '../../events';
import { Output } from '../../output';

const DAY_SECONDS = 24 * 60 * 60;

const dynamodb = mockClient(DynamoDBDocumentClient);
const eventBridge = mockClient(EventBridgeClient);
const s3 = mockClient(S3Client);
let output: Output;
/** The records in the table, by their sort key. */
let table: Map<string, Record<string, any>>;
let provideClientKeys: jest.Mock<Promise<void>, [string]> | undefined;

beforeEach(() => {
  [dynamodb, eventBridge, s3].forEach((client) => client.reset());
  table = new Map();
  dynamodb.on(PutCommand).callsFake(async ({ Item }) => put(Item));
  eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => taken(Entries.length));
  output = new Output();
  provideClientKeys = jest.fn<Promise<void>, [string]>(async () => {});
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** As DynamoDB with the condition of the writer. */
function put(item: Record<string, any>) {
  if (table.has(item.recordid)) throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  table.set(item.recordid, item);
  return {};
}

const handle = async (event: AuditWriterEvent) => {
  const { logger, metrics } = output;
  return createHandler({
    putRecord: createPutRecord(DynamoDBDocumentClient.from(new DynamoDBClient({})), 'the-table', 30),
    publishChanges: createChangePublisher({ eventBridge: new EventBridgeClient({}), applicationName: 'bbq', eventBusName: 'the-bus', logger, metrics }),
    findRemoval: async () => ({ isMarked: false }),
    keepFailedChange: createKeepFailedChange(new S3Client({}), 'the-bucket'),
    provideClientKeys,
    allowOrigins: [],
    logger,
    metrics,
  })(event, lambdaContext());
};

const taken = (count: number) => ({ FailedEntryCount: 0, Entries: Array.from({ length: count }, () => ({ EventId: 'e' })) });
const joined = (index: number) => changeRecord({ after: { ...member, userid: `user-${index}` } });
const joins = (count: number) => Array.from({ length: count }, (_, index) => joined(index));
const unreadable = () => changeRecord({ after: { tenantid: member.tenantid, userid: USER_ID, email: EMAIL, role: 'member' } });
const failedFrom = ({ dynamodb: change }: DynamoDBRecord) => ({ batchItemFailures: [{ itemIdentifier: change!.SequenceNumber! }] });
const published = (): PutEventsRequestEntry[] => eventBridge.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries!);
const details = () => published().map(({ Detail }) => JSON.parse(Detail!));
const idOfUser = ({ targets: [target] }: { targets: Array<{ id: string }> }) => target.id;

describe('changes in a stream', () => {
  test('are written once each, with their expiry, and then published', async () => {
    const changedby = { type: 'user', id: USER_ID, at: '2026-11-06T21:20:00.123Z', requestid: REQUEST_ID, sealedclient: 'sealed' };
    const record = changeRecord({ before: tenant, after: { ...tenant, name: 'Looms', changedby } });

    await expect(handle(streamEvent(record))).resolves.toEqual({ batchItemFailures: [] });

    const [{ args: [{ input }] }] = dynamodb.commandCalls(PutCommand);
    expect(meaningOf(input)).toEqual({
      TableName: 'the-table',
      Item: {
        tenantid: TENANT_ID,
        recordid: `2026-11-06T21:20:00.123Z#${record.eventID}`,
        id: record.eventID,
        action: 'tenant.renamed',
        version: '1',
        occurredat: '2026-11-06T21:20:00.123Z',
        actortype: 'user',
        actorid: USER_ID,
        targets: [{ type: 'tenant', id: TENANT_ID }],
        requestid: REQUEST_ID,
        sealedclient: 'sealed',
        changes: [{ field: 'name' }],
        expiresat: 1_794_000_000 + 30 * DAY_SECONDS,
      },
      condition: 'attribute_not_exists(tenantid)',
    });
    const [entry] = published();
    expect(entry).toMatchObject({ EventBusName: 'the-bus', Source: 'bbq.tenant', DetailType: 'auditRecorded' });
    expect(details()).toEqual([{
      tenantId: TENANT_ID,
      id: record.eventID,
      action: 'tenant.renamed',
      version: '1',
      occurredAt: '2026-11-06T21:20:00.123Z',
      actor: { type: 'user', id: USER_ID },
      targets: [{ type: 'tenant', id: TENANT_ID }],
      context: { requestId: REQUEST_ID, sealedClient: 'sealed' },
      changes: [{ field: 'name' }],
    }]);
    expect(faultsOfDetail('tenant', 'auditRecorded', details()[0])).toEqual([]);
  });

  test('without a record cause no request', async () => {
    await expect(handle(streamEvent(changeRecord({ before: tenant, after: { ...tenant, members: 7 } })))).resolves.toEqual({ batchItemFailures: [] });

    expect([...dynamodb.calls(), ...eventBridge.calls()]).toEqual([]);
  });

  test('that are delivered again, in any order, add no record and publish the same events', async () => {
    const records = joins(14);
    await handle(streamEvent(...records));
    const first = details();
    eventBridge.resetHistory();

    await expect(handle(streamEvent(...[...records].reverse()))).resolves.toEqual({ batchItemFailures: [] });

    expect(table.size).toBe(14);
    expect(details()).toEqual([...first].reverse());
  });

  test('keep their order on the bus', async () => {
    await handle(streamEvent(...joins(25)));

    expect(details().map(idOfUser)).toEqual(Array.from({ length: 25 }, (_, index) => `user-${index}`));
  });
});

describe('a change that fails is delivered again, with all changes after it', () => {
  test('if its record cannot be written: no event without a record', async () => {
    const records = joins(14);
    dynamodb.on(PutCommand).callsFake(async ({ Item }) => {
      if (Item.targets[0].id === 'user-4') throw new Error('ThrottlingException');
      return put(Item);
    });

    await expect(handle(streamEvent(...records))).resolves.toEqual(failedFrom(records[4]));

    expect(details().map(idOfUser)).toEqual(['user-0', 'user-1', 'user-2', 'user-3']);
    expect(output.logs).toContainEqual(expect.objectContaining({ level: 'ERROR', message: 'A record could not be written and will be written again' }));

    dynamodb.on(PutCommand).callsFake(async ({ Item }) => put(Item));
    await expect(handle(streamEvent(...records.slice(4)))).resolves.toEqual({ batchItemFailures: [] });

    expect(table.size).toBe(14);
    expect(details().map(idOfUser)).toEqual(Array.from({ length: 14 }, (_, index) => `user-${index}`));
  });

  test('if the bus refuses its event', async () => {
    const records = joins(8);
    eventBridge.on(PutEventsCommand).resolvesOnce({
      FailedEntryCount: 2, Entries: [{ EventId: 'e' }, { ErrorCode: 'ThrottlingException' }, { ErrorCode: 'InternalFailure' }],
    });

    await expect(handle(streamEvent(...records))).resolves.toEqual(failedFrom(records[1]));
    const refused = details()[1];
    eventBridge.resetHistory();
    eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => taken(Entries.length));
    await expect(handle(streamEvent(...records.slice(1)))).resolves.toEqual({ batchItemFailures: [] });

    expect(table.size).toBe(8);
    expect(details()[0]).toEqual(refused);
  });

  test('if an earlier event is refused, and a later record cannot be written', async () => {
    const records = joins(8);
    dynamodb.on(PutCommand).callsFake(async ({ Item }) => {
      if (Item.targets[0].id === 'user-6') throw new Error('ThrottlingException');
      return put(Item);
    });
    eventBridge.on(PutEventsCommand).rejects(new Error('connect ECONNREFUSED'));

    await expect(handle(streamEvent(...records))).resolves.toEqual(failedFrom(records[0]));
  });
});

describe('the details of clients', () => {
  const changedby = { type: 'user', id: USER_ID, at: '2026-11-06T21:20:00.123Z', sealedclient: 'sealed' };
  const renamed = () => streamEvent(changeRecord({ before: tenant, after: { ...tenant, name: 'Looms', changedby } }));

  test('need keys, which new members get', async () => {
    await handle(streamEvent(joined(1)));
    expect(provideClientKeys).toHaveBeenCalledWith('user-1');
    await handle(renamed());
    expect(provideClientKeys).toHaveBeenCalledTimes(1);
  });

  test('never delay a record: a user who gets no keys is logged', async () => {
    provideClientKeys!.mockRejectedValue(new Error('ThrottlingException'));

    await expect(handle(streamEvent(joined(1)))).resolves.toEqual({ batchItemFailures: [] });

    expect(table.size).toBe(1);
    expect(output.logs).toContainEqual(expect.objectContaining({ level: 'ERROR', message: 'A user has no keys for client details yet' }));
  });

  test('are left out of records and events if the application does not want them', async () => {
    provideClientKeys = undefined;
    await handle(renamed());

    expect([...table.values()][0]).not.toHaveProperty('sealedclient');
    expect(details()[0].context).toEqual({});
  });
});

test('an unreadable change is written to the bucket and counted, and does not delay other changes', async () => {
  const record = unreadable();

  await expect(handle(streamEvent(record, joined(1)))).resolves.toEqual({ batchItemFailures: [] });

  const [{ args: [{ input }] }] = s3.commandCalls(PutObjectCommand);
  expect(input).toMatchObject({ Bucket: 'the-bucket', Key: `unreadable/${record.eventID}.json` });
  expect(JSON.parse(JSON.parse(input.Body as string).payload)).toEqual(streamEvent(record));
  expect(details().map(idOfUser)).toEqual(['user-1']);
  expect(output.counted).toEqual(['ChangeUnreadable', 'ChangePublished']);
});

describe('POST /tenant/{tenantId}/audit', () => {
  const post = async (body: unknown, request: Partial<ApiRequest> = {}): Promise<Answer> => answerOf(await handle(apiEvent({
    method: 'POST',
    resource: '/tenant/{tenantId}/audit',
    parameters: { tenantId: TENANT_ID },
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    ...request,
  })) as APIGatewayProxyResult);
  const downloaded = { action: 'report.downloaded' };

  beforeEach(() => jest.useFakeTimers({ now: Date.parse('2026-11-30T09:00:00.000Z'), doNotFake: ['nextTick', 'setImmediate'] }));

  test('adds a record of the principal, with its own id and the time of the request', async () => {
    const { status, json } = await post(downloaded);

    const record = {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      action: 'report.downloaded',
      version: '1',
      occurredAt: '2026-11-30T09:00:00.000Z',
      actor: { type: 'service', id: SERVICE_ARN },
      targets: [],
      context: { requestId: REQUEST_ID },
      changes: [],
    };
    expect({ status, json }).toEqual({ status: 201, json: record });
    expect([...table.values()]).toEqual([expect.objectContaining({
      tenantid: TENANT_ID, recordid: `2026-11-30T09:00:00.000Z#${json.id}`, actortype: 'service', actorid: SERVICE_ARN, expiresat: Date.now() / 1000 + 30 * DAY_SECONDS,
    })]);
    expect(details()).toEqual([{ tenantId: TENANT_ID, ...json }]);
  });

  test('records the user or key on whose behalf the application acts, targets and changes', async () => {
    const body = {
      ...downloaded,
      actor: { type: 'user', id: USER_ID },
      targets: [{ type: 'report', id: 'r1' }],
      changes: [{ field: 'format', from: 'csv', to: 'pdf' }, { field: 'note' }],
    };
    expect((await post(body)).json).toMatchObject(body);
    expect((await post({ ...downloaded, actor: { type: 'key', id: 'k1' } })).json).toMatchObject({ actor: { type: 'key', id: 'k1' } });
  });

  test('records an operator who calls the stage for operators', async () => {
    expect((await post(downloaded, { stage: 'operators' })).json.actor).toEqual({ type: 'operator', id: SERVICE_ARN });
  });

  test('adds a record for each request', async () => {
    await post(downloaded);
    await post(downloaded);
    expect(table.size).toBe(2);
  });

  test.each([
    'tenant.renamed', 'member.removed', 'invitation.created', 'report', 'Report.downloaded', 'report.', 'report..read', 'a.b.c.d.e', 'report downloaded', '', 7, null,
  ])('refuses the action %p', async (action) => {
    expect(await post({ action })).toMatchObject({ status: 400, json: { errors: [{ field: '/action' }] } });
    expect(table.size).toBe(0);
  });

  test.each(['tenants.merged', 'memberships.read', 'report.read', 'a.b', 'report.page.row.read'])('accepts the action %s', async (action) => {
    expect(await post({ action })).toMatchObject({ status: 201 });
  });

  test.each<[string, object]>([
    ['/id', { id: 'mine' }],
    ['/occurredAt', { occurredAt: '2020-01-01T00:00:00Z' }],
    ['/tenantId', { tenantId: 'other' }],
    ['/actor/type', { actor: { type: 'operator', id: 'x' } }],
    ['/actor/id', { actor: { type: 'user', id: '' } }],
    ['/targets', { targets: Array.from({ length: 11 }, () => ({ type: 'a', id: 'b' })) }],
    ['/targets/0/name', { targets: [{ type: 'user', id: 'u', name: PERSON_NAME }] }],
    ['/targets/0/id', { targets: [{ type: 'user', id: 'u'.repeat(257) }] }],
    ['/changes', { changes: Array.from({ length: 21 }, () => ({ field: 'a' })) }],
    ['/changes/0/to', { changes: [{ field: 'a', to: 'x'.repeat(129) }] }],
  ])('refuses an invalid %s', async (field, changes) => {
    const { status, json } = await post({ ...downloaded, ...changes });
    expect({ status, fields: json.errors.map((error: { field: string }) => error.field) }).toEqual({ status: 400, fields: [field] });
    expect(table.size).toBe(0);
  });

  test('refuses the id of a tenant that does not have the format of one', async () => {
    expect(await post(downloaded, { parameters: { tenantId: '%2A' } })).toMatchObject({ status: 400 });
    expect(table.size).toBe(0);
  });

  test('fails without a record if it cannot be written, so that the caller knows', async () => {
    dynamodb.on(PutCommand).rejects(new Error('ThrottlingException'));
    expect(await post(downloaded)).toMatchObject({ status: 500 });
    expect(eventBridge.calls()).toHaveLength(0);
  });

  test('logs neither the name of the session of the principal nor the record', async () => {
    await post({ ...downloaded, targets: [{ type: 'user', id: OTHER_USER_ID }] });
    expect(output.logs).toContainEqual(expect.objectContaining({
      message: 'A record of the application was added', tenantId: TENANT_ID, actor: { type: 'service', id: 'arn:aws:sts::123456789012:assumed-role/Billing' },
    }));
    expect(output.text).not.toContain(SERVICE_ARN);
    expect(output.text).not.toContain(OTHER_USER_ID);
  });
});

describe('an export', () => {
  const exported: ExportAuditRequest['exported'] = {
    tenantId: TENANT_ID, exportId: 'e'.repeat(32), actor: { type: 'user', id: USER_ID }, completedAt: '2026-11-30T09:00:00.000Z',
  };

  test('has one record, with the id of the export, however often its state is repeated', async () => {
    await handle({ exported });
    await handle({ exported });

    expect([...table.values()]).toEqual([expect.objectContaining({
      tenantid: TENANT_ID,
      recordid: `2026-11-30T09:00:00.000Z#${exported.exportId}`,
      action: 'tenant.exported',
      actorid: USER_ID,
      targets: [{ type: 'tenant', id: TENANT_ID }, { type: 'export', id: exported.exportId }],
    })]);
    const [first, second] = details();
    expect(second).toEqual(first);
  });

  test('is repeated by its state machine if its record or its event fails', async () => {
    eventBridge.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    await expect(handle({ exported })).rejects.toThrow('The event bus refused the event of a record.');
    dynamodb.on(PutCommand).rejects(new Error('ThrottlingException'));
    await expect(handle({ exported })).rejects.toThrow('ThrottlingException');
  });
});

test('a sign-in has one record, with the id of the call of Cognito, however often Lambda repeats it', async () => {
  const signedIn = { tenantId: TENANT_ID, userId: USER_ID, id: REQUEST_ID, at: '2026-11-30T09:00:00.000Z' };
  await handle({ signedIn });
  await handle({ signedIn });

  expect([...table.values()]).toEqual([expect.objectContaining({
    tenantid: TENANT_ID, recordid: `2026-11-30T09:00:00.000Z#${REQUEST_ID}`, action: 'member.signedIn', actorid: USER_ID, targets: [{ type: 'user', id: USER_ID }],
  })]);
  eventBridge.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
  await expect(handle({ signedIn })).rejects.toThrow('The event bus refused the event of a record.');
});

test('never logs an email address or a name', async () => {
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: EMAIL }] });
  await handle(streamEvent(unreadable(), joined(1)));
  dynamodb.on(PutCommand).rejects(Object.assign(new Error('refused'), { $response: { body: EMAIL } }));
  await handle(streamEvent(joined(1)));

  expect(output.logs.length).toBeGreaterThan(2);
  for (const secret of [EMAIL, PERSON_NAME]) expect(output.text).not.toContain(secret);
});
