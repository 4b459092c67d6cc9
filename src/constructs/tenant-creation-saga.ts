import { RemovalPolicy, Stack, Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeFindings, DEAD_LETTER_QUEUE_FINDINGS } from './private/acknowledged-findings';
import { validateApplicationName } from './private/application-name';
import { defineAddFirstAdmin } from './private/saga-add-first-admin';
import { defineCreateTenant } from './private/saga-create-tenant';
import { SagaStateMachine } from './private/saga-state-machine';
import { ITenantTables } from './tenant-tables';
import { DETAIL_TYPE, eventSources } from '../contract/events';

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
   * How long the logs of the executions are kept. They say which states ran and which errors they met, without the data.
   *
   * @default logs.RetentionDays.SIX_MONTHS
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
 * Two Express state machines, each started by an event:
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
   * with the reason in the message attributes `ERROR_CODE` and `ERROR_MESSAGE`, and the state machine in `TARGET_ARN`.
   *
   * To repair, start that state machine again with the original event as input. Putting the event on the bus again would
   * start every other subscriber too.
   */
  public readonly deadLetterQueue: sqs.Queue;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the saga.
   *
   * @throws an error when the application name is not of the form that `applicationName` describes
   */
  constructor(scope: Construct, id: string, props: TenantCreationSagaProps) {
    super(scope, id);
    validateApplicationName(this, props.applicationName);

    const { applicationName, eventBus, tables: { tenants, users } } = props;
    const source = eventSources(applicationName);
    const deadLetterQueue = this.createDeadLetterQueue(props.encryptionKey);
    const common = {
      eventBus,
      deadLetterQueue,
      logRetention: props.logRetention ?? logs.RetentionDays.SIX_MONTHS,
      logRemovalPolicy: props.logRemovalPolicy ?? RemovalPolicy.DESTROY,
    };

    this.deadLetterQueue = deadLetterQueue;
    this.createTenant = new SagaStateMachine(this, 'CreateTenant', {
      ...common,
      comment: `Create the tenant of a new user of ${applicationName}`,
      startedBy: { source: [source.user], detailType: [DETAIL_TYPE.created] },
      define: (states) => defineCreateTenant(states, { applicationName, tenants, eventBus, deadLetterQueue }),
    }).stateMachine;
    this.addFirstAdmin = new SagaStateMachine(this, 'AddFirstAdmin', {
      ...common,
      comment: `Add the first admin to a new tenant of ${applicationName}`,
      startedBy: { source: [source.tenant], detailType: [DETAIL_TYPE.created] },
      define: (states) => defineAddFirstAdmin(states, { applicationName, tenants, users, eventBus, deadLetterQueue }),
    }).stateMachine;

    grantTableKey(this.createTenant, tenants);
    grantTableKey(this.addFirstAdmin, tenants);
    grantTableKey(this.addFirstAdmin, users);
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

/**
 * DynamoDB uses a customer-managed key in the name of the caller.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
function grantTableKey(machine: sfn.StateMachine, table: dynamodb.ITable): void {
  table.encryptionKey?.grantEncryptDecrypt(machine);
}
