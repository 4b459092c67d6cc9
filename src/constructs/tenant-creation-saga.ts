import {
  RemovalPolicy, Stack, Duration, aws_cloudwatch as cloudwatch, aws_events as events, aws_iam as iam, aws_kms as kms,
  aws_logs as logs, aws_sqs as sqs, aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DETAIL_TYPE, eventSources } from '../contract/events';
import { METRIC, stateMachineMetricsNamespace } from '../contract/metrics';
import { grantTableKey } from './private/rights/key-rights';
import { ADMIN_ADDED_STATE, defineAddFirstAdmin } from './private/saga/add-first-admin';
import { defineCreateTenant } from './private/saga/create-tenant';
import { FailSafeStateMachine } from './private/state-machines/state-machine';
import { acknowledgeFindings, DEAD_LETTER_QUEUE_FINDINGS } from './private/validation/acknowledged-findings';
import { validateApplicationName } from './private/validation/application-name';
import { inOneCdk } from './private/validation/one-cdk';
import { requireBoolean } from './private/validation/switch';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `TenantCreationSaga`.
 */
export interface TenantCreationSagaProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   *
   * The saga listens to events with the sources `<applicationName>.user` and `<applicationName>.tenant`. Tenant ids are derived from the
   * name, so it must never change once there are tenants.
   */
  readonly applicationName: string;

  /**
   * The tables that tenants and memberships are written to.
   */
  readonly tables: ITenantTables;

  /**
   * The bus that sign-ups are published on, and that the saga publishes to.
   *
   * Every principal that can put events on this bus can cause the creation of tenants. Grant this right only to publishers of sign-ups.
   */
  readonly eventBus: events.IEventBus;

  /**
   * The customer-managed key for the dead-letter queue. Its messages contain sign-up events, with names and email addresses.
   *
   * EventBridge and the state machines get the right to use it. The policy of an imported key is not changed: it must allow
   * `events.amazonaws.com` the actions `kms:Decrypt` and `kms:GenerateDataKey`.
   *
   * @default - encrypted with a key that Amazon SQS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The type of both state machines. `EXPRESS` costs about a dollar per million executions, and its only history is the log. `STANDARD` costs
   * about 25 dollars per million state transitions and keeps the history of each execution for 90 days. It also sends executions to the
   * dead-letter queue that timed out, were aborted, or failed with an error that no state can catch. The definition is the same.
   *
   * Changing the type replaces the state machines. Events that arrive at that moment can become dead letters; repair them afterwards.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
   * @default StateMachineType.EXPRESS
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * The retention of the execution logs. They contain the states that ran and their errors, but no data.
   *
   * @default RetentionDays.SIX_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * Whether the logs are kept when the construct is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly logRemovalPolicy?: RemovalPolicy;

  /**
   * Whether the state machines send traces to AWS X-Ray. With `false` they also have no permission to do so.
   *
   * @default true
   */
  readonly tracingEnabled?: boolean;
}

/**
 * Creates a tenant for every sign-up, with the user as its first admin.
 *
 * Two state machines, each started by an event:
 *
 * 1. `<applicationName>.user` / `created`: creates the tenant with the status `creating`, and publishes
 *    `<applicationName>.tenant` / `created`.
 * 2. `<applicationName>.tenant` / `created`: adds the user as admin and makes the tenant `active`, in one transaction. Then publishes
 *    `<applicationName>.tenant` / `adminUserAdded`.
 *
 * EventBridge delivers at least once and in any order. The tenant id is derived from the application name and the user id, and all writes
 * are conditional, so a repeated event changes nothing. The saga also publishes events at least once, and only while they are true.
 *
 * Malformed events, and events that fail after all retries, go to the dead-letter queue.
 */
export class TenantCreationSaga extends Construct {
  /**
   * The state machine that creates the tenant for a `user` / `created` event.
   */
  public readonly createTenant: sfn.StateMachine;

  /**
   * The state machine that makes the user of a `tenant` / `created` event admin of that tenant.
   */
  public readonly addFirstAdmin: sfn.StateMachine;

  /**
   * The queue for events that did not lead to a tenant. Messages are kept for 14 days.
   *
   * There are three kinds of messages:
   * - from a state machine: a JSON object with the original `event`, and `error`, `cause`, `state`, `stateMachine`, `execution` and
   *   `failedAt`
   * - from EventBridge, if it could not start the state machine: the original event, with the reason in the message attributes `ERROR_CODE`
   *   and `ERROR_MESSAGE`
   * - for a Standard execution that timed out, was aborted, or failed with an error that no state can catch: the status change of Step
   *   Functions, with the original event in `detail.input`
   *
   * To repair, call `POST /repairs` of a `TenantAdminApi`. It starts the state machine again with the original event. Don't put the event on
   * the bus again, because that would start all other subscribers too.
   */
  public readonly deadLetterQueue: sqs.Queue;

  /**
   * The name of the application.
   */
  public readonly applicationName: string;

  /**
   * The tables that tenants and memberships are written to.
   */
  public readonly tables: ITenantTables;

  /**
   * The bus that sign-ups are published on.
   */
  public readonly eventBus: events.IEventBus;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the saga.
   *
   * @throws an error if the application name is not valid
   */
  constructor(scope: Construct, id: string, props: TenantCreationSagaProps) {
    super(inOneCdk(scope, id, props), id);
    validateApplicationName(this, props.applicationName);

    const { applicationName, eventBus, tables: { tenants, users } } = props;
    this.applicationName = applicationName;
    this.tables = props.tables;
    this.eventBus = eventBus;
    const source = eventSources(applicationName);
    const deadLetterQueue = this.createDeadLetterQueue(props.encryptionKey);
    const common = {
      type: props.stateMachineType ?? sfn.StateMachineType.EXPRESS,
      // The longest time of an Express execution.
      timeout: Duration.minutes(5),
      deadLetterQueue,
      logRetention: props.logRetention ?? logs.RetentionDays.SIX_MONTHS,
      logRemovalPolicy: props.logRemovalPolicy ?? RemovalPolicy.DESTROY,
      tracingEnabled: requireBoolean(this, 'tracingEnabled', props.tracingEnabled ?? true),
    };

    this.deadLetterQueue = deadLetterQueue;
    this.createTenant = new FailSafeStateMachine(this, 'CreateTenant', {
      ...common,
      comment: `Create the tenant of a new user of ${applicationName}`,
      // A user who signs up through an invitation joins an existing tenant.
      startedBy: { eventBus, eventPattern: { source: [source.user], detailType: [DETAIL_TYPE.created], detail: { invited: [{ exists: false }] } } },
      define: (states) => defineCreateTenant(states, { applicationName, tenants, users, eventBus, deadLetterQueue }),
    }).stateMachine;
    const addFirstAdmin = new FailSafeStateMachine(this, 'AddFirstAdmin', {
      ...common,
      comment: `Add the first admin to a new tenant of ${applicationName}`,
      // Events with an eventId come from the change stream. Their tenants are complete.
      startedBy: { eventBus, eventPattern: { source: [source.tenant], detailType: [DETAIL_TYPE.created], detail: { eventId: [{ exists: false }] } } },
      define: (states) => defineAddFirstAdmin(states, { applicationName, tenants, users, eventBus, deadLetterQueue }),
    });
    this.addFirstAdmin = addFirstAdmin.stateMachine;
    new logs.MetricFilter(this, 'TenantCreatedFilter', {
      logGroup: addFirstAdmin.logGroup,
      filterPattern: logs.FilterPattern.all(
        logs.FilterPattern.stringValue('$.type', '=', 'SucceedStateEntered'),
        logs.FilterPattern.stringValue('$.details.name', '=', ADMIN_ADDED_STATE),
      ),
      metricNamespace: stateMachineMetricsNamespace(this.addFirstAdmin.stateMachineName),
      metricName: METRIC.tenantCreated,
      metricValue: '1',
      defaultValue: 0,
    });

    grantTableKey(this.createTenant, tenants, 'write');
    grantTableKey(this.createTenant, users, 'read');
    grantTableKey(this.addFirstAdmin, tenants, 'write');
    grantTableKey(this.addFirstAdmin, users, 'write');
  }

  /**
   * The number of tenants that became active, without replays.
   *
   * It is counted in the log of the state machine. AWS delivers this log on a best-effort basis.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricTenantsCreated(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: stateMachineMetricsNamespace(this.addFirstAdmin.stateMachineName),
      metricName: METRIC.tenantCreated,
      statistic: cloudwatch.Stats.SUM,
      ...options,
    });
  }

  /**
   * The number of failed executions of both state machines. Their events are in the dead-letter queue.
   *
   * @param options Period, label ... of the metric.
   */
  public metricFailed(options: cloudwatch.MathExpressionOptions = {}): cloudwatch.MathExpression {
    return sumOf('failed', this.createTenant.metricFailed(), this.addFirstAdmin.metricFailed(), options);
  }

  /**
   * The number of executions of both state machines that timed out. For Express executions, this metric is the only sign.
   *
   * @param options Period, label ... of the metric.
   */
  public metricTimedOut(options: cloudwatch.MathExpressionOptions = {}): cloudwatch.MathExpression {
    return sumOf('timedOut', this.createTenant.metricTimedOut(), this.addFirstAdmin.metricTimedOut(), options);
  }

  /**
   * The number of messages in the dead-letter queue.
   *
   * @param options Period, statistic, label ... of the metric; by default the maximum over five minutes.
   */
  public metricDeadLetters(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  private createDeadLetterQueue(encryptionKey: kms.IKey | undefined): sqs.Queue {
    // Allows the account: the rules depend on the queue and the queue on the key, so a key policy that names the rules would be a cycle.
    encryptionKey?.grant(new iam.ServicePrincipal('events.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    }), 'kms:Decrypt', 'kms:GenerateDataKey');
    const queue = new sqs.Queue(this, 'DeadLetterQueue', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      encryption: encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
      encryptionMasterKey: encryptionKey,
    });
    acknowledgeFindings(queue, DEAD_LETTER_QUEUE_FINDINGS);
    return queue;
  }
}

/** @param id Prefix for the ids of the metrics. It must be unique within a graph. */
function sumOf(id: string, first: cloudwatch.IMetric, second: cloudwatch.IMetric, options: cloudwatch.MathExpressionOptions) {
  return new cloudwatch.MathExpression({
    expression: `SUM([${id}1, ${id}2])`,
    usingMetrics: { [`${id}1`]: first, [`${id}2`]: second },
    label: id,
    ...options,
  });
}
