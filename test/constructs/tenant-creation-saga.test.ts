import { createHash } from 'node:crypto';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import jsonata from 'jsonata';
import { rightsByRole } from './support';
import { TenantCreationSaga, type TenantCreationSagaProps } from '../../src/constructs/tenant-creation-saga';
import type { TenantStatus } from '../../src/contract/attributes';
import { statusShard } from '../../src/runtime/tenants/status-shard';
import { meaningOf, meaningsOf } from '../dynamodb-meaning';

/** Express executions end after five minutes, unnoticed. */
const LONGEST_EXECUTION_SECONDS = 240;

const LAST_RESORT = 'Send to dead-letter queue';

/** Existing tables of an application. */
class OwnTables extends Construct {
  readonly tenants: dynamodb.ITable;
  readonly users: dynamodb.ITable;

  constructor(scope: Construct, id: string, props: Partial<dynamodb.TableProps> = {}) {
    super(scope, id);
    const tenantid = { name: 'tenantid', type: dynamodb.AttributeType.STRING };
    const userid = { name: 'userid', type: dynamodb.AttributeType.STRING };
    this.tenants = new dynamodb.Table(this, 'Tenants', { ...props, partitionKey: tenantid });
    this.users = new dynamodb.Table(this, 'Users', { ...props, partitionKey: tenantid, sortKey: userid });
  }
}

describe.each(['CreateTenant', 'AddFirstAdmin'])('the definition of %s', (machine) => {
  const { States: states, StartAt: startAt, ...definition } = definitionOf(synthesize(), machine);
  const tasks = Object.entries(states).filter(([, state]) => state.Type === 'Task');

  test('uses JSONata', () => {
    expect(definition.QueryLanguage).toBe('JSONata');
    for (const state of Object.values(states)) expect(state.QueryLanguage ?? 'JSONata').toBe('JSONata');
  });

  test('limits the time of every task and retries it with jitter', () => {
    expect(tasks.length).toBeGreaterThan(3);
    for (const [, task] of tasks) {
      expect(task.TimeoutSeconds).toBe(3);
      expect(task.Retry?.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: 4 });
    }
  });

  test('does not retry errors that a second attempt cannot change', () => {
    for (const [, task] of tasks) {
      expect(task.Retry).toContainEqual({ ErrorEquals: expect.arrayContaining(['States.QueryEvaluationError']), MaxAttempts: 0 });
    }
  });

  test('sends every error of every task to the dead-letter queue', () => {
    for (const [name, task] of tasks.filter(([id]) => id !== LAST_RESORT)) {
      expect([name, task.Catch?.at(-1)]).toEqual([name, expect.objectContaining({ ErrorEquals: ['States.ALL'], Next: LAST_RESORT })]);
    }
  });

  test('fails after the dead letter is sent', () => {
    expect(states[LAST_RESORT].Next).toBe('Failed');
    expect(states.Failed.Type).toBe('Fail');
  });

  test('sends the event unchanged, with the error and the state', () => {
    expect(states[LAST_RESORT].Arguments.MessageBody).toEqual({
      event: '{% $states.context.Execution.Input %}',
      error: '{% $failure.error %}',
      cause: '{% $failure.cause %}',
      state: '{% $failure.state %}',
      stateMachine: '{% $states.context.StateMachine.Id %}',
      execution: '{% $states.context.Execution.Id %}',
      failedAt: '{% $states.context.State.EnteredTime %}',
    });
  });

  test('assigns the failure on every path to the dead-letter queue', () => {
    const waysWithoutFailure = assignmentsOnTheWayTo(states, LAST_RESORT).filter(({ assigned }) => !assigned.includes('failure'));
    // For a conflict, the failure was assigned when the transaction's error was caught.
    expect(waysWithoutFailure.map(({ from }) => from)).toEqual(machine === 'AddFirstAdmin' ? ['Was the user erased?'] : []);
  });

  test('publishes one event per state, so that a retry repeats no other event', () => {
    for (const [, task] of tasks.filter(([, { Resource }]) => Resource?.includes('events:putEvents'))) {
      expect(task.Arguments.Entries).toHaveLength(1);
    }
  });

  test('reads consistently, and reads no personal data', () => {
    for (const [, task] of tasks.filter(([, { Resource }]) => Resource?.includes('getItem'))) {
      const { ConsistentRead: isConsistent, attributes } = meaningOf(task.Arguments);
      expect(isConsistent).toBe(true);
      expect([['ownerid', 'status'], ['role'], ['erasedat']]).toContainEqual(attributes);
    }
  });

  test('can reach all its states', () => {
    expect(new Set(pathsFrom(states, startAt).flat())).toEqual(new Set(Object.keys(states)));
  });

  test('takes less than four minutes if everything times out and is retried', () => {
    const longest = Math.max(...pathsFrom(states, startAt).map((path) => sum(path.map((name) => worstSeconds(states[name])))));
    expect(longest).toBeGreaterThan(60);
    expect(longest).toBeLessThan(LONGEST_EXECUTION_SECONDS);
  });

  test('checks the type before it uses string functions, because a Choice cannot catch errors', () => {
    for (const choice of Object.values(states).filter(({ Type }) => Type === 'Choice')) {
      for (const { Condition } of choice.Choices!) {
        const guarded = Condition.replace(/\(\$type\((\$[\w.]+)\) = "string" \? (?:(?!\$(?:type|states)).)*? : false\)/g, '');
        expect(guarded).not.toMatch(/\$(length|contains|substring|replace|hash)\(/);
      }
    }
  });
});

describe('the tenant', () => {
  const put = definitionOf(synthesize(), 'CreateTenant').States['Put tenant'];

  test('is created only if it does not exist', () => {
    expect(meaningOf(put.Arguments).condition).toBe('attribute_not_exists(tenantid)');
    expect(put.Retry?.[0]).toEqual({
      ErrorEquals: ['States.QueryEvaluationError', 'DynamoDB.ConditionalCheckFailedException'],
      MaxAttempts: 0,
    });
    expect(put.Catch?.[0]).toMatchObject({ ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], Next: 'Read tenant' });
  });

  test('stores the saga as the actor of its creation', () => {
    const at = '{% $states.context.State.EnteredTime %}';
    expect(put.Arguments.Item).toMatchObject({
      createdat: { S: at },
      changedby: { M: { type: { S: '{% "system" %}' }, id: { S: '{% "sign-up" %}' }, at: { S: at } } },
    });
  });

  test('that exists already, but belongs to another user, is a failure, not a replay', () => {
    const decide = definitionOf(synthesize(), 'CreateTenant').States['Does the tenant wait for its admin?'];

    expect(decide.Default).toBe(LAST_RESORT);
    const living = decide.Choices!.filter(({ Condition }) => Condition !== '{% $states.input.status = "deleted" %}');
    expect(living).toHaveLength(4);
    for (const { Condition } of living) expect(Condition).toContain('$states.input.ownerId = $userId');
  });

  test('that was deleted is not created again: its row no longer names its user, so the event is a replay', () => {
    const { States: states } = definitionOf(synthesize(), 'CreateTenant');
    const [deleted] = states['Does the tenant wait for its admin?'].Choices!.filter(({ Condition }) => Condition === '{% $states.input.status = "deleted" %}');

    expect(states[deleted.Next].Type).toBe('Succeed');
  });

  test('has an id that is derived from application and user', () => {
    const [{ Assign }] = definitionOf(synthesize(), 'CreateTenant').States['Is the event well-formed?'].Choices!;
    expect(Assign?.tenantId).toMatch(/^\{% \$substring\(\$hash\("devices:" & .*, "SHA-256"\), 0, 32\) %\}$/);
  });
});

describe('the shard of the index by status', () => {
  const expressionOf = (machine: string, state: string, find: (args: any) => string) =>
    /^\{% (.*) %\}$/.exec(find(definitionOf(synthesize(), machine).States[state].Arguments))![1];
  const EXPRESSIONS = {
    creating: expressionOf('CreateTenant', 'Put tenant', ({ Item }) => Item.statusshard.S),
    active: expressionOf('AddFirstAdmin', 'Map admin and activate tenant', ({ TransactItems: [{ Update }] }) => meaningOf(Update).set.statusshard.S),
  };

  test.each(Object.entries(EXPRESSIONS))('of a tenant that is %s equals the result of the run-time code', async (status, text) => {
    const expression = jsonata(text);
    // A function of Step Functions.
    expression.registerFunction('hash', (value: string) => createHash('sha256').update(value).digest('hex'), '<ss:s>');
    for (const tenantId of ['acme', 't1', 'a-b-c', '0'.repeat(64), '7f83b1657ff1fc53b92dc18148a1d65d']) {
      expect(await expression.evaluate({}, { tenantId })).toBe(statusShard(status as TenantStatus, tenantId));
    }
  });
});

/** The stored actor of a change by the saga, in DynamoDB's JSON. */
const BY_SIGN_UP = '{"M": {"type": {"S": "system"}, "id": {"S": "sign-up"}, "at": {"S": $states.context.State.EnteredTime}}}';

describe('the transaction', () => {
  const { States: states } = definitionOf(synthesize(), 'AddFirstAdmin');
  const transact = states['Map admin and activate tenant'];
  const PROFILE = '{% $substring($hash($userId & "\\n" & $name & "\\n" & $email, "SHA-256"), 0, 16) %}';

  test('activates only a tenant that is being created for this user, and adds only a new membership', () => {
    expect(meaningsOf(transact.Arguments.TransactItems)).toEqual([
      {
        Update: {
          TableName: 'a-reference',
          Key: { tenantid: { S: '{% $tenantId %}' } },
          set: {
            status: { S: 'active' },
            statusshard: { S: '{% "active#" & $substring($hash($tenantId, "SHA-256"), 0, 1) %}' },
            updatedat: { S: '{% $states.context.State.EnteredTime %}' },
            changedby: `{% ${BY_SIGN_UP} %}`,
            members: { N: '1' },
            admins: { N: '1' },
          },
          remove: ['creation'],
          condition: 'ownerid = {"S":"{% $userId %}"} AND status = {"S":"creating"}',
        },
      },
      { Put: { TableName: 'a-reference', Item: expect.any(String), condition: 'attribute_not_exists(tenantid)' } },
      {
        Update: {
          TableName: 'a-reference',
          Key: { tenantid: { S: '{% "@" & $userId %}' }, userid: { S: '{% "@" & $userId %}' } },
          compute: {
            profile: `if_not_exists(profile, ${JSON.stringify({ S: PROFILE })})`,
            profilejoins: 'if_not_exists(profilejoins, {"N":"1"})',
          },
          add: { joins: { N: '1' } },
          condition: 'attribute_not_exists(erasedat)',
        },
      },
    ]);
  });

  test('adds a membership that can be found by its email address, or one without an address', () => {
    const { Put } = transact.Arguments.TransactItems[1];
    expect(Put.Item).toMatch(/^\{% \$merge\(\[\{"tenantid": \{"S": \$tenantId\}, .*"origin": \{"S": "sign-up"\}, /);
    expect(Put.Item).toContain(`"changedby": ${BY_SIGN_UP}}, `);
    expect(Put.Item).toContain('$trim($lowercase($email)) = "" ? {} : {"emailkey": {"S": $trim($lowercase($email))}}');
  });

  test('is retried if it is cancelled, and then the tenant is read again', () => {
    expect(transact.Retry?.[0]).toMatchObject({ ErrorEquals: ['DynamoDb.TransactionCanceledException'], MaxAttempts: 3, JitterStrategy: 'FULL' });
    expect(transact.Catch?.[0]).toMatchObject({ ErrorEquals: ['DynamoDb.TransactionCanceledException'], Next: 'Read tenant again' });
  });
});

describe("the user's record", () => {
  const RECORD_KEY = { S: '{% "@" & $userId %}' };
  const { States: states } = definitionOf(synthesize(), 'AddFirstAdmin');
  const note = states['Note tenant of user'];

  test('gets the tenant with the optimized integration, which names a set of strings like DynamoDB', () => {
    expect(note.Resource).toMatch(/:states:::dynamodb:updateItem$/);
    expect(meaningOf(note.Arguments)).toEqual({
      TableName: 'a-reference',
      Key: { tenantid: RECORD_KEY, userid: RECORD_KEY },
      add: { tenants: { SS: ['{% $tenantId %}'] } },
      condition: 'attribute_not_exists(erasedat)',
    });
  });

  test('gets the tenant before it is active, and only for the user that it is created for', () => {
    expect(note.Next).toBe('Map admin and activate tenant');
    const waysThere = Object.entries(states).flatMap(([name, state]) => transitionsOf(state)
      .filter(({ Next }) => Next === 'Note tenant of user')
      .map((way) => ({ name, ...way })));
    expect(waysThere).toEqual([expect.objectContaining({
      name: 'Does the tenant wait for its admin?',
      Condition: '{% $states.input.status = "creating" and $states.input.ownerId = $userId %}',
    })]);
  });

  test('does not change which tenant the user has chosen for the token', () => {
    expect(JSON.stringify(states)).not.toContain('activetenant');
  });
});

describe('the event that starts a state machine', () => {
  const patterns = Object.values(synthesize().findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern);

  test('is a sign-up without an invitation', () => {
    expect(patterns).toContainEqual({ 'source': ['devices.user'], 'detail-type': ['created'], 'detail': { invited: [{ exists: false }] } });
  });

  test('is a tenant that the saga has published, not one from the change stream', () => {
    expect(patterns).toContainEqual({ 'source': ['devices.tenant'], 'detail-type': ['created'], 'detail': { eventId: [{ exists: false }] } });
  });
});

describe('the state machines', () => {
  test('are Express, traced, and logged without execution data', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 2);
    template.allResourcesProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'EXPRESS',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ALL',
        IncludeExecutionData: false,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: Match.anyValue() } }],
      },
    });
  });

  test('can be Standard, with the same definition', () => {
    const standard = synthesize({ stateMachineType: sfn.StateMachineType.STANDARD });

    standard.allResourcesProperties('AWS::StepFunctions::StateMachine', { StateMachineType: 'STANDARD' });
    for (const machine of ['CreateTenant', 'AddFirstAdmin']) {
      expect(definitionOf(standard, machine)).toEqual(definitionOf(synthesize(), machine));
    }
  });

  test('of the Standard type send executions that ended without a dead letter to the dead-letter queue', () => {
    const template = synthesize({ stateMachineType: sfn.StateMachineType.STANDARD });

    for (const machine of ['CreateTenant', 'AddFirstAdmin']) {
      template.hasResourceProperties('AWS::Events::Rule', {
        // The default bus, where Step Functions publishes status changes.
        EventBusName: Match.absent(),
        EventPattern: {
          'source': ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          'detail': {
            stateMachineArn: [{ Ref: Match.stringLikeRegexp(`^Saga${machine}`) }],
            $or: [
              { status: ['TIMED_OUT', 'ABORTED'] },
              { status: ['FAILED'], error: [{ 'anything-but': ['DeadLettered'] }] },
              { status: ['FAILED'], error: [{ exists: false }] },
            ],
          },
        },
        Targets: [{ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaDeadLetterQueue'), 'Arn'] }, InputTransformer: Match.absent() }],
      });
    }
  });

  test('of the Standard type do not open the queue and its key to other rules', () => {
    const template = synthesize((scope) => ({ stateMachineType: sfn.StateMachineType.STANDARD, encryptionKey: new kms.Key(scope, 'Key') }));

    const statements = [...Object.values(template.findResources('AWS::SQS::QueuePolicy')).map(({ Properties }) => Properties.PolicyDocument),
      ...Object.values(template.findResources('AWS::KMS::Key')).map(({ Properties }) => Properties.KeyPolicy)].flatMap(({ Statement }) => Statement);
    const ofEventBridge = statements.filter(({ Effect, Principal }) => Effect === 'Allow' && Principal?.Service === 'events.amazonaws.com');
    expect(ofEventBridge.length).toBeGreaterThan(3);
    for (const { Condition } of ofEventBridge) expect(Object.keys(Object.assign({}, ...Object.values(Condition)))[0]).toMatch(/^aws:Source(Arn|Account)$/);
  });

  test('end after five minutes with both types', () => {
    for (const machine of ['CreateTenant', 'AddFirstAdmin']) expect(definitionOf(synthesize(), machine).TimeoutSeconds).toBe(300);
  });

  test('log to groups with the vended prefix and unique names, kept for six months', () => {
    const template = synthesize();
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
    template.allResources('AWS::Logs::LogGroup', {
      Properties: {
        RetentionInDays: 180,
        LogGroupName: {
          'Fn::Join': ['', [
            Match.stringLikeRegexp('^/aws/vendedlogs/states/'),
            { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
          ]],
        },
      },
      DeletionPolicy: 'Delete',
    });
  });

  test('keep their logs as configured', () => {
    synthesize({ logRetention: logs.RetentionDays.ONE_YEAR, logRemovalPolicy: RemovalPolicy.RETAIN }).allResources('AWS::Logs::LogGroup', {
      Properties: Match.objectLike({ RetentionInDays: 365 }),
      DeletionPolicy: 'Retain',
    });
  });

  test.each([
    ['CreateTenant', 'devices.user'],
    ['AddFirstAdmin', 'devices.tenant'],
  ])('are started by events: %s by created of %s', (machine, source) => {
    synthesize().hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { Ref: Match.stringLikeRegexp('^Bus') },
      EventPattern: { 'source': [source], 'detail-type': ['created'] },
      State: 'ENABLED',
      Targets: [{
        Id: 'Target0',
        Arn: { Ref: Match.stringLikeRegexp(`^Saga${machine}StateMachine`) },
        RoleArn: Match.anyValue(),
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaDeadLetterQueue'), 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      }],
    });
  });
});

describe('the rights', () => {
  // The actions of log delivery and tracing support no resources.
  const OBSERVABILITY = [
    'logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery '
      + 'logs:ListLogDeliveries logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups on *',
    'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets on *',
  ];

  test.each([
    ['CreateTenant', [
      'dynamodb:PutItem on TablesTenants', 'dynamodb:GetItem on TablesTenants', 'dynamodb:GetItem on TablesUsers', 'dynamodb:DeleteItem on TablesTenants',
    ]],
    ['AddFirstAdmin', [
      'dynamodb:UpdateItem on TablesTenants',
      'dynamodb:GetItem on TablesTenants',
      'dynamodb:PutItem on TablesUsers',
      'dynamodb:UpdateItem on TablesUsers',
      'dynamodb:GetItem on TablesUsers',
    ]],
  ])('of %s are only the rights of its tasks', (machine, onTables) => {
    expect(rightsOf(synthesize(), `Saga${machine}StateMachineRole`)).toEqual([
      ...onTables,
      'events:PutEvents on Bus',
      'sqs:SendMessage on SagaDeadLetterQueue',
      ...OBSERVABILITY,
    ].sort());
  });

  test.each(['CreateTenant', 'AddFirstAdmin'])('of the rule of %s are only to start it', (machine) => {
    expect(rightsOf(synthesize(), `Saga${machine}StateMachineEventsRole`)).toEqual([`states:StartExecution on Saga${machine}StateMachine`]);
  });

  test('include the use of the tables\' customer-managed keys', () => {
    const template = synthesize({}, (scope) => ({ encryptionKey: new kms.Key(scope, 'TableKey') }));
    for (const machine of ['CreateTenant', 'AddFirstAdmin']) {
      expect(rightsOf(template, `Saga${machine}StateMachineRole`)).toContain('kms:Decrypt kms:Encrypt kms:GenerateDataKey* kms:ReEncrypt* on TableKey');
    }
  });
});

describe('the dead-letter queue', () => {
  test('keeps encrypted messages for 14 days', () => {
    synthesize().hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 24 * 3600, SqsManagedSseEnabled: true });
  });

  test('accepts messages only over TLS, and from EventBridge only those of the two rules', () => {
    synthesize().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ...['CreateTenant', 'AddFirstAdmin'].map((machine) => Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [Match.stringLikeRegexp(`^Saga${machine}Rule`), 'Arn'] } } },
          })),
        ],
      },
    });
  });

  test('can have a customer-managed key, which EventBridge and the state machines can use', () => {
    const template = synthesize((scope) => ({ encryptionKey: new kms.Key(scope, 'QueueKey') }));
    template.hasResourceProperties('AWS::SQS::Queue', {
      KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^QueueKey'), 'Arn'] },
      SqsManagedSseEnabled: Match.absent(),
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'events.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      },
    });
    expect(rightsOf(template, 'SagaCreateTenantStateMachineRole')).toContain('kms:Decrypt kms:GenerateDataKey on QueueKey');
  });
});

describe('metrics', () => {
  test('count a tenant at the end of its execution, but not replays', () => {
    const template = synthesize();

    const [{ Properties: { FilterPattern, MetricTransformations } }] = Object.values(template.findResources('AWS::Logs::MetricFilter'));
    expect(MetricTransformations).toEqual([{
      MetricNamespace: { 'Fn::Join': ['', ['CdkTenancy/', { 'Fn::GetAtt': [expect.stringMatching(/^SagaAddFirstAdminStateMachine/), 'Name'] }]] },
      MetricName: 'TenantCreated',
      MetricValue: '1',
      DefaultValue: 0,
    }]);
    const [, state] = /\$\.details\.name = "([^"]+)"/.exec(FilterPattern)!;
    const { States: states } = definitionOf(template, 'AddFirstAdmin');
    expect(FilterPattern).toContain(`$.type = "${states[state].Type}StateEntered"`);
    const waysThere = Object.entries(states).filter(([, { Next, Choices = [] }]) => [Next, ...Choices.map((choice) => choice.Next)].includes(state));
    expect(waysThere.map(([name]) => name)).toEqual(['Publish admin user added']);
    const waysToPublish = Object.entries(states).filter(([, { Next, Choices = [] }]) =>
      [Next, ...Choices.map((choice) => choice.Next)].includes('Publish admin user added'));
    expect(waysToPublish.map(([name]) => name)).toEqual(['Map admin and activate tenant']);
  });

  test('have the names that they are emitted with', () => {
    const stack = new Stack(new App(), 'Stack');
    const saga = new TenantCreationSaga(stack, 'Saga', {
      applicationName: 'devices', tables: new OwnTables(stack, 'Tables'), eventBus: new events.EventBus(stack, 'Bus'),
    });

    expect(saga.metricTenantsCreated()).toMatchObject({
      namespace: `CdkTenancy/${saga.addFirstAdmin.stateMachineName}`, metricName: 'TenantCreated', statistic: 'Sum',
    });
    expect(saga.metricDeadLetters()).toMatchObject({ namespace: 'AWS/SQS', metricName: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum' });
    for (const [metric, name] of [[saga.metricFailed(), 'ExecutionsFailed'], [saga.metricTimedOut(), 'ExecutionsTimedOut']] as const) {
      expect(Object.values(metric.usingMetrics).map((single) => (single as cloudwatch.Metric).metricName)).toEqual([name, name]);
    }
  });
});

test('refuses an application name that is invalid in an event source', () => {
  expect(() => synthesize({ applicationName: 'aws' })).toThrow('Stack/Saga');
});

test('works with tables and a bus of other stacks', () => {
  const app = new App();
  const data = new Stack(app, 'Data');
  const stack = new Stack(app, 'Stack');
  const tables = new OwnTables(data, 'Tables');
  new TenantCreationSaga(stack, 'Saga', { applicationName: 'devices', tables, eventBus: new events.EventBus(data, 'Bus') });

  Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 2);
  expect(data.dependencies).toEqual([]);
});

type Props<T> = Partial<T> | ((scope: Construct) => Partial<T>);

function synthesize(sagaProps: Props<TenantCreationSagaProps> = {}, tableProps: Props<dynamodb.TableProps> = {}): Template {
  const stack = new Stack(new App(), 'Stack');
  const resolve = <T>(props: Props<T>) => typeof props === 'function' ? props(stack) : props;
  new TenantCreationSaga(stack, 'Saga', {
    applicationName: 'devices',
    tables: new OwnTables(stack, 'Tables', resolve(tableProps)),
    eventBus: new events.EventBus(stack, 'Bus'),
    ...resolve(sagaProps),
  });
  return Template.fromStack(stack);
}

interface Transition {
  readonly Next: string;
  readonly Assign?: Record<string, unknown>;
}

interface Retrier {
  readonly ErrorEquals: string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
}

interface State {
  readonly Type: string;
  readonly QueryLanguage?: string;
  readonly Resource?: string;
  readonly Arguments?: any;
  readonly Assign?: Record<string, unknown>;
  readonly TimeoutSeconds?: number;
  readonly Retry?: Retrier[];
  readonly Catch?: Array<Transition & { readonly ErrorEquals: string[] }>;
  readonly Choices?: Array<Transition & { readonly Condition: string }>;
  readonly Default?: string;
  readonly Next?: string;
}

type States = Record<string, State>;

function definitionOf(template: Template, machine: string): {
  StartAt: string; QueryLanguage: string; TimeoutSeconds: number; States: States;
} {
  const resources = Object.entries(template.findResources('AWS::StepFunctions::StateMachine'));
  const [, { Properties }] = resources.find(([id]) => id.startsWith(`Saga${machine}`))!;
  const parts: unknown[] = Properties.DefinitionString['Fn::Join'][1];
  return JSON.parse(parts.map((part) => typeof part === 'string' ? part : 'a-reference').join(''));
}

function transitionsOf(state: State): Transition[] {
  return [
    ...state.Choices ?? [],
    ...state.Catch ?? [],
    ...state.Default ? [{ Next: state.Default, Assign: state.Assign }] : [],
    ...state.Next ? [{ Next: state.Next, Assign: state.Assign }] : [],
  ];
}

/** All paths through the machine, which has no loops. */
function pathsFrom(states: States, name: string): string[][] {
  const next = transitionsOf(states[name]).map(({ Next }) => Next);
  return next.length === 0 ? [[name]] : next.flatMap((successor) => pathsFrom(states, successor).map((path) => [name, ...path]));
}

function assignmentsOnTheWayTo(states: States, target: string): Array<{ from: string; assigned: string[] }> {
  return Object.entries(states).flatMap(([from, state]) => transitionsOf(state)
    .filter(({ Next }) => Next === target)
    .map(({ Assign = {} }) => ({ from, assigned: Object.keys(Assign) })));
}

/** The longest time of a path: every attempt times out, all retries are used, and no jitter shortens a delay. */
function worstSeconds({ TimeoutSeconds = 0, Retry = [] }: State): number {
  const retries = sum(Retry.map(({ MaxAttempts }) => MaxAttempts));
  const delays = Retry.flatMap(({ MaxAttempts, IntervalSeconds = 1, BackoffRate = 2 }) =>
    Array.from({ length: MaxAttempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt));
  return TimeoutSeconds * (1 + retries) + sum(delays);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The statements of a role as "actions on resource". Resources are named without their hash. */
function rightsOf(template: Template, roleId: string): string[] {
  return Object.entries(rightsByRole(template))
    .filter(([id]) => withoutHash(id) === roleId)
    .flatMap(([, statements]) => statements)
    .map(({ Effect, Action, Resource }) => {
      expect(Effect).toBe('Allow');
      return `${[Action].flat().join(' ')} on ${resourceName(Resource)}`;
    })
    .sort();
}

function resourceName(resource: any): string {
  if (typeof resource === 'string') return resource;
  if (resource.Ref) return withoutHash(resource.Ref);
  if (resource['Fn::GetAtt']) return withoutHash(resource['Fn::GetAtt'][0]);
  return resourceName(resource['Fn::Join'][1].at(-1));
}

function withoutHash(logicalId: string): string {
  return logicalId.slice(0, -8);
}
