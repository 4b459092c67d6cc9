import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../../src/runtime/saga-repair/handler';
import { createStartMachine } from '../../../src/runtime/saga-repair/state-machines';
import { apiEvent, EMAIL, lambdaContext, PERSON_NAME, TENANT_ID, USER_ID } from '../events';
import { Output } from '../output';

const CREATE_TENANT = 'arn:aws:states:us-east-1:123456789012:stateMachine:create-tenant';
const ADD_FIRST_ADMIN = 'arn:aws:states:us-east-1:123456789012:stateMachine:add-first-admin';
const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters';
const EVENT = {
  'id': 'e1', 'source': 'app.user', 'detail-type': 'created', 'detail': { email: EMAIL, userName: USER_ID, name: PERSON_NAME, userId: USER_ID },
};
const FAILED_AT = '2026-01-02T03:04:05.678Z';
const SENT_AT = Date.parse('2026-01-02T03:04:06Z');

const sqs = mockClient(SQSClient);
const stepFunctions = mockClient(SFNClient);
const dynamodb = mockClient(DynamoDBDocumentClient);
let output: Output;

beforeEach(() => {
  [sqs, stepFunctions, dynamodb].forEach((client) => client.reset());
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

/** The event itself, as EventBridge puts it into a dead-letter queue. */
function undelivered(messageId: string): Message {
  return {
    MessageId: messageId,
    ReceiptHandle: `handle-${messageId}`,
    Attributes: { SentTimestamp: String(SENT_AT) },
    Body: JSON.stringify(EVENT),
    MessageAttributes: {
      TARGET_ARN: { StringValue: ADD_FIRST_ADMIN, DataType: 'String' },
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS', DataType: 'String' },
      ERROR_MESSAGE: { StringValue: EMAIL, DataType: 'String' },
    },
  };
}

function queueHolds(...batches: Message[][]): void {
  batches.reduce((behaviour, Messages) => behaviour.resolvesOnce({ Messages }), sqs.on(ReceiveMessageCommand)).resolves({});
}

async function repair(body?: unknown) {
  const stepFunctionsClient = new SFNClient({});
  const start = createStartMachine(stepFunctionsClient, [CREATE_TENANT, ADD_FIRST_ADMIN], output.logger);
  const handler = createHandler({
    deadLetters: { sqs: new SQSClient({}), queueUrl: QUEUE_URL, start },
    leftBehind: {
      documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})), tenantsTableName: 'tenants', applicationName: 'app', addFirstAdmin: ADD_FIRST_ADMIN, start,
    },
    allowOrigins: ['*'],
    logger: output.logger,
  });
  const result = await handler(apiEvent({
    method: 'POST', resource: '/repairs', parameters: {}, body: body === undefined ? null : JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
  }), lambdaContext());
  return { status: result.statusCode, json: JSON.parse(result.body) };
}

const started = () => stepFunctions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const deleted = () => sqs.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input.ReceiptHandle);
const madeVisible = () => sqs.commandCalls(ChangeMessageVisibilityCommand)
  .map(({ args: [{ input: { ReceiptHandle, VisibilityTimeout } }] }) => [ReceiptHandle, VisibilityTimeout]);

describe('dead letters', () => {
  test('of both kinds go back to their state machine, unchanged, and are deleted then', async () => {
    queueHolds([letter('m1'), undelivered('m2')], [letter('m3')]);

    const { status, json } = await repair();

    expect(status).toBe(200);
    expect(json).toEqual({
      deadLetters: [
        { messageId: 'm1', outcome: 'started', error: 'DynamoDB.InternalServerError', state: 'Put tenant', failedAt: FAILED_AT },
        { messageId: 'm2', outcome: 'started', error: 'NO_PERMISSIONS', state: '', failedAt: '2026-01-02T03:04:06.000Z' },
        { messageId: 'm3', outcome: 'started', error: 'DynamoDB.InternalServerError', state: 'Put tenant', failedAt: FAILED_AT },
      ],
      leftBehind: [],
      hasMore: false,
    });
    expect(started().map(({ stateMachineArn, name, input }) => [stateMachineArn, name, JSON.parse(input!)])).toEqual([
      [CREATE_TENANT, 'repair-m1', EVENT], [ADD_FIRST_ADMIN, 'repair-m2', EVENT], [CREATE_TENANT, 'repair-m3', EVENT],
    ]);
    expect(deleted()).toEqual(['handle-m1', 'handle-m2', 'handle-m3']);
  });

  test('of an execution that ended by itself hold the event as a text', async () => {
    queueHolds([letter('m1', { event: JSON.stringify(EVENT), error: 'TIMED_OUT', state: '' })]);

    await repair();

    expect(started().map(({ input }) => JSON.parse(input!))).toEqual([EVENT]);
  });

  test('stay when they are only looked at', async () => {
    queueHolds([letter('m1'), undelivered('m2')]);

    const { json } = await repair({ dryRun: true });

    expect(json.deadLetters.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['found', 'found']);
    expect([started(), deleted()]).toEqual([[], []]);
    expect(madeVisible()).toEqual([['handle-m1', 0], ['handle-m2', 0]]);
  });

  test('that are not named stay', async () => {
    queueHolds([letter('m1'), letter('m2'), letter('m3')]);

    const { json } = await repair({ messageIds: ['m2'] });

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm2', outcome: 'started' })]);
    expect(deleted()).toEqual(['handle-m2']);
    expect(madeVisible()).toEqual([['handle-m1', 0], ['handle-m3', 0]]);
    expect(dynamodb.calls()).toHaveLength(0);
  });

  test('that come back while others are repaired are for the next call', async () => {
    const newer = { ...letter('m2'), Attributes: { SentTimestamp: String(Date.now() + 60_000) } };
    queueHolds([letter('m1'), newer]);

    const { json } = await repair();

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm1' })]);
    expect(madeVisible()).toEqual([['handle-m2', 0]]);
  });

  test.each<[string, Message]>([
    ['name a state machine of somebody else', letter('m1', { stateMachine: `${CREATE_TENANT}-of-somebody-else` })],
    ['have no event', letter('m1', { event: undefined })],
    ['have an event that is none', letter('m1', { event: 'x' })],
    ['are no JSON', { ...letter('m1'), Body: 'x' }],
    ['are events without a target', { ...undelivered('m1'), MessageAttributes: {} }],
  ])('that %s stay, and are said to be unreadable', async (_, message) => {
    queueHolds([message]);

    const { json } = await repair();

    expect(json.deadLetters).toEqual([expect.objectContaining({ messageId: 'm1', outcome: 'unreadable' })]);
    expect([started(), deleted()]).toEqual([[], []]);
  });

  test('stay when the state machine cannot be started', async () => {
    queueHolds([letter('m1')]);
    stepFunctions.on(StartExecutionCommand).rejects(new Error(EMAIL));

    const { status, json } = await repair();

    expect(status).toBe(200);
    expect(json.deadLetters).toEqual([expect.objectContaining({ outcome: 'failed' })]);
    expect(deleted()).toEqual([]);
    expect(madeVisible()).toEqual([['handle-m1', 0]]);
  });

  test('that were given back before, but not deleted, are deleted', async () => {
    queueHolds([letter('m1')]);
    stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'x', $metadata: {} }));

    const { json } = await repair();

    expect(json.deadLetters).toEqual([expect.objectContaining({ outcome: 'started' })]);
    expect(deleted()).toEqual(['handle-m1']);
  });

  test('that are too many for one call are left to the next', async () => {
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now += 4_000);
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [letter('m1')] });

    expect((await repair()).json.hasMore).toBe(true);
  });
});

describe('tenants that were left behind', () => {
  const CREATED_AT = '2026-01-01T00:00:00.000Z';
  const ROW = {
    tenantid: TENANT_ID,
    ownerid: USER_ID,
    createdat: CREATED_AT,
    status: 'creating',
    creating: 'creating',
    creation: { email: EMAIL, userName: 'ann', name: PERSON_NAME },
  };

  beforeEach(() => queueHolds());

  test('are found by the index, older than fifteen minutes, and given to the machine that finishes them', async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [ROW] });

    const { json } = await repair();

    expect(json.leftBehind).toEqual([{ tenantId: TENANT_ID, createdAt: CREATED_AT, outcome: 'started' }]);
    const [{ args: [{ input: query }] }] = dynamodb.commandCalls(QueryCommand);
    expect(query).toMatchObject({ TableName: 'tenants', IndexName: 'creating-index', ExpressionAttributeValues: { ':creating': 'creating' } });
    const age = Date.now() - Date.parse(query.ExpressionAttributeValues![':before']);
    expect(age / 60_000).toBeCloseTo(15, 1);
    expect(started().map(({ stateMachineArn, input }) => [stateMachineArn, JSON.parse(input!)])).toEqual([[ADD_FIRST_ADMIN, {
      'source': 'app.tenant',
      'detail-type': 'created',
      'detail': { tenantId: TENANT_ID, userId: USER_ID, email: EMAIL, userName: 'ann', name: PERSON_NAME },
    }]]);
  });

  test('are only looked at when it is asked so', async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [ROW] });

    expect((await repair({ dryRun: true })).json.leftBehind).toEqual([{ tenantId: TENANT_ID, createdAt: CREATED_AT, outcome: 'found' }]);
    expect(started()).toEqual([]);
  });

  test('that are too many for one call are left to the next', async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [ROW], LastEvaluatedKey: { tenantid: TENANT_ID } });

    expect((await repair()).json.hasMore).toBe(true);
  });
});

test.each([
  [{ messageIds: [] }, '/messageIds'],
  [{ messageIds: [1] }, '/messageIds/0'],
  [{ dryRun: 'yes' }, '/dryRun'],
  [{ everything: true }, '/everything'],
])('refuses the body %j', async (body, field) => {
  const { status, json } = await repair(body);

  expect(status).toBe(400);
  expect(json.errors).toEqual([expect.objectContaining({ field })]);
  expect(sqs.calls()).toHaveLength(0);
});

test('neither answers nor logs say who signed up', async () => {
  queueHolds([letter('m1'), undelivered('m2')]);
  stepFunctions.on(StartExecutionCommand).rejects(new Error('Rate exceeded'));

  const { json } = await repair();

  for (const text of [JSON.stringify(json), output.text]) {
    expect(text).not.toContain(EMAIL);
    expect(text).not.toContain(PERSON_NAME);
  }
  expect(output.logs).toContainEqual(expect.objectContaining({ message: 'A repair was asked for', outcomes: { failed: 2 } }));
});
