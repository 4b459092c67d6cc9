import {
  Duration, RemovalPolicy, aws_cloudwatch as cloudwatch, aws_dynamodb as dynamodb, aws_events as events, aws_kms as kms,
  aws_lambda as lambda, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import type { ChangeEventsEnvironment } from '../contract/environment';
import { METRIC } from '../contract/metrics';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantKeepFailedChanges, listenToStream } from './private/streams/change-stream';
import { failedChangesBucket } from './private/streams/failed-changes-bucket';
import { grantReadRemovals } from './private/tables/table-rights';
import { requireStream } from './private/tables/table-stream';
import { validateApplicationName } from './private/validation/application-name';
import { inOneCdk } from './private/validation/one-cdk';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `TenantChangeEvents`.
 */
export interface TenantChangeEventsProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   * The source of the events is `<applicationName>.tenant`.
   */
  readonly applicationName: string;

  /**
   * The bus that events are put on.
   */
  readonly eventBus: events.IEventBus;

  /**
   * The tables whose changes are published. Both need a stream of new and old images. Tables of other stacks or apps must be imported
   * with `tableStreamArn`.
   */
  readonly tables: ITenantTables;

  /**
   * The table of invitations, with partition key `tenantid`, sort key `invitationid` and a stream of new and old images.
   *
   * @default - no events for invitations
   */
  readonly invitationsTable?: dynamodb.ITable;

  /**
   * The bucket for changes that could not be published. Its objects contain names and email addresses.
   *
   * @default - a new bucket: encrypted, private, accessible by TLS only; objects are deleted after 14 days
   */
  readonly failedChangesBucket?: s3.IBucket;

  /**
   * Customer-managed key for the new bucket. Cannot be combined with `failedChangesBucket`.
   *
   * @default - a key that Amazon S3 manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether the new bucket is kept when the construct is removed. With `RemovalPolicy.DESTROY`, it is emptied and deleted. By default, it is
   * kept, but it is deleted if the deployment that creates it is rolled back. Cannot be combined with `failedChangesBucket`.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

/**
 * Publishes changes of tenants, members and invitations: `renamed`, `memberAdded`, `memberRoleChanged`, `memberProfileChanged`,
 * `memberRemoved`, `invitationCreated`, `invitationResent`, `invitationAccepted`, `invitationDeclined` and `invitationRevoked`. For a tenant
 * that is created through the API, it also publishes `created` and `adminUserAdded`.
 *
 * The events come from the change streams of the tables. Every change is published after it is written, whichever code wrote it. Delivery
 * is at least once: events with the same `eventId` are duplicates. Changes of one row are published in order.
 *
 * A change that the bus rejects is retried for twelve hours, and all later changes of the same stream shard wait for it. After that, the
 * change is in the bucket `failedChangesBucket`. Changes that cannot be turned into an event are also there. `docs/operations.md` explains
 * how to replay them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class TenantChangeEvents extends Construct {
  /**
   * The function that the streams invoke.
   */
  public readonly handler: lambda.Function;

  /**
   * The bucket for changes that could not be published.
   */
  public readonly failedChangesBucket: s3.IBucket;

  private readonly metricSource: MetricSource;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   *
   * @throws an error if a table has no stream
   */
  public constructor(scope: Construct, id: string, props: TenantChangeEventsProps) {
    super(inOneCdk(scope, id, props), id);
    const { applicationName, eventBus, tables: { tenants, users }, invitationsTable } = props;
    validateApplicationName(this, applicationName);
    requireStream(this, 'tenants', tenants);
    requireStream(this, 'users', users);
    if (invitationsTable) {
      requireStream(this, 'invitations', invitationsTable);
    }
    this.failedChangesBucket = failedChangesBucket(this, props);

    const environment: ChangeEventsEnvironment = {
      TENANCY_APPLICATION_NAME: applicationName,
      TENANCY_EVENT_BUS_NAME: eventBus.eventBusName,
      TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
      TENANCY_USERS_TABLE_NAME: users.tableName,
      TENANCY_FAILED_CHANGES_BUCKET_NAME: this.failedChangesBucket.bucketName,
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'change-events',
      description: 'Publishes changes of tenants, members and invitations',
      serviceName: applicationName,
      options: props.functionOptions,
      environment,
      // A full batch needs about thirty requests.
      timeout: Duration.minutes(1),
    });
    this.metricSource = { handler: this.handler, serviceName: applicationName };
    eventBus.grantPutEventsTo(inlineRightsOf(this.handler));
    grantReadRemovals(inlineRightsOf(this.handler), props.tables);
    grantKeepFailedChanges(this.handler, this.failedChangesBucket);
    for (const table of [tenants, users, ...invitationsTable ? [invitationsTable] : []]) {
      listenToStream(this.handler, table, this.failedChangesBucket);
    }
  }

  /**
   * The number of events that were put on the bus.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricPublished(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.changePublished, this.metricSource, options);
  }

  /**
   * The number of events that the bus rejected. They are retried.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricPublishFailed(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.changePublishFailed, this.metricSource, options);
  }

  /**
   * The number of changes whose rows lack attributes that the event needs. They are in the bucket `failedChangesBucket`.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricUnreadable(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.changeUnreadable, this.metricSource, options);
  }

  /**
   * The age of the latest change passed to the function, in milliseconds. It grows while the bus rejects events.
   *
   * @param options Period, statistic, label ... of the metric; by default the maximum over five minutes.
   */
  public metricDelay(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.handler.metric('IteratorAge', { statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }
}
