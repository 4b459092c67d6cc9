import {
  Duration, Lazy, RemovalPolicy, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { defineExport } from './export-states';
import { uniqueSourceName } from './source-names';
import type { ExportWorkerEnvironment, TenantExportsEnvironment, TenantScopeEnvironment } from '../../../contract/environment';
import { EXPORT_MAX_HOURS, EXPORT_STATE_OBJECT, type ExportSource, TENANCY_SOURCE } from '../../../contract/exports';
import { SESSION_TAG } from '../../../contract/isolation';
import { type KeyFormat, textOfFormat } from '../../../contract/key-format';
import { EXPORT_ROUTE } from '../../../contract/routes';
import { FunctionOptions } from '../../function-options';
import type { TenantApi } from '../../tenant-api';
import type { TenantAuditLog } from '../../tenant-audit-log';
import type { TenantCreationSaga } from '../../tenant-creation-saga';
import type { TenantInvitations } from '../../tenant-invitations';
import { apiEnvironment, apiTimeout } from '../api/api-function';
import { addRoutes } from '../api/rest-api';
import { renewAutoDeleteRuntime } from '../dashboard/auto-delete-runtime';
import { createRuntimeFunction } from '../functions/runtime-function';
import { allowToAssume } from '../isolation/assuming-principal';
import { grantList, grantPrefix, grantRows } from '../isolation/scoped-rights';
import { createScopedRole } from '../isolation/scoped-role';
import { inlineRightsOf } from '../rights/inline-rights';
import { grantTableKey } from '../rights/key-rights';
import { FailSafeStateMachine } from '../state-machines/state-machine';
import { acknowledgeFindings, acknowledgeWildcard, EXPORTS_BUCKET_FINDINGS } from '../validation/acknowledged-findings';

export interface DataExportsProps {
  readonly saga: TenantCreationSaga;
  readonly api: TenantApi;
  readonly invitations?: TenantInvitations;
  readonly auditLog?: TenantAuditLog;
  /** Whether admins can export their tenant in the web-app API. */
  readonly selfService: boolean;
  readonly retentionDays: number;
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
  readonly serviceName: string;
  readonly functionOptions?: FunctionOptions;
}

/** The prefix of the objects of a tenant in the bucket for exports. */
export const EXPORTS_PREFIX: KeyFormat = { before: '', behind: '/' };

/** Enough for some 100,000 rows. The state machine calls the function again until everything is exported. */
const WORKER_TIMEOUT = Duration.minutes(5);

/** Exports the data of a tenant into a private bucket, from which admins and operators can download it. */
export class DataExports extends Construct {
  public readonly bucket: s3.Bucket;
  public readonly exportTenant: sfn.StateMachine;
  public readonly workerHandler: lambda.Function;
  /** The function behind the routes for admins. Absent without `selfService`. */
  public readonly handler?: lambda.Function;

  /** The role that reads the data of the tenant in the session tag, and writes its exports. */
  private readonly workerRole: iam.Role;
  /** The role that reads the exports of the tenant in the session tag. */
  private readonly downloadRole: iam.Role;
  private readonly sources: ExportSource[];

  constructor(scope: Construct, id: string, private readonly props: DataExportsProps) {
    super(scope, id);
    const { saga: { tables: { tenants, users } }, invitations, auditLog, selfService } = props;
    this.sources = [
      { name: TENANCY_SOURCE.tenant, kind: 'tenant', tableName: tenants.tableName },
      { name: TENANCY_SOURCE.members, kind: 'members', tableName: users.tableName },
      ...invitations ? [{ name: TENANCY_SOURCE.invitations, kind: 'invitations', tableName: invitations.table.tableName } as const] : [],
      ...auditLog ? [{ name: TENANCY_SOURCE.audit, kind: 'audit', tableName: auditLog.table.tableName } as const] : [],
    ];
    this.bucket = this.createBucket();
    this.workerRole = createScopedRole(this, 'ReadRole', SESSION_TAG.tenantId, 'Exports the tenant in the session tag tenantId');
    this.downloadRole = createScopedRole(this, 'DownloadRole', SESSION_TAG.tenantId, 'Downloads exports of the tenant in the session tag tenantId');
    this.grantWorker();
    this.grantDownload();
    this.workerHandler = this.createWorker();
    this.exportTenant = this.createStateMachine();
    if (selfService) {
      this.handler = this.createHandler();
    }
  }

  /** Adds rows of the application to all exports. */
  public addRows(table: dynamodb.ITable, format: KeyFormat): void {
    this.sources.push({ name: this.nameOf(table), kind: 'rows', tableName: table.tableName, keyFormat: textOfFormat(format, SESSION_TAG.tenantId) });
    const rights = inlineRightsOf(this.workerRole);
    grantRows(rights, SESSION_TAG.tenantId, [table.tableArn], ['dynamodb:Query'], format);
    // It returns the names of the keys, and no data.
    iam.Grant.addToPrincipal({ grantee: rights, actions: ['dynamodb:DescribeTable'], resourceArns: [table.tableArn] });
    grantTableKey(rights, table, 'read');
  }

  /** Adds a list of objects of the application to all exports. */
  public addObjects(bucket: s3.IBucket, prefix: KeyFormat): void {
    this.sources.push({ name: this.nameOf(bucket), kind: 'objects', bucketName: bucket.bucketName, prefix: textOfFormat(prefix, SESSION_TAG.tenantId) });
    grantList(inlineRightsOf(this.workerRole), SESSION_TAG.tenantId, bucket, prefix);
  }

  /** Adds a function of the application whose rows become a part of all exports. */
  public addExporter(name: string, { functionArn }: lambda.IFunction): void {
    this.sources.push({ name, kind: 'exporter', functionArn });
    iam.Grant.addToPrincipal({ grantee: inlineRightsOf(this.workerHandler), actions: ['lambda:InvokeFunction'], resourceArns: [functionArn] });
  }

  public hasSource(name: string): boolean {
    return this.sources.some((source) => source.name === name);
  }

  /** Creates the function behind the routes for operators and services. */
  public createAdministration(scope: Construct, id: string, corsAllowOrigins: readonly string[]): lambda.Function {
    const { serviceName, functionOptions } = this.props;
    const handler = createRuntimeFunction(scope, id, {
      bundle: 'export-administration',
      description: 'Exports tenants for services and operators',
      serviceName,
      options: functionOptions,
      environment: this.apiEnvironment(corsAllowOrigins),
      timeout: apiTimeout(),
    });
    this.allowRequests(handler);
    return handler;
  }

  private nameOf({ node: { id } }: Construct | dynamodb.ITable | s3.IBucket): string {
    return uniqueSourceName(id, (name) => this.hasSource(name));
  }

  private createBucket(): s3.Bucket {
    const { encryptionKey, retentionDays, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = this.props;
    const bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      ...encryptionKey && { encryption: s3.BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true },
      lifecycleRules: [{ expiration: Duration.days(retentionDays), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy,
      // CloudFormation cannot delete a bucket that contains objects.
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
    });
    renewAutoDeleteRuntime(bucket);
    acknowledgeFindings(bucket, EXPORTS_BUCKET_FINDINGS);
    return bucket;
  }

  private grantWorker(): void {
    const { saga: { tables: { tenants, users } }, invitations, auditLog } = this.props;
    const rights = inlineRightsOf(this.workerRole);
    grantRows(rights, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:GetItem']);
    const queried = [users, ...invitations ? [invitations.table] : [], ...auditLog ? [auditLog.table] : []];
    grantRows(rights, SESSION_TAG.tenantId, queried.map(({ tableArn }) => tableArn), ['dynamodb:Query']);
    [tenants, ...queried].forEach((table) => grantTableKey(rights, table, 'read'));
    grantPrefix(rights, SESSION_TAG.tenantId, this.bucket, EXPORTS_PREFIX, { objectActions: ['s3:GetObject', 's3:PutObject'], keyUse: 'write' });
  }

  /** The rows are read to check the tenant and the membership of the caller. Of an export, only the state is written. */
  private grantDownload(): void {
    const { saga: { tables: { tenants, users } } } = this.props;
    const rights = inlineRightsOf(this.downloadRole);
    grantRows(rights, SESSION_TAG.tenantId, [tenants.tableArn, users.tableArn], ['dynamodb:GetItem']);
    [tenants, users].forEach((table) => grantTableKey(rights, table, 'read'));
    grantPrefix(rights, SESSION_TAG.tenantId, this.bucket, EXPORTS_PREFIX, { objectActions: ['s3:GetObject'], keyUse: 'write' });
    const states = this.bucket.arnForObjects(`\${aws:PrincipalTag/${SESSION_TAG.tenantId}}/*/${EXPORT_STATE_OBJECT}`);
    acknowledgeWildcard(this.downloadRole, states, 'The wildcard stands for the id of an export of the tenant of the session.');
    iam.Grant.addToPrincipal({ grantee: rights, actions: ['s3:PutObject'], resourceArns: [states] });
  }

  private createWorker(): lambda.Function {
    const { api, serviceName, functionOptions } = this.props;
    const environment: Omit<ExportWorkerEnvironment, keyof TenantScopeEnvironment> = { TENANCY_EXPORTS_BUCKET_NAME: this.bucket.bucketName };
    const worker = createRuntimeFunction(this, 'Worker', {
      bundle: 'export-worker',
      description: 'Exports the data of one tenant',
      serviceName,
      options: functionOptions,
      environment,
      timeout: WORKER_TIMEOUT,
    });
    allowToAssume(this, worker, this.workerRole, SESSION_TAG.tenantId, { TENANCY_TENANT_ROLE_ARN: this.workerRole.roleArn, ...api._stsRegions });
    return worker;
  }

  private createStateMachine(): sfn.StateMachine {
    const { saga: { applicationName, deadLetterQueue, eventBus }, auditLog, functionOptions } = this.props;
    const { stateMachine } = new FailSafeStateMachine(this, 'ExportTenant', {
      comment: `Export a tenant of ${applicationName}`,
      type: sfn.StateMachineType.STANDARD,
      timeout: Duration.hours(EXPORT_MAX_HOURS),
      deadLetterQueue,
      logRetention: functionOptions?.logRetention ?? logs.RetentionDays.SIX_MONTHS,
      logRemovalPolicy: functionOptions?.logRemovalPolicy ?? RemovalPolicy.DESTROY,
      tracingEnabled: functionOptions?.tracing !== lambda.Tracing.DISABLED,
      define: (states) => defineExport(states, {
        applicationName,
        eventBus,
        worker: this.workerHandler,
        auditWriter: auditLog?.writeHandler,
        workerTimeout: WORKER_TIMEOUT,
        sources: Lazy.any({ produce: () => this.sources }),
        deadLetterQueue,
      }),
    });
    const called = [this.workerHandler, ...auditLog ? [auditLog.writeHandler] : []];
    iam.Grant.addToPrincipal({
      grantee: inlineRightsOf(stateMachine.role),
      actions: ['lambda:InvokeFunction'],
      resourceArns: called.map(({ functionArn }) => functionArn),
    });
    return stateMachine;
  }

  private createHandler(): lambda.Function {
    const { api, serviceName, functionOptions } = this.props;
    const handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'tenant-exports',
      description: 'Exports tenants for their admins',
      serviceName,
      options: functionOptions,
      environment: this.apiEnvironment(api._corsAllowOrigins),
      timeout: apiTimeout(),
    });
    this.allowRequests(handler);
    addRoutes(api.restApi, EXPORT_ROUTE, handler);
    return handler;
  }

  private apiEnvironment(corsAllowOrigins: readonly string[]): Omit<TenantExportsEnvironment, keyof TenantScopeEnvironment> {
    const { saga: { applicationName, tables } } = this.props;
    return {
      ...apiEnvironment(tables, corsAllowOrigins),
      TENANCY_APPLICATION_NAME: applicationName,
      TENANCY_EXPORTS_BUCKET_NAME: this.bucket.bucketName,
      TENANCY_EXPORT_TENANT_ARN: this.exportTenant.stateMachineArn,
    };
  }

  /** Lets a function start exports, and access those of one tenant at a time. */
  private allowRequests(handler: lambda.Function): void {
    const { downloadRole, props: { api } } = this;
    allowToAssume(this, handler, downloadRole, SESSION_TAG.tenantId, { TENANCY_TENANT_ROLE_ARN: downloadRole.roleArn, ...api._stsRegions });
    iam.Grant.addToPrincipal({
      grantee: inlineRightsOf(handler), actions: ['states:StartExecution'], resourceArns: [this.exportTenant.stateMachineArn],
    });
  }
}
