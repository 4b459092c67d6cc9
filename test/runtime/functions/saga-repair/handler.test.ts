import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, ExecutionAlreadyExists, ExecutionDoesNotExist, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchGetCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { statusShards } from '../../../../src/contract/attributes';
import { createPutEvent } from '../../../../src/runtime/aws/put-event';
import { createGiveBack } from '../../../../src/runtime/functions/saga-repair/give-back';
import { createHandler } from '../../../../src/runtime/functions/saga-repair/handler';
import { meaningOf } from '../../../dynamodb-meaning';
import { answerOf } from '../../answers';
import { apiEvent, EMAIL, lambdaContext, PERSON_NAME, TENANT_ID, USER_ID } from '../../events';
import { Output } from '../../output';

const CREATE_TENANT = 'arn:aws:states:us-east-1:123456789012:stateMachine:create-tenant';
const ADD_FIRST_ADMIN = 'arn:aws:states:us-east-1:123456789012:stateMachine:add-first-admin';
const EXPORT_TENANT = 'arn:aws:states:us-east-1:123456789012:stateMachine:export-tenant';
const DELETE_TENANT = 'arn:aws:states:us-east-1:123456789012:stateMachine:delete-tenant';
const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters';
const EVENT = {
  'id': 'e1', 'source': 'app.user', 'detail-type': 'created', 'detail': { email: EMAIL, userName: USER_ID, name: PERSON_NAME, userId: USER_ID },
};
const FAILED_AT = '2026-01-02T03:04:05.678Z';
const SENT_AT = Date.parse('2026-01-02T03:04:06Z');

const sqs = mockClient(SQSClient);
const stepFunctions = mockClient(SFNClient);
const dynamodb = mockClient(DynamoDBDocumentClient);
const eventBridge = mockClient(EventBridgeClient);
let output: Output;

beforeEach(() => {
  [sqs, stepFunctions, dynamodb, eventBridge].forEach((client) => client.reset());
  eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  stepFunctions.on(StartExecutionCommand).resolves({});
  dynamodb.on(QueryCommand).resolves({ Items: [] });
  output = new Output();
});

afterEach(() => jest.restoreAllMocks());

function letter(messageId: string, changes: object = {}): Message {
  return {
    MessageId: messageId,
    ReceiptHandle: `handle-${messageId}`,
    Attributes: { SentTimestamp: String(SENT_AT) },
    Body: JSON.stringify({
      event: EVENT, error: 'DynamoDB.InternalServerError', cause: EMAIL, state: 'Put tenant', stateMachine: CREATE_TENANT, execution: 'arn', failedAt: FAILED_AT, ...changes,
    }),
  };
}

const TENANT_EVENT = { ...EVENT, id: 'e2', source: 'app.tenant', detail: { ...EVENT.detail, tenantId: TENANT_ID } };

/** The plain event, as EventBridge sends it to a dead-letter queue. */
function undelivered(messageId: string): Message {
  return {
    MessageId: messageId,
    ReceiptHandle: `handle-${messageId}`,
    Attributes: { SentTimestamp: String(SENT_AT) },
    Body: JSON.stringify(TENANT_EVENT),
    MessageAttributes: {
      TARGET_ARN: { StringValue: ADD_FIRST_ADMIN, DataType: 'String' },
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS', DataType: 'String' },
      ERROR_MESSAGE: { StringValue: EMAIL, DataType: 'String' },
    },
  };
}

function queueHolds(...batches: Message[][]): void {
  batches.reduce((behavior, Messages) => behavior.resolvesOnce({ Messages }), sqs.on(ReceiveMessageCommand)).resolves({});
}

async function repair(body?: unknown, { deleteTenant = DELETE_TENANT, exportTenant = EXPORT_TENANT } = {}) {
  const giveBack = createGiveBack({
    putEvent: createPutEvent(new EventBridgeClient({}), 'the-bus'),
    stepFunctions: new SFNClient({}),
    applicationName: 'app',
    createTenant: CREATE_TENANT,
    addFirstAdmin: ADD_FIRST_ADMIN,
    deleteTenant,
    exportTenant,
    logger: output.logger,
  });
  const handler = createHandler({
    deadLetters: { sqs: new SQSClient({}), queueUrl: QUEUE_URL, giveBack, logger: output.logger },
    leftBehind: {
      documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})), tenantsTableName: 'tenants', applicationName: 'app', giveBack,
    },
    allowOrigins: ['*'],
    logger: output.logger,
  });
  const result = await handler(apiEvent({
    method: 'POST', resource: '/repairs', parameters: {}, body: body === undefined ? null : JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
  }), lambdaContext());
  const { status, json } = answerOf(result);
  return { status, json };
}

const executionOf = (name: string) => `${DELETE_TENANT.replace(':stateMachine:', ':execution:')}:${name}`;
const started = () => stepFunctions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const deleted = () => sqs.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input.ReceiptHandle);
const madeVisible = () => sqs.commandCalls(ChangeMessageVisibilityCommand)
  .map(({ args: [{ input: { ReceiptHandle, VisibilityTimeout } }] }) => [ReceiptHandle, VisibilityTimeout]);

/** The change of a user, as Lambda sends it to a dead-letter queue after the last try. */
function failedUpdate(messageId: string): Message {
  return {
    MessageId: messageId,
    ReceiptHandle: `handle-${messageId}`,
    Attributes: { SentTimestamp: String(SENT_AT) },
    Body: JSON.stringify({ ...EVENT, 'id': 'e3', 'detail-type': 'changed', 'detail': { userId: USER_ID, userName: 'alice' } }),
    MessageAttributes: {
      RequestID: { StringValue: 'b0f7c2d4', DataType: 'String' },
      ErrorCode: { StringValue: '200', DataType: 'Number' },
      ErrorMessage: { StringValue: 'The memberships of a user could not be updated.', DataType: 'String' },
    },
  };
}

describe('dead letters', () => {
  test('with changes of users are published again, and then deleted', async () => {
    queueHolds([failedUpdate('m1')]);

    expect((await repair()).json.deadLetters).toEqual([
      { messageId: 'm1', outcome: 'started', error: '200', state: '', failedAt: '2026-01-02T03:04:06.000Z' },
    ]);

    expect(eventBridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries)).toEqual([
      [{ EventBusName: 'the-bus', Source: 'app.user', DetailType: 'changed', Detail: JSON.stringify({ userId: USER_ID, userName: 'alice' }) }],
    ]);
    expect(deleted()).toEqual(['handle-m1']);
    expect(started()).toEqual([]);
  });

  test('with changes of users stay if the bus refuses them', async () => {
    queueHolds([failedUpdate('m1')]);
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: EMAIL }] });

    expect((await repair()).json.deadLetters).toMatchObject([{ outcome: 'failed' }]);

    expect(deleted()).toEqual([]);
    expect(madeVisible()).toEqual([['handle-m1', 0]]);
    expect(JSON.stringify(output.logs)).not.toContain(EMAIL);
  });

  test('with events of which admins were not notified are published again with their ids, and then deleted', async () => {
    const detail = { tenantId: 't1', eventId: 'e1', deleteAt: '2026-02-02T03:04:05.000Z' };
    const source = TENANT_EVENT.source;
    queueHolds([{ ...failedUpdate('m1'), Body: JSON.stringify({ ...TENANT_EVENT, 'detail-type': 'closureScheduled', detail }) }]);

    expect((await repair()).json.deadLetters).toMatchObject([{ messageId: 'm1', outcome: 'started' }]);

    expect(eventBridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries)).toEqual([
      [{ EventBusName: 'the-bus', Source: source, DetailType: 'closureScheduled', Detail: JSON.stringify(detail) }],
    ]);
    expect(deleted()).toEqual(['handle-m1']);
  });

  test('of both state machines start them again with the unchanged event, and are then deleted', async () => {
    queueHolds([letter('m1'), undelivered('m2')], [letter('m3')]);

    const { status, json } = await repair();

    expect(status).toBe(200);
    expect(json).toEqual({
      deadLetters: [
        { messageId: 'm1', outcome: 'started', error: 'DynamoDB.InternalServerError', state: 'Put tenant', failedAt: FAILED_AT },
        { messageId: 'm2', outcome: 'started', error: 'NO_PERMISSIONS', state: '', failedAt: '2026-01-02T03:04:06.000Z' },
        { messageId: 'm3', outcome: 'started', error: 'DynamoDB.InternalServerError', state: 'Put tenant', failedAt: FAILED_AT },
      ],
      notFound: [],
      leftBehind: [],
      hasMore: false,
    });
    expect(started().map(({ stateMachineArn, name, input }) => [stateMachineArn, name, JSON.parse(input!)])).toEqual([
      [CREATE_TENANT, 'repair-m1', EVENT], [ADD_FIRST_ADMIN, 'repair-m2', TENANT_EVENT], [CREATE_TENANT, 'repair-m3', EVENT],
    ]);
    expect(deleted()).toEqual(['handle-m1', 'handle-m2', 'handle-m3']);
  });

  describe('of a deletion', () => {
    const DUE = { 'source': 'app.tenant', 'detail-type': 'deletionDue', 'detail': { tenantId: TENANT_ID, version: 4, attempt: 2 } };
    const execution = (name: string, answer: object) =>
      stepFunctions.on(DescribeExecutionCommand, { executionArn: executionOf(name) }).resolves(answer);

    beforeEach(() => {
      queueHolds([letter('m1', { event: DUE, stateMachine: DELETE_TENANT })]);
      stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'x', $metadata: {} }));
      stepFunctions.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'x', $metadata: {} }));
      execution(`${TENANT_ID}-4`, { status: 'FAILED', stopDate: new Date(0) });
    });

    test('whose execution has not ended yet stay', async () => {
      execution(`${TENANT_ID}-4-2`, { status: 'RUNNING' });

      expect((await repair()).json.deadLetters).toMatchObject([{ outcome: 'failed' }]);
      expect(deleted()).toEqual([]);
    });

    test.each<[string, object]>([
      ['a sweep has started again', { status: 'RUNNING' }], ['has succeeded since', { status: 'SUCCEEDED', stopDate: new Date() }],
    ])('that %s start nothing, and are deleted', async (_, third) => {
      execution(`${TENANT_ID}-4-2`, { status: 'FAILED', stopDate: new Date(0) });
      execution(`${TENANT_ID}-4-3`, third);

      expect((await repair()).json.deadLetters).toMatchObject([{ outcome: 'started' }]);
      expect(started().map(({ name }) => name)).toEqual([`${TENANT_ID}-4`]);
      expect(deleted()).toEqual(['handle-m1']);
    });

    test.each([undefined, {}, { tenantId: TENANT_ID }, { tenantId: TENANT_ID, version: '4', attempt: 1 }])('with the detail %j cannot be read', async (detail) => {
      queueHolds([letter('m1', { event: { ...DUE, detail }, stateMachine: DELETE_TENANT })]);
      expect((await repair()).json.deadLetters).toMatchObject([{ outcome: 'unreadable' }]);
    });
  });

  describe.each([
    ['deletions', { 'source': 'app.tenant', 'detail-type': 'deletionDue', 'detail': { tenantId: TENANT_ID, version: 4, attempt: 1 } }, DELETE_TENANT, {
      name: `${TENANT_ID}-4-2`, attempt: 2,
    }],
    ['exports', { 'source': 'app.tenant', 'detail-type': 'exportRequested', 'detail': { tenantId: TENANT_ID, exportId: 'e1' } }, EXPORT_TENANT, { name: 'repair-m1' }],
  ])('of %s', (_kind, DUE, stateMachine, { name, ...next }) => {
    // The first execution has failed, and there is no second one.
    beforeEach(() => {
      stepFunctions.on(StartExecutionCommand, { name: `${TENANT_ID}-4` }).rejects(new ExecutionAlreadyExists({ message: 'x', $metadata: {} }));
      stepFunctions.on(StartExecutionCommand, { name: `${TENANT_ID}-4-2` }).callsFake(() => ({ startDate: new Date() }));
      stepFunctions.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'x', $metadata: {} }));
      stepFunctions.on(DescribeExecutionCommand, { executionArn: executionOf(`${TENANT_ID}-4`) }).resolves({ status: 'FAILED', stopDate: new Date() });
    });

    test('start the execution again from its beginning, and are then deleted', async () => {
      queueHolds([letter('m1', { event: DUE, stateMachine, state: 'Erase data', error: 'UndeletedObjectsError' })]);

      expect((await repair()).json.deadLetters).toEqual([{ messageId: 'm1', outcome: 'started', error: 'UndeletedObjectsError', state: 'Erase data', failedAt: FAILED_AT }]);
      const input = JSON.stringify({ ...DUE, detail: { ...DUE.detail, ...next } });
      expect(started().at(-1)).toEqual({ stateMachineArn: stateMachine, name, input });
      expect(deleted()).toEqual(['handle-m1']);
    });

    test('cannot help in an application that has switched the feature off, and stay', async () => {
      queueHolds([letter('m1', { event: DUE })]);

      expect((await repair(undefined, { deleteTenant: '', exportTenant: '' })).json.deadLetters).toMatchObject([{ messageId: 'm1', outcome: 'unreadable' }]);
      expect([started(), deleted()]).toEqual([[], []]);
    });

    test.each([['of another application', { ...DUE, source: 'other.tenant' }], ['from the source of users', { ...DUE, source: 'app.user' }]])('%s are not started', async (_, event) => {
      queueHolds([letter('m1', { event })]);

      expect((await repair()).json.deadLetters).toMatchObject([{ outcome: 'unreadable' }]);
      expect(started()).toEqual([]);
    });
  });

  test('are received with their attributes, ten at a time', async () => {
    queueHolds();
    await repair();

    expect(sqs.commandCalls(ReceiveMessageCommand).map(({ args: [{ input }] }) => input)).toEqual([{
      QueueUrl: QUEUE_URL,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 60,
      WaitTimeSeconds: 1,
      // The report of a letter contains the error and the time.
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    }]);
  });

  test('of an execution that failed outside of a state have the event as the input', async () => {
    const status = { status: 'TIMED_OUT', input: JSON.stringify(EVENT), stateMachineArn: CREATE_TENANT, error: null, cause: null };
    queueHolds([{ ...letter('m1'), Body: JSON.stringify({ 'source': 'aws.states', 'detail-type': 'x', 'time': FAILED_AT, 'detail': status }) }]);

    const { json } = await repair();

    expect(json.deadLetters).toEqual([{ messageId: 'm1', outcome: 'started', error: 'TIMED_OUT', state: '', failedAt: FAILED_AT }]);
    expect(started().map(({ stateMachineArn, input }) => [stateMachineArn, JSON.parse(input!)])).toEqual([[CREATE_TENANT, EVENT]]);
  });

  test('start the machine of their event, whatever its ARN was when they were written', async () => {
    queueHolds([letter('m1', { stateMachine: `${CREATE_TENANT}-before-it-was-replaced` })]);

    await repair();

    expect(started().map(({ stateMachineArn }) => stateMachineArn)).toEqual([CREATE_TENANT]);
  });

  test('stay in a dry run', async () => {
    queueHolds([letter('m1'), undelivered('m2')]);

    const { json } = await repair({ dryRun: true });

    expect(json.deadLetters.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['found', 'found']);
    expect([started(), deleted()]).toEqual([[], []]);
    expect(madeVisible()).toEqual([['handle-m1', 0], ['handle-m2', 0]]);
  });

  test('stay if they are not named', async () => {
    queueHolds([letter('m1'), letter('m2'), letter('m3')]);

    const { json } = await repair({ messageIds: ['m2'] });

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm2', outcome: 'started' })]);
    expect(deleted()).toEqual(['handle-m2']);
    expect(madeVisible()).toEqual([['handle-m1', 0], ['handle-m3', 0]]);
    expect(json).toMatchObject({ leftBehind: [], hasMore: false });
    expect(dynamodb.calls()).toHaveLength(0);
  });

  test('are reported as not found if they are named but not in the queue', async () => {
    queueHolds([letter('m1')]);

    const { json } = await repair({ messageIds: ['m1', 'm2'] });

    expect(json).toMatchObject({ deadLetters: [{ messageId: 'm1', outcome: 'started' }], notFound: ['m2'] });
  });

  test('are no longer received once all named ones are found', async () => {
    queueHolds([letter('m1'), letter('m2')]);

    await repair({ messageIds: ['m1'] });

    expect(sqs.commandCalls(ReceiveMessageCommand)).toHaveLength(1);
    expect(madeVisible()).toEqual([['handle-m2', 0]]);
  });

  test('are discarded by name if another try cannot help', async () => {
    queueHolds([letter('m1', { event: 'x' }), letter('m2')]);

    const { json } = await repair({ messageIds: ['m1'], discard: true });

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm1', outcome: 'discarded' })]);
    expect([started(), deleted()]).toEqual([[], ['handle-m1']]);
    expect(madeVisible()).toEqual([['handle-m2', 0]]);
  });

  test('are all reported, even if one cannot be deleted', async () => {
    queueHolds([letter('m1'), letter('m2')]);
    sqs.on(DeleteMessageCommand, { ReceiptHandle: 'handle-m1' }).rejects(new Error('Throttling'));
    sqs.on(ChangeMessageVisibilityCommand).rejects(new Error('Throttling'));

    const { status, json } = await repair();

    expect(status).toBe(200);
    expect(json.deadLetters.map(({ messageId, outcome }: { messageId: string; outcome: string }) => [messageId, outcome]))
      .toEqual([['m1', 'failed'], ['m2', 'started']]);
  });

  test('are reported as unreadable already in a dry run', async () => {
    queueHolds([letter('m1', { event: 'x' })]);

    expect((await repair({ dryRun: true })).json.deadLetters).toEqual([expect.objectContaining({ outcome: 'unreadable' })]);
  });

  test('are left for the next call if they are sent during a repair', async () => {
    const newer = { ...letter('m2'), Attributes: { SentTimestamp: String(Date.now() + 60_000) } };
    queueHolds([letter('m1'), newer]);

    const { json } = await repair();

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm1' })]);
    expect(madeVisible()).toEqual([['handle-m2', 0]]);
  });

  test.each<[string, Message]>([
    ['hold an event of another application', letter('m1', { event: { ...EVENT, source: 'other.user' } })],
    ['hold an event that starts nothing', letter('m1', { event: { ...EVENT, 'detail-type': 'adminUserAdded' } })],
    ['hold an event of a tenant that starts nothing', letter('m1', { event: { ...TENANT_EVENT, 'detail-type': 'renamed' } })],
    ['hold a change of something other than a user', letter('m1', { event: { ...TENANT_EVENT, 'detail-type': 'changed' } })],
    ['have no event', letter('m1', { event: undefined })],
    ['have an event that is none', letter('m1', { event: 'x' })],
    ['are not JSON', { ...letter('m1'), Body: 'x' }],
    ['are the end of an execution without its input', { ...letter('m1'), Body: JSON.stringify({ source: 'aws.states', time: FAILED_AT, detail: { status: 'FAILED' } }) }],
  ])('that %s stay, and are reported as unreadable', async (_, message) => {
    queueHolds([message]);

    const { json } = await repair();

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm1', outcome: 'unreadable' })]);
    expect([started(), deleted()]).toEqual([[], []]);
  });

  test('stay if the state machine cannot be started', async () => {
    queueHolds([letter('m1')]);
    stepFunctions.on(StartExecutionCommand).rejects(new Error(EMAIL));

    const { status, json } = await repair();

    expect(status).toBe(200);
    expect(json.deadLetters).toEqual([expect.objectContaining({ outcome: 'failed' })]);
    expect(deleted()).toEqual([]);
    expect(madeVisible()).toEqual([['handle-m1', 0]]);
  });

  test('are deleted if an earlier call has started them but not deleted them', async () => {
    queueHolds([letter('m1')]);
    stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'x', $metadata: {} }));

    const { json } = await repair();

    expect(json.deadLetters).toEqual([expect.objectContaining({ outcome: 'started' })]);
    expect(deleted()).toEqual(['handle-m1']);
  });

  test('are left for the next call if they are too many', async () => {
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now += 4_000);
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [letter('m1')] });

    expect((await repair()).json.hasMore).toBe(true);
    expect((await repair({ messageIds: ['m2'] })).json).toMatchObject({ notFound: ['m2'], hasMore: true });
  });
});

describe('tenants that were left behind', () => {
  const SHARDS = statusShards('creating');
  const CREATED_AT = '2026-01-01T00:00:00.000Z';
  const ROW = {
    tenantid: TENANT_ID,
    ownerid: USER_ID,
    createdat: CREATED_AT,
    status: 'creating',
    creation: { email: EMAIL, userName: 'ann', name: PERSON_NAME },
  };

  /** Tenants of the first shard in the index, page by page, and their rows. The index may still have an old status. */
  function tableHas(...pages: Array<Array<Record<string, unknown> & { tenantid: string }>>): void {
    dynamodb.on(QueryCommand).callsFake((query) => {
      if (shardOf(query) !== SHARDS[0]) return { Items: [] };
      const number = query.ExclusiveStartKey?.page ?? 0;
      return {
        Items: (pages[number] ?? []).map(({ creation, ...indexed }) => indexed),
        ...number + 1 < pages.length && { LastEvaluatedKey: { page: number + 1 } },
      };
    });
    dynamodb.on(BatchGetCommand).callsFake(({ RequestItems: { tenants } }) => ({
      Responses: { tenants: pages.flat().filter(({ tenantid }) => tenants.Keys.some((key: { tenantid: string }) => key.tenantid === tenantid)) },
    }));
  }

  /** The shard and the time in the condition of a query. */
  const KEY_CONDITION = /^createdat < "(?<before>.+)" AND statusshard = "(?<shard>.+)"$/;
  const shardOf = (query: object) => KEY_CONDITION.exec(meaningOf(query).keyCondition)!.groups!.shard;

  beforeEach(() => queueHolds());

  test('are found in the index after fifteen minutes, and finished by the state machine', async () => {
    tableHas([ROW]);

    const { json } = await repair();

    expect(json.leftBehind).toEqual([{ tenantId: TENANT_ID, createdAt: CREATED_AT, outcome: 'started' }]);
    // The same tenant can be repaired again. Step Functions allows 80 characters.
    expect(started()[0].name).toMatch(new RegExp(`^repair-${TENANT_ID}-\\d{13}$`));
    const queries = dynamodb.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input);
    expect(queries.map(shardOf)).toEqual(SHARDS);
    for (const query of queries) {
      expect(query).toMatchObject({ TableName: 'tenants', IndexName: 'status-index' });
      const age = Date.now() - Date.parse(KEY_CONDITION.exec(meaningOf(query).keyCondition)!.groups!.before);
      expect(age / 60_000).toBeCloseTo(15, 1);
    }
    expect(started().map(({ stateMachineArn, input }) => [stateMachineArn, JSON.parse(input!)])).toEqual([[ADD_FIRST_ADMIN, {
      'source': 'app.tenant',
      'detail-type': 'created',
      'detail': { tenantId: TENANT_ID, userId: USER_ID, email: EMAIL, userName: 'ann', name: PERSON_NAME },
    }]]);
  });

  test('are read consistently', async () => {
    tableHas([ROW]);
    await repair();

    expect(dynamodb.commandCalls(BatchGetCommand).map(({ args: [{ input }] }) => input.RequestItems)).toEqual([
      { tenants: { Keys: [{ tenantid: TENANT_ID }], ConsistentRead: true } },
    ]);
  });

  test('stay unchanged in a dry run', async () => {
    tableHas([ROW]);

    expect((await repair({ dryRun: true })).json.leftBehind).toEqual([{ tenantId: TENANT_ID, createdAt: CREATED_AT, outcome: 'found' }]);
    expect(started()).toEqual([]);
  });

  test('are found on all pages while there is time', async () => {
    tableHas([ROW], [{ ...ROW, tenantid: 'another' }]);

    expect((await repair()).json).toMatchObject({ leftBehind: [{ tenantId: TENANT_ID }, { tenantId: 'another' }], hasMore: false });
  });

  test('are left for the next call if they are too many', async () => {
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now += 4_000);
    tableHas([ROW], [{ ...ROW, tenantid: 'another' }]);

    expect((await repair()).json).toMatchObject({ leftBehind: [{ tenantId: TENANT_ID }], hasMore: true });
  });

  test('of other shards are left for the next call if the time is over', async () => {
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now += 4_000);
    tableHas([ROW]);

    expect((await repair()).json).toMatchObject({ leftBehind: [{ tenantId: TENANT_ID }], hasMore: true });
    expect(dynamodb.commandCalls(QueryCommand)).toHaveLength(1);
  });

  test('are complete if the time is over after the last page of the last shard', async () => {
    const isLast = (query: object) => shardOf(query) === SHARDS.at(-1);
    dynamodb.on(QueryCommand).callsFake((query) => {
      // From here on, no time is left.
      if (isLast(query)) jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60 * 60_000);
      return { Items: [] };
    });

    expect((await repair()).json).toMatchObject({ leftBehind: [], hasMore: false });
    expect(dynamodb.commandCalls(QueryCommand)).toHaveLength(SHARDS.length);
  });

  test('are all reported, even if one has too little data', async () => {
    tableHas([{ tenantid: 'old', createdat: CREATED_AT, status: 'creating' }, ROW]);

    expect((await repair()).json.leftBehind).toEqual([
      { tenantId: 'old', createdAt: CREATED_AT, outcome: 'unreadable' }, { tenantId: TENANT_ID, createdAt: CREATED_AT, outcome: 'started' },
    ]);
  });

  test.each(['active', 'suspended', 'deleted'])('do not include %s tenants, even if the index has an old status', async (status) => {
    tableHas([{ ...ROW, status }]);

    expect((await repair()).json.leftBehind).toEqual([]);
    expect(started()).toEqual([]);
  });
});

test.each([
  [{ messageIds: [] }, '/messageIds'],
  [{ messageIds: [1] }, '/messageIds/0'],
  [{ dryRun: 'yes' }, '/dryRun'],
  [{ everything: true }, '/everything'],
  [{ discard: true }, ''],
  [{ messageIds: ['m1', 'm1'] }, '/messageIds'],
])('refuses the body %j', async (body, field) => {
  const { status, json } = await repair(body);

  expect(status).toBe(400);
  expect(json.errors).toEqual([expect.objectContaining({ field })]);
  expect(sqs.calls()).toHaveLength(0);
});

test('neither answers nor logs contain data of the user', async () => {
  queueHolds([letter('m1'), undelivered('m2')]);
  stepFunctions.on(StartExecutionCommand).rejects(new Error('Rate exceeded'));

  const { json } = await repair();

  for (const text of [JSON.stringify(json), output.text]) {
    expect(text).not.toContain(EMAIL);
    expect(text).not.toContain(PERSON_NAME);
  }
  expect(output.logs).toContainEqual(expect.objectContaining({ message: 'A repair was requested', outcomes: { failed: 2 } }));
});
