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
import { SagaStateMachine } from './private/saga/state-machine';
import { acknowledgeFindings, DEAD_LETTER_QUEUE_FINDINGS } from './private/validation/acknowledged-findings';
import { validateApplicationName } from './private/validation/application-name';
import { inOneCdk } from './private/validation/one-cdk';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `TenantCreationSaga`.
 */
export interface TenantCreationSagaProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   *
   * The events it listens to have the sources `<applicationName>.user` and `<applicationName>.tenant`. Tenant ids are
   * derived from it, so it must never change once there are tenants.
   */
  readonly applicationName: string;

  /**
   * The tables that tenants and memberships are written to.
   */
  readonly tables: ITenantTables;

  /**
   * The bus that sign-ups are announced on, and that the saga publishes to.
   *
   * Whoever may put events on this bus can have tenants made: give the right to publishers of sign-ups only.
   */
  readonly eventBus: events.IEventBus;

  /**
   * Customer-managed key for the dead-letter queue. Its messages hold sign-up events: names and e-mail addresses.
   *
   * EventBridge and the state machines are granted its use. An imported key is not changed: its policy must allow
   * `events.amazonaws.com` the actions `kms:Decrypt` and `kms:GenerateDataKey`.
   *
   * @default - encrypted with a key that Amazon SQS manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Type of both state machines. `EXPRESS` costs about a dollar for a million executions and leaves no history but logs.
   * `STANDARD` costs about 25 dollars for a million state transitions, keeps the history of each execution for 90 days, and
   * also sends executions that ended by themselves to the dead-letter queue. The definition is the same.
   *
   * A deployed state machine that changes its type is replaced. Events that arrive in that moment may become dead letters;
   * repair them then.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
   * @default StateMachineType.EXPRESS
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * How long the logs of the executions are kept. They say which states ran and which errors they met, without the data.
   *
   * @default RetentionDays.SIX_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * What happens to the logs when the construct is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/**
 * Makes a tenant of every sign-up, and the user its first admin.
 *
 * Two state machines, each started by an event:
 *
 * 1. `<applicationName>.user` / `created`: puts the tenant, status `creating`, and publishes `<applicationName>.tenant` / `created`.
 * 2. `<applicationName>.tenant` / `created`: in one transaction maps the user as admin and makes the tenant `active`, and
 *    publishes `<applicationName>.tenant` / `adminUserAdded`.
 *
 * EventBridge delivers at least once and in any order. The tenant's id follows from application name and user id, and all
 * writes are conditional, so a repeated event changes nothing. Events are published at least once too, and only while
 * what they say is true.
 *
 * What is malformed, or fails after all retries, ends in the dead-letter queue.
 */
export class TenantCreationSaga extends Construct {
  /**
   * The state machine that makes the tenant of a `user` / `created` event.
   */
  public readonly createTenant: sfn.StateMachine;

  /**
   * The state machine that makes the user of a `tenant` / `created` event admin of that tenant.
   */
  public readonly addFirstAdmin: sfn.StateMachine;

  /**
   * Where events end that no tenant could be made of; kept for 14 days.
   *
   * A message of a state machine is a JSON object with the original `event`, `error`, `cause`, `state`, `stateMachine`,
   * `execution` and `failedAt`. A message of EventBridge, which could not start the state machine, is the original event,
   * with the reason in the message attributes `ERROR_CODE` and `ERROR_MESSAGE`. For a Standard execution that ended by itself
   * it is the status change of Step Functions, with the original event in `detail.input`.
   *
   * To repair, call `POST /repairs` of a `TenantAdminApi`: it starts that state machine again with the original event. Putting
   * the event on the bus again would start every other subscriber too.
   */
  public readonly deadLetterQueue: sqs.Queue;

  /**
   * Name of the application.
   */
  public readonly applicationName: string;

  /**
   * The tables that tenants and memberships are written to.
   */
  public readonly tables: ITenantTables;

  /**
   * The bus that sign-ups are announced on.
   */
  public readonly eventBus: events.IEventBus;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the saga.
   *
   * @throws an error when the application name is not of the form that is described for it
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
      eventBus,
      deadLetterQueue,
      logRetention: props.logRetention ?? logs.RetentionDays.SIX_MONTHS,
      logRemovalPolicy: props.logRemovalPolicy ?? RemovalPolicy.DESTROY,
    };

    this.deadLetterQueue = deadLetterQueue;
    this.createTenant = new SagaStateMachine(this, 'CreateTenant', {
      ...common,
      comment: `Create the tenant of a new user of ${applicationName}`,
      // Who signs up through an invitation joins a tenant that is there.
      startedBy: { source: [source.user], detailType: [DETAIL_TYPE.created], detail: { invited: [{ exists: false }] } },
      define: (states) => defineCreateTenant(states, { applicationName, tenants, eventBus, deadLetterQueue }),
    }).stateMachine;
    const addFirstAdmin = new SagaStateMachine(this, 'AddFirstAdmin', {
      ...common,
      comment: `Add the first admin to a new tenant of ${applicationName}`,
      // Events of the change stream are about tenants that are complete.
      startedBy: { source: [source.tenant], detailType: [DETAIL_TYPE.created], detail: { eventId: [{ exists: false }] } },
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
    grantTableKey(this.addFirstAdmin, tenants, 'write');
    grantTableKey(this.addFirstAdmin, users, 'write');
  }

  /**
   * Tenants that became active. Replays do not count.
   *
   * It is counted in the log of the state machine, whose delivery AWS calls best effort.
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
   * Executions of both state machines that failed: their events are in the dead-letter queue.
   *
   * @param options Period, label ... of the metric.
   */
  public metricFailed(options: cloudwatch.MathExpressionOptions = {}): cloudwatch.MathExpression {
    return sumOf('failed', this.createTenant.metricFailed(), this.addFirstAdmin.metricFailed(), options);
  }

  /**
   * Executions of both state machines that ran out of time. An Express execution that does is seen nowhere else.
   *
   * @param options Period, label ... of the metric.
   */
  public metricTimedOut(options: cloudwatch.MathExpressionOptions = {}): cloudwatch.MathExpression {
    return sumOf('timedOut', this.createTenant.metricTimedOut(), this.addFirstAdmin.metricTimedOut(), options);
  }

  /**
   * Messages in the dead-letter queue.
   *
   * @param options Period, statistic, label ... of the metric; by default the maximum over five minutes.
   */
  public metricDeadLetters(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  private createDeadLetterQueue(encryptionKey: kms.IKey | undefined): sqs.Queue {
    // By account: the rules point to the queue and the queue to the key, so a key policy that names the rules would be a cycle.
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

/** @param id Names the metrics of the sum: within one graph, no two may have the same name. */
function sumOf(id: string, first: cloudwatch.IMetric, second: cloudwatch.IMetric, options: cloudwatch.MathExpressionOptions) {
  return new cloudwatch.MathExpression({
    expression: `SUM([${id}1, ${id}2])`,
    usingMetrics: { [`${id}1`]: first, [`${id}2`]: second },
    label: id,
    ...options,
  });
}
