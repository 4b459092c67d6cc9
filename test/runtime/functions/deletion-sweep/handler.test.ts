import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, ExecutionAlreadyExists, ExecutionDoesNotExist, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { ScheduledEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { statusShards } from '../../../../src/contract/attributes';
import { createHandler } from '../../../../src/runtime/functions/deletion-sweep/handler';
import { meaningOf } from '../../../dynamodb-meaning';
import { answerOf, expectProblem } from '../../answers';
import { apiEvent, lambdaContext, TENANT_ID } from '../../events';
import { expectDefinedExpressions } from '../../expressions';
import { Output } from '../../output';

const NOW = '2026-03-04T05:06:07.000Z';
const DELETE_TENANT = 'arn:aws:states:us-east-1:123456789012:stateMachine:delete-tenant';
const SHARDS = statusShards('closing');
const SCHEDULED = { 'source': 'aws.events', 'detail-type': 'Scheduled Event', 'detail': {} } as unknown as ScheduledEvent;

const dynamo = mockClient(DynamoDBDocumentClient);
const stepFunctions = mockClient(SFNClient);
let output: Output;

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] });
  // The first shard is the first that is read.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  [dynamo, stepFunctions].forEach((client) => client.reset());
  dynamo.on(QueryCommand).resolves({ Items: [] });
  stepFunctions.on(StartExecutionCommand).callsFake(() => ({ startDate: new Date() }));
  stepFunctions.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'x', $metadata: {} }));
  output = new Output();
});

afterEach(() => {
  expectDefinedExpressions(dynamo);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** Due tenants by shard, page by page. */
function dueIn(shard: string, ...pages: object[][]): void {
  const query = dynamo.on(QueryCommand, { ExpressionAttributeValues: { ':shard': shard, ':now': NOW } });
  pages.forEach((Items, index) => query.resolvesOnce({ Items, ...index < pages.length - 1 && { LastEvaluatedKey: { page: index } } }));
  query.resolves({ Items: [] });
}

/** The executions of a tenant's deletion, from the first one. */
function executions(tenantId: string, ...attempts: object[]): void {
  attempts.forEach((answer, index) => {
    const name = index === 0 ? `${tenantId}-4` : `${tenantId}-4-${index + 1}`;
    stepFunctions.on(StartExecutionCommand, { name }).rejects(new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata: {} }));
    stepFunctions.on(DescribeExecutionCommand, { executionArn: `${DELETE_TENANT.replace(':stateMachine:', ':execution:')}:${name}` }).resolves(answer);
  });
}

function newHandler() {
  return createHandler({
    documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    stepFunctions: new SFNClient({}),
    applicationName: 'app',
    tenantsTableName: 'tenants',
    deleteTenant: DELETE_TENANT,
    allowOrigins: ['*'],
    logger: output.logger,
    metrics: output.metrics,
  });
}

const sweep = async () => answerOf((await newHandler()(apiEvent({ method: 'POST', resource: '/sweeps', parameters: {} }), lambdaContext()))!);
const started = () => stepFunctions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const queries = () => dynamo.commandCalls(QueryCommand).map(({ args }) => meaningOf(args[0].input));
const due = (tenantid: string, version = 4) => ({ tenantid, version, status: 'closing', deleteat: '2026-03-01T00:00:00.000Z' });

test('starts an execution for each due tenant, with an event that names only the tenant', async () => {
  dueIn(SHARDS[0], [due(TENANT_ID, 9)], [due('t-2')]);
  dueIn(SHARDS.at(-1)!, [due('t-3')]);

  expect(await sweep()).toMatchObject({ status: 200, json: { due: 3, started: 3, stalled: 0, hasMore: false } });
  expect(started().map(({ input, ...request }) => ({ ...request, input: JSON.parse(input!) }))).toEqual([[TENANT_ID, 9], ['t-2', 4], ['t-3', 4]].map(([tenantId, version]) => ({
    stateMachineArn: DELETE_TENANT,
    // One closure has one execution.
    name: `${tenantId}-${version}`,
    input: { 'source': 'app.tenant', 'detail-type': 'deletionDue', 'detail': { tenantId, version, attempt: 1 } },
  })));
});

test('reads the closing tenants of all shards whose deletion is due', async () => {
  await sweep();

  expect(queries()).toEqual(SHARDS.map((shard) => expect.objectContaining({
    TableName: 'tenants', IndexName: 'status-index', keyCondition: `statusshard = "${shard}"`, filter: `deleteat <= "${NOW}"`,
  })));
});

test('begins at another shard each time, and reads all of them', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0.99);
  await sweep();

  expect(queries().map(({ keyCondition }: any) => keyCondition)).toEqual([SHARDS.at(-1), ...SHARDS.slice(0, -1)].map((shard) => `statusshard = "${shard}"`));
});

test('also runs on the schedule, without a response', async () => {
  dueIn(SHARDS[3], [due('t-1')]);

  expect(await newHandler()(SCHEDULED, lambdaContext())).toBeUndefined();
  expect(started().map(({ name }) => name)).toEqual(['t-1-4']);
  expect(output.logs).toContainEqual(expect.objectContaining({ message: 'Due deletions were started', due: 1, started: 1, hasMore: false }));
});

test('does not count deletions that have ended as started', async () => {
  dueIn(SHARDS[0], [due('t-1'), due('t-2')]);
  // The index still lists a tenant that was just deleted.
  executions('t-1', { status: 'SUCCEEDED', stopDate: new Date() });

  expect((await sweep()).json).toEqual({ due: 2, started: 1, stalled: 0, hasMore: false });
});

test('does not count deletions that run already as started', async () => {
  dueIn(SHARDS[0], [due('t-1'), due('t-2')]);
  // Step Functions answers the repeated start of a running execution as it answered the first one.
  stepFunctions.on(StartExecutionCommand, { name: 't-1-4' }).resolves({ startDate: new Date(Date.now() - 60_000) });

  expect((await sweep()).json).toEqual({ due: 2, started: 1, stalled: 0, hasMore: false });
});

test('ends after a quarter of a minute, and says that there may be more', async () => {
  dueIn(SHARDS[0], [due('t-1')], [due('t-2')]);
  stepFunctions.on(StartExecutionCommand).callsFake(() => {
    jest.setSystemTime(Date.now() + 15_001);
    return { startDate: new Date() };
  });

  expect((await sweep()).json).toEqual({ due: 1, started: 1, stalled: 0, hasMore: true });
  expect(started()).toHaveLength(1);
});

test('reports that everything is done if the time ends with the last page of the last shard', async () => {
  dueIn(SHARDS.at(-1)!, [due('t-1')]);
  stepFunctions.on(StartExecutionCommand).callsFake(() => {
    jest.setSystemTime(Date.now() + 15_001);
    return { startDate: new Date() };
  });

  expect((await sweep()).json).toEqual({ due: 1, started: 1, stalled: 0, hasMore: false });
});

test('is refused if Step Functions cannot start an execution', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [due('t-1')] });
  stepFunctions.on(StartExecutionCommand).rejects(new Error('Throttled'));

  expectProblem(await sweep(), 500);
  await expect(newHandler()(SCHEDULED, lambdaContext())).rejects.toThrow('Throttled');
});

test.each<[string, object]>([
  ['has no version', { tenantid: 't-1', deleteat: '2026-03-01T00:00:00.000Z' }],
  ['has an id that cannot be part of an execution\'s name', due('t 1')],
])(
  'starts the deletions of other tenants before it fails for one that %s', async (_, tenant) => {
    dueIn(SHARDS[0], [tenant, due('t-2')], [due('t-3')]);
    dueIn(SHARDS[1], [due('t-4')]);
    stepFunctions.on(StartExecutionCommand, { name: 't 1-4' }).rejects(new Error('Invalid Name'));

    await expect(newHandler()(SCHEDULED, lambdaContext())).rejects.toThrow('1 of 4 due deletions could not be started.');
    expect(started().map(({ name }) => name).filter((name) => name !== 't 1-4')).toEqual(['t-2-4', 't-3-4', 't-4-4']);
  },
);

describe('a deletion that has failed', () => {
  const hoursAgo = (hours: number) => new Date(Date.parse(NOW) - hours * 60 * 60 * 1_000);
  const failed = (hours = 0) => ({ status: 'FAILED', stopDate: hoursAgo(hours) });
  const names = () => started().map(({ name }) => name);
  const onSchedule = async () => newHandler()(SCHEDULED, lambdaContext());

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('is reported and started again at the request of an operator (%s)', async (status) => {
    dueIn(SHARDS[0], [due('t-1'), due('t-2')]);
    executions('t-1', { status, stopDate: new Date() });

    expect((await sweep()).json).toEqual({ due: 2, started: 2, stalled: 1, hasMore: false });
    expect(JSON.parse(started().find(({ name }) => name === 't-1-4-2')!.input!).detail).toEqual({ tenantId: 't-1', version: 4, attempt: 2 });
    expect(output.counted).toEqual(['DeletionStalled']);
  });

  test('is reported at once by the schedule, and not started again on the same day', async () => {
    dueIn(SHARDS[0], [due('t-1')]);
    executions('t-1', failed(23.9));
    await onSchedule();
    expect(names()).toEqual(['t-1-4']);
    expect(output.logs).toContainEqual(expect.objectContaining({ message: 'Due deletions were started', due: 1, started: 0, stalled: 1 }));
    expect(output.counted).toEqual(['DeletionStalled']);

  });

  test('is started again by the schedule after a day', async () => {
    dueIn(SHARDS[0], [due('t-1')]);
    executions('t-1', failed(24.1));
    await onSchedule();
    expect(names()).toEqual(['t-1-4', 't-1-4-2']);
  });

  test('is not started again while another execution of it is running', async () => {
    dueIn(SHARDS[0], [due('t-1')]);
    executions('t-1', failed(50), failed(25), { status: 'RUNNING' });

    expect((await sweep()).json).toEqual({ due: 1, started: 0, stalled: 0, hasMore: false });
    expect(names()).toEqual(['t-1-4']);
    expect(output.counted).toEqual([]);
  });

  test('has one more execution after each failure', async () => {
    dueIn(SHARDS[0], [due('t-1')]);
    executions('t-1', failed(50), failed(25), failed(1));

    expect((await sweep()).json).toMatchObject({ started: 1, stalled: 1 });
    expect(names()).toEqual(['t-1-4', 't-1-4-4']);
  });

  test('is not counted twice if two sweeps start it at the same time', async () => {
    dueIn(SHARDS[0], [due('t-1')]);
    executions('t-1', failed());
    // Step Functions answers the repeated start of a running execution as it answered the first one.
    stepFunctions.on(StartExecutionCommand, { name: 't-1-4-2' }).resolves({ startDate: new Date(Date.parse(NOW) - 60_000) });

    expect((await sweep()).json).toMatchObject({ started: 0, stalled: 1 });
  });

  test('is not confused with one that had nothing to do, which is started again without a report', async () => {
    dueIn(SHARDS[0], [due('t-1')]);
    executions('t-1', { status: 'SUCCEEDED', stopDate: hoursAgo(1) });

    await onSchedule();
    expect(names()).toEqual(['t-1-4', 't-1-4-2']);
    expect(output.counted).toEqual([]);
  });

  test('cannot be looked up without a failure of the sweep, which starts the others', async () => {
    dueIn(SHARDS[0], [due('t-1'), due('t-2')]);
    executions('t-1', failed());
    stepFunctions.on(DescribeExecutionCommand).rejects(new Error('Throttled'));

    await expect(onSchedule()).rejects.toThrow('1 of 2 due deletions could not be started.');
    expect(names()).toContain('t-2-4');
  });
});
