import {
  Duration, RemovalPolicy, aws_cloudwatch as cloudwatch, aws_dynamodb as dynamodb, aws_events as events, aws_iam as iam, aws_kms as kms,
  aws_lambda as lambda, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import { AUDIT_RETENTION_DAYS } from '../contract/audit';
import {
  type AuditReaderEnvironment, type AuditWriterEnvironment, CLIENT_DETAILS, type StsRegionsEnvironment, type TenantScopeEnvironment,
} from '../contract/environment';
import { SESSION_TAG } from '../contract/isolation';
import { AUDIT_ROUTE } from '../contract/routes';
import { apiTimeout } from './private/api/api-function';
import { originsVariable } from './private/api/cors-origins';
import { addRoutes } from './private/api/rest-api';
import { requireStackOfApi } from './private/api/stack-of-api';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { allowToAssume } from './private/isolation/assuming-principal';
import { grantRows } from './private/isolation/scoped-rights';
import { createScopedRole } from './private/isolation/scoped-role';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantTableKey } from './private/rights/key-rights';
import { createAuditArchiver } from './private/streams/audit-archive';
import { grantKeepFailedChanges, listenToStream } from './private/streams/change-stream';
import { failedChangesBucket } from './private/streams/failed-changes-bucket';
import { createAuditTable } from './private/tables/audit-table';
import { grantProvideClientKeys, grantReadAuditPeople, grantReadRemovals } from './private/tables/table-rights';
import { requireStream } from './private/tables/table-stream';
import { validateApplicationName } from './private/validation/application-name';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk } from './private/validation/one-cdk';
import { wholeDuration } from './private/validation/whole-duration';
import { TenantApi } from './tenant-api';
import { ITenantTables } from './tenant-tables';

const SERVICE_NAME = 'tenant-audit-log';

/**
 * Settings of the audit log.
 */
export interface TenantAuditLogOptions {
  /**
   * How long records are kept: whole days, 1 day to 10 years. DynamoDB deletes a record within a few days after that. A new value applies to
   * records that are written afterwards.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
   * @default Duration.days(365)
   */
  readonly retention?: Duration;

  /**
   * A bucket with an object lock, to which records are copied within about a minute. There they are kept for as long as the lock says, and each copy
   * has the hash of the one before, so any change is found. `docs/audit-log.md` has the command that checks the archive.
   *
   * The bucket needs `objectLockEnabled` and `objectLockDefaultRetention`. Nothing of this package deletes from it, also not when a tenant is deleted.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   * @default - records are in the table only
   */
  readonly archive?: s3.IBucket;

  /**
   * Whether a record has the IP address and the user agent of the user who made the change. They are encrypted with a key of that user. The erasure of
   * the user destroys the key.
   *
   * This needs an authorizer that reads the tables, so not `Freshness.ofToken()`.
   *
   * @default - `true`; `false` with `Freshness.ofToken()`
   */
  readonly clientDetails?: boolean;
}

/**
 * Properties of `TenantAuditLog`.
 */
export interface TenantAuditLogProps extends TenantAuditLogOptions {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   * The source of the events is `<applicationName>.tenant`.
   */
  readonly applicationName: string;

  /**
   * The API that the route for admins and auditors is added to. Its tables need a stream of new and old images. The audit log must be in its stack.
   */
  readonly api: TenantApi;

  /**
   * The bus that the events `auditRecorded` are put on.
   */
  readonly eventBus: events.IEventBus;

  /**
   * The table of invitations, with a stream of new and old images.
   *
   * @default - invitations are not recorded
   */
  readonly invitationsTable?: dynamodb.ITable;

  /**
   * The bucket for changes that could not be recorded. Its objects contain names and email addresses.
   *
   * @default - a new bucket: encrypted, private, accessible by TLS only; objects are deleted after 14 days
   */
  readonly failedChangesBucket?: s3.IBucket;

  /**
   * Customer-managed key for the table, and for the new bucket.
   *
   * @default - keys that DynamoDB and Amazon S3 manage
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether the table, and the new bucket, are kept when the construct is removed.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether DynamoDB refuses to delete the table.
   *
   * @default - `true`, unless `removalPolicy` is `RemovalPolicy.DESTROY`
   */
  readonly deletionProtection?: boolean;

  /**
   * Name of the functions in logs and metrics.
   *
   * @default 'tenant-audit-log'
   */
  readonly serviceName?: string;

  /**
   * Memory, tracing and logs of the functions.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

/**
 * Records who changed what in each tenant, and when. Nobody can change a record, and no function but one can add any.
 *
 * The changes come from the change streams of the tables: every change is recorded after it is written, whichever code wrote it, and a change that
 * failed is not. Records hold ids and no names or addresses. They are kept after the tenant is deleted, until their retention ends.
 *
 * The routes are:
 *
 * - `GET /tenant/{tenantId}/audit` of the web-app API, for admins and for members with the role `auditor`. Declare that role in `roles` of the
 *   authorizer if you want to use it
 * - `GET /tenant/{tenantId}/audit` of the admin API, after `addAuditLog`, for services and operators
 * - `POST /tenant/{tenantId}/audit` of the admin API, after `addAuditLog`: adds a record of the application
 *
 * DynamoDB lets two readers read a stream at the same time: this construct is one, and `TenantChangeEvents` another one.
 */
export class TenantAuditLog extends Construct {
  /**
   * The table of records: one item for each record.
   */
  public readonly table: dynamodb.ITable;

  /**
   * The function that writes records. It is the only one that can.
   */
  public readonly writeHandler: lambda.Function;

  /**
   * The function behind the routes that list records. It can only access the records of the tenant in the path.
   */
  public readonly readHandler: lambda.Function;

  /**
   * The function that copies records to the archive. Undefined without one.
   */
  public readonly archiveHandler?: lambda.Function;

  /**
   * The bucket for changes that could not be recorded, and for records that could not be archived.
   */
  public readonly failedChangesBucket: s3.IBucket;

  /** @internal */
  public readonly _tables: ITenantTables;

  private readonly origins: Set<string>;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   *
   * @throws an error if a table has no stream
   */
  public constructor(scope: Construct, id: string, props: TenantAuditLogProps) {
    super(inOneCdk(scope, id, props), id);
    const { api, applicationName, invitationsTable } = props;
    validateApplicationName(this, applicationName);
    requireStackOfApi(this, api);
    const retentionDays = this.retentionDays(props);
    this._tables = api._tables;
    this.origins = new Set(api._corsAllowOrigins);
    const streamed = { tenants: api._tables.tenants, users: api._tables.users, ...invitationsTable && { invitations: invitationsTable } };
    Object.entries(streamed).forEach(([label, table]) => requireStream(this, label, table));
    this.failedChangesBucket = failedChangesBucket(this, {
      failedChangesBucket: props.failedChangesBucket,
      ...props.failedChangesBucket === undefined && { encryptionKey: props.encryptionKey, removalPolicy: props.removalPolicy },
    });
    this.table = createAuditTable(this, 'Table', props);

    this.writeHandler = this.createWriter(props, retentionDays);
    Object.values(streamed).forEach((table) => listenToStream(this.writeHandler, table, this.failedChangesBucket));
    this.readHandler = this.createReader(props);
    if (props.archive) {
      this.archiveHandler = createAuditArchiver(this, 'ArchiveHandler', {
        archive: props.archive,
        table: this.table,
        failedChanges: this.failedChangesBucket,
        serviceName: props.serviceName ?? SERVICE_NAME,
        functionOptions: props.functionOptions,
      });
      grantKeepFailedChanges(this.archiveHandler, this.failedChangesBucket);
    }
    api._addFeature('audit');
    addRoutes(api.restApi, AUDIT_ROUTE, this.readHandler);
  }

  /**
   * The age of the latest change passed to the function that writes, in milliseconds. It grows while changes cannot be recorded.
   *
   * @param options Period, statistic, label ... of the metric; by default the maximum over five minutes.
   */
  public metricDelay(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.writeHandler.metric('IteratorAge', { statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /**
   * Lets web apps of the admin API read the responses too.
   *
   * @internal
   */
  public _allowOrigins(origins: readonly string[]): void {
    origins.forEach((origin) => this.origins.add(origin));
    const value = originsVariable([...this.origins]);
    this.readHandler.addEnvironment('TENANCY_CORS_ALLOW_ORIGINS' satisfies keyof AuditReaderEnvironment, value);
    this.writeHandler.addEnvironment('TENANCY_CORS_ALLOW_ORIGINS' satisfies keyof AuditWriterEnvironment, originsVariable([...origins]));
  }

  private retentionDays({ retention = Duration.days(AUDIT_RETENTION_DAYS.default) }: TenantAuditLogProps): number {
    const { lowest, highest } = AUDIT_RETENTION_DAYS;
    return wholeDuration(this, 'retention', retention, { unit: 'days', lowest, highest, label: '1 day to 3,650 days' });
  }

  private createWriter(
    { api, applicationName, clientDetails, eventBus, functionOptions, serviceName = SERVICE_NAME }: TenantAuditLogProps, retentionDays: number,
  ): lambda.Function {
    const recordsClients = clientDetails ?? api._authorizer._readsRights;
    if (recordsClients && !api._authorizer._readsRights) {
      throw new ConstructError(this, 'clientDetails must be false or left out, because the authorizer of the API does not read the tables, but was true. '
        + 'Leave it out, or choose Freshness.within or Freshness.eachRequest.');
    }
    const { tenants, users } = this._tables;
    const environment: AuditWriterEnvironment = {
      TENANCY_APPLICATION_NAME: applicationName,
      TENANCY_EVENT_BUS_NAME: eventBus.eventBusName,
      TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
      TENANCY_USERS_TABLE_NAME: users.tableName,
      TENANCY_FAILED_CHANGES_BUCKET_NAME: this.failedChangesBucket.bucketName,
      TENANCY_AUDIT_TABLE_NAME: this.table.tableName,
      TENANCY_AUDIT_RETENTION_DAYS: `${retentionDays}`,
      TENANCY_AUDIT_CLIENT_DETAILS: CLIENT_DETAILS[recordsClients ? 'recorded' : 'leftOut'],
      TENANCY_CORS_ALLOW_ORIGINS: '',
    };
    const handler = createRuntimeFunction(this, 'WriteHandler', {
      bundle: 'audit-writer',
      description: 'Writes the audit log of all tenants',
      serviceName,
      options: functionOptions,
      environment,
      // A full batch needs about a hundred requests, ten at a time.
      timeout: Duration.minutes(1),
    });
    const grantee = inlineRightsOf(handler);
    iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:PutItem'], resourceArns: [this.table.tableArn] });
    grantTableKey(grantee, this.table, 'write');
    eventBus.grantPutEventsTo(grantee);
    grantReadRemovals(grantee, this._tables);
    if (recordsClients) {
      grantProvideClientKeys(grantee, users);
      api._authorizer._passSealingKeys();
    }
    grantKeepFailedChanges(handler, this.failedChangesBucket);
    return handler;
  }

  /** The function itself has no permissions on the table of records. */
  private createReader({ api, functionOptions, serviceName = SERVICE_NAME }: TenantAuditLogProps): lambda.Function {
    const { users } = this._tables;
    const environment: Omit<AuditReaderEnvironment, keyof TenantScopeEnvironment> = {
      TENANCY_AUDIT_TABLE_NAME: this.table.tableName,
      TENANCY_USERS_TABLE_NAME: users.tableName,
      TENANCY_CORS_ALLOW_ORIGINS: originsVariable(api._corsAllowOrigins),
    };
    const handler = createRuntimeFunction(this, 'ReadHandler', {
      bundle: 'audit-reader',
      description: 'Lists the audit log of a tenant',
      serviceName,
      options: functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    grantReadAuditPeople(inlineRightsOf(handler), users);
    const role = createScopedRole(this, 'TenantRole', SESSION_TAG.tenantId, 'Reads the audit log and members of the tenant in the session tag tenantId');
    const rights = inlineRightsOf(role);
    grantRows(rights, SESSION_TAG.tenantId, [this.table.tableArn], ['dynamodb:Query']);
    grantTableKey(rights, this.table, 'read');
    grantRows(rights, SESSION_TAG.tenantId, [users.tableArn], ['dynamodb:BatchGetItem']);
    grantTableKey(rights, users, 'read');
    const scope: TenantScopeEnvironment & StsRegionsEnvironment = { TENANCY_TENANT_ROLE_ARN: role.roleArn, ...api._stsRegions };
    allowToAssume(this, handler, role, SESSION_TAG.tenantId, scope);
    return handler;
  }
}
