import {
  ArnFormat, Duration, Lazy, RemovalPolicy, Stack, Token, aws_cloudwatch as cloudwatch, aws_cognito as cognito, aws_dynamodb as dynamodb,
  aws_events as events,
  aws_events_targets as targets, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3, aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { FunctionOptions } from './function-options';
import { OwnedPrefixOptions, OwnedRowsOptions, TenantEraserOptions, TenantLifecycleOptions } from './lifecycle-options';
import { STATUS_INDEX_NAME, USER_INDEX_NAME, USER_RECORD_PREFIX } from '../contract/attributes';
import type { OwnedData } from '../contract/deletion';
import type {
  DeletionSweepEnvironment, FormerMembersEnvironment, GracePeriodEnvironment, StsRegionsEnvironment, TenantClosureEnvironment,
  TenantErasureEnvironment, TenantScopeEnvironment, UserErasureEnvironment, UserScopeEnvironment,
} from '../contract/environment';
import { DEFAULT_EXPORT_RETENTION_DAYS } from '../contract/exports';
import { SESSION_TAG } from '../contract/isolation';
import { DEFAULT_GRACE_PERIOD_DAYS, HIGHEST_GRACE_PERIOD_DAYS } from '../contract/limits';
import { METRIC } from '../contract/metrics';
import { ACCOUNT_ROUTE, CLOSURE_ROUTE } from '../contract/routes';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { originsVariable } from './private/api/cors-origins';
import { addRoutes } from './private/api/rest-api';
import { requireStackOfApi } from './private/api/stack-of-api';
import { uniqueName } from './private/cloudformation/unique-name';
import { emittedMetric } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { allowToAssume } from './private/isolation/assuming-principal';
import { objectPrefixFormat, rowKeyFormat, TABLE_ITSELF } from './private/isolation/key-formats';
import { grantRows, indexArn, QUERY_INDEX } from './private/isolation/scoped-rights';
import { createScopedRole } from './private/isolation/scoped-role';
import { createAdminNotices } from './private/lifecycle/admin-notices';
import { DataExports, EXPORTS_PREFIX } from './private/lifecycle/data-exports';
import { defineDeletion, type Eraser } from './private/lifecycle/deletion';
import {
  DeclaredData, grantEraseObjects, grantEraseRows, ownedObjects, ownedRows, warnOfUndeclaredData,
} from './private/lifecycle/owned-data';
import { SOURCE_NAME } from './private/lifecycle/source-names';
import { createUserErasure } from './private/lifecycle/user-erasure';
import { grantDescribeExecutions } from './private/rights/execution-rights';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantTableKey } from './private/rights/key-rights';
import { FailSafeStateMachine } from './private/state-machines/state-machine';
import { requireTextPartitionKey } from './private/tables/table-keys';
import { grantUserRecords } from './private/tables/table-rights';
import { acknowledgeFindings, acknowledgeWildcard, SWEEP_FINDINGS } from './private/validation/acknowledged-findings';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';
import { requireSameTables } from './private/validation/same-tables';
import { isOn, requireBoolean } from './private/validation/switch';
import { warnOfLateTokens } from './private/validation/token-validity';
import { type DurationRange, wholeDuration } from './private/validation/whole-duration';
import { TenantApi } from './tenant-api';
import { TenantAuditLog } from './tenant-audit-log';
import { TenantCreationSaga } from './tenant-creation-saga';
import { TenantInvitations } from './tenant-invitations';
import { TenantIsolation } from './tenant-isolation';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `TenantLifecycle`.
 */
export interface TenantLifecycleProps extends TenantLifecycleOptions {
  /**
   * The saga of the tenancy. Its tables are those of the tenants, and failed deletions go to its dead-letter queue.
   */
  readonly saga: TenantCreationSaga;

  /**
   * The API that the routes for admins are added to. It must be in the stack of this construct.
   */
  readonly api: TenantApi;

  /**
   * The invitations of the tenancy. Those of a tenant are deleted with it.
   *
   * @default - the tenancy has no invitations
   */
  readonly invitations?: TenantInvitations;

  /**
   * The audit log of the tenancy. It becomes a part of exports, and each export is recorded. The records of a tenant are not deleted with it.
   *
   * @default - the tenancy has no audit log
   */
  readonly auditLog?: TenantAuditLog;

  /**
   * The pool of the users. It must be in the account and Region of this construct. Accounts of erased users are deleted from it.
   *
   * @default - users cannot be erased
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * The isolation of the app's tables and buckets. The synth warns about data that is granted there, but not declared here.
   *
   * @default - no warnings
   */
  readonly isolation?: TenantIsolation;

  /**
   * Customer-managed key for the bucket with exports.
   *
   * @default - the bucket is encrypted with a key of S3
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Policy for the bucket with exports when it is no longer in the template. With `RemovalPolicy.DESTROY`, its objects are deleted with it.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, so it is deleted only if the deployment that creates it is rolled back
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Names the functions in logs and metrics.
   *
   * @default 'tenant-lifecycle'
   */
  readonly serviceName?: string;

  /**
   * Memory, tracing and logs of the functions. `Tracing.DISABLED`, log retention and removal policy apply to the state machine too.
   *
   * @default - 512 MiB, traces are sent, logs of functions are kept for one month, logs of the state machine for six months
   */
  readonly functionOptions?: FunctionOptions;
}

const SERVICE_NAME = 'tenant-lifecycle';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
const MACHINE_NAME_LENGTH = 80;

const GRACE_PERIOD: DurationRange = {
  unit: 'days', lowest: 0, highest: HIGHEST_GRACE_PERIOD_DAYS, label: `0 to ${HIGHEST_GRACE_PERIOD_DAYS}`,
};

const DEFAULT_SETTLING_TIME = Duration.hours(1);

const SETTLING_TIME: DurationRange = { unit: 'seconds', lowest: 1, highest: 2 * 24 * 60 * 60, label: '1 second to 2 days' };

const ERASER_TIME: DurationRange = { unit: 'seconds', lowest: 1, highest: 7 * 24 * 60 * 60, label: '1 second to 7 days' };

const EXPORT_RETENTION: DurationRange = { unit: 'days', lowest: 2, highest: 365, label: '2 to 365' };

const SWEEP_INTERVAL = Duration.minutes(15);

/** Enough for some 100,000 rows. The state machine calls the function again until nothing is left. */
const ERASURE_TIMEOUT = Duration.minutes(5);

/** The longest time of a deletion. The erasers of the app can take days. */
const DELETION_TIMEOUT = Duration.days(90);

/**
 * Closes tenants, restores them, and deletes them with all of their data when their deletion is due.
 *
 * The routes are:
 *
 * - `PUT /tenant/{tenantId}/closure` of the web-app API, for admins who have signed in within the last ten minutes: closes the tenant. The body
 *   has the tenant's current name as a confirmation: `{ "name": "..." }`
 * - `DELETE /tenants/{userId}/closures/{tenantId}` of the web-app API, for the user: restores a tenant that one of its admins has closed
 * - `POST /tenant/{tenantId}/exports` of the web-app API, for admins who have signed in within the last ten minutes: exports the tenant.
 *   `GET /tenant/{tenantId}/exports/{exportId}` returns links to its files when it is complete
 * - `DELETE /tenants/{userId}/account` of the web-app API, for a user who has signed in within the last ten minutes: deletes the account
 * - after `addLifecycle` of the admin API: `PUT` and `DELETE /tenant/{tenantId}/closure`, `POST /sweeps`, the same two routes for exports, and
 *   `DELETE /users/{userId}`
 *
 * A closed tenant is `closing`: nobody can change it, and no new token carries it. Every 15 minutes, a sweep starts one Standard execution for each
 * tenant whose deletion is due. The execution calls the erasers of the app, deletes the rows and objects that `ownsRows` and `ownsPrefix` declare,
 * then the memberships and invitations, and at last replaces the tenant's row with a tombstone. The role that deletes rows and objects can access one
 * tenant only, which IAM enforces by the session tag.
 *
 * An export contains the tenant, its members and invitations, the rows that `ownsRows` declares, a list of the objects that `ownsPrefix` declares,
 * and the rows of the exporters of the app. Each source becomes files of JSON Lines in a private bucket, with a manifest.
 *
 * A deletion or an export that fails is a dead letter of the saga. `POST /repairs` starts it again.
 *
 * An erased user leaves all tenants. A tenant without other members is closed. The only admin among several members is refused. A tombstone in place of
 * the user's record keeps the user from joining a tenant again. The account in the pool is deleted last.
 */
export class TenantLifecycle extends Construct {
  /**
   * The state machine that deletes a tenant.
   */
  public readonly deleteTenant: sfn.StateMachine;

  /**
   * The role that deletes the data of the tenant in the session tag `tenantId`.
   */
  public readonly erasureRole: iam.Role;

  /**
   * The function behind the routes for admins. Undefined without `selfService`.
   */
  public readonly closureHandler?: lambda.Function;

  /**
   * The function that starts due deletions.
   */
  public readonly sweepHandler: lambda.Function;

  /**
   * The function that deletes the data of one tenant. It has no rights of its own, and assumes `erasureRole`.
   */
  public readonly erasureHandler: lambda.Function;

  /**
   * The function that removes a deleted tenant from the records of its members. It can write records of users, and no memberships.
   */
  public readonly formerMembersHandler: lambda.Function;

  /**
   * The function that emails the admins of a closed, restored or exported tenant. Undefined if no emails are sent.
   */
  public readonly adminNoticesHandler?: lambda.Function;

  /**
   * The private bucket with exports. Undefined without exports.
   */
  public readonly exportsBucket?: s3.Bucket;

  /**
   * The state machine that exports a tenant. Undefined without exports.
   */
  public readonly exportTenant?: sfn.StateMachine;

  /**
   * The function that exports the data of one tenant. It has no rights on tables and buckets of its own. Undefined without exports.
   */
  public readonly exportWorker?: lambda.Function;

  /**
   * The function behind the routes with which admins export their tenant. Undefined without exports or `selfService`.
   */
  public readonly exportHandler?: lambda.Function;

  /**
   * The function that erases users. Undefined without `userPool`.
   */
  public readonly userErasureHandler?: lambda.Function;

  private readonly dataExports?: DataExports;
  /** @internal */
  public readonly _tables: ITenantTables;

  private sweepOrigins?: string;
  private readonly tablesOfTenancy: readonly dynamodb.ITable[];
  private readonly declared = new DeclaredData();
  private readonly dataOfApp: OwnedData[] = [];
  private readonly erasers: Eraser[] = [];
  private readonly gracePeriod: GracePeriodEnvironment;
  private readonly serviceName: string;
  private readonly webOrigins: readonly string[];

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   */
  public constructor(scope: Construct, id: string, props: TenantLifecycleProps) {
    super(inOneCdk(scope, id, props), id);
    const { saga, api, invitations, isolation } = props;
    this.serviceName = props.serviceName ?? SERVICE_NAME;
    requireStackOfApi(this, api);
    this.webOrigins = api._corsAllowOrigins;
    requireSameTables(this, 'api', api._tables, saga.tables);
    const gracePeriod = props.gracePeriod ?? Duration.days(DEFAULT_GRACE_PERIOD_DAYS);
    this.gracePeriod = { TENANCY_GRACE_PERIOD_DAYS: wholeDuration(this, 'gracePeriod', gracePeriod, GRACE_PERIOD).toString() };
    this._tables = saga.tables;
    this.erasureRole = createScopedRole(this, 'ErasureRole', SESSION_TAG.tenantId, 'Deletes what belongs to the tenant in the session tag tenantId');
    const { tenants, users } = saga.tables;
    this.erasureHandler = this.createErasure(props);
    this.formerMembersHandler = this.createFormerMembers(props);
    const tablesOfTenancy = [users, ...invitations ? [invitations.table] : []];
    this.tablesOfTenancy = [tenants, ...tablesOfTenancy];
    // Functions of the app can be granted them too.
    this.tablesOfTenancy.forEach((table) => this.declared.add(this, table, { before: '', behind: '' }));
    tablesOfTenancy.forEach((table) => grantEraseRows(this.erasureRole, table));
    this.grantDeletion(tenants);
    this.deleteTenant = this.createStateMachine(props, tablesOfTenancy);
    this.sweepHandler = this.createSweep(props);
    if (requireBoolean(this, 'selfService', props.selfService ?? true)) {
      this.closureHandler = this.createClosure(props);
    }
    this.adminNoticesHandler = this.createAdminNotices(props);
    if (isOn(this, 'exports', props.exports)) {
      this.dataExports = this.createExports(props);
      this.exportsBucket = this.dataExports.bucket;
      this.exportTenant = this.dataExports.exportTenant;
      this.exportWorker = this.dataExports.workerHandler;
      this.exportHandler = this.dataExports.handler;
    }
    if (props.userPool) {
      this.userErasureHandler = this.createUserErasure(props, props.userPool);
    }
    warnOfUndeclaredData(this, isolation, this.declared);
    warnOfLateTokens(this, api._authorizer, { gracePeriod, settlingTime: props.settlingTime ?? DEFAULT_SETTLING_TIME });
  }

  /**
   * Declares that the rows of a tenant are deleted together with the tenant.
   *
   * @param table A table whose partition key (string) is built from the tenant id. The key can have any name.
   * @param options The format of the partition key, and whether the rows are kept and exported.
   * @throws an error if this app creates the table and its partition key is not a string; for an invalid key format; for a format with which a key
   * of one tenant could be the key of another tenant in a grant; and for a table of the tenancy, whose rows are deleted in any case
   */
  public ownsRows(table: dynamodb.ITable, options: OwnedRowsOptions = {}): void {
    requireOneCdk(this, { table });
    this.requireTableOfApp(table);
    requireTextPartitionKey(this, table);
    const format = rowKeyFormat(this, options.keyFormat, SESSION_TAG.tenantId, table, [TABLE_ITSELF]);
    const isNew = this.declared.add(this, table, format, options.retained);
    if (isNew && !options.retained) {
      grantEraseRows(this.erasureRole, table, format);
      this.dataOfApp.push(ownedRows(table, format));
    }
    if (isNew && (options.exported ?? true)) {
      this.dataExports?.addRows(table, format);
    }
  }

  /**
   * Declares that the objects of a tenant are deleted together with the tenant, with all of their versions.
   *
   * Retention and legal holds stop the deletion, which then becomes a dead letter. Incomplete multipart uploads are not deleted, because IAM cannot
   * restrict their list to a prefix: add a lifecycle rule to the bucket that aborts them.
   *
   * @param bucket The bucket.
   * @param options The prefix of the keys of a tenant's objects, and whether the objects are kept and listed in exports.
   * @throws an error for an invalid prefix, and for a prefix with which an object could belong to another tenant in a grant
   */
  public ownsPrefix(bucket: s3.IBucket, options: OwnedPrefixOptions = {}): void {
    requireOneCdk(this, { bucket });
    const format = objectPrefixFormat(this, options.prefix, bucket);
    const isNew = this.declared.add(this, bucket, format, options.retained);
    if (isNew && !options.retained) {
      grantEraseObjects(this.erasureRole, bucket, format);
      this.dataOfApp.push(ownedObjects(bucket, format));
    }
    if (isNew && (options.exported ?? true)) {
      this.dataExports?.addObjects(bucket, format);
    }
  }

  /**
   * Adds a function that deletes data of a tenant elsewhere, such as in a search index or at another company. It is called before rows and objects
   * are deleted, after the erasers that were added earlier.
   *
   * The function gets `{ "tenantId": "...", "taskToken": "..." }`. When everything is deleted, it or any other code sends the token to Step Functions
   * with `SendTaskSuccess`. After `SendTaskFailure`, or without a response in time, the deletion fails and becomes a dead letter. A repaired deletion
   * calls all erasers again, so they must accept a tenant whose data is already deleted.
   *
   * @param handler The function. It gets the right to send results.
   * @param options The time limit.
   */
  public addEraser(handler: lambda.IFunction, options: TenantEraserOptions = {}): void {
    requireOneCdk(this, { handler });
    const { timeout = Duration.hours(24) } = options;
    const seconds = wholeDuration(this, 'timeout', timeout, ERASER_TIME);
    this.erasers.push({ functionArn: handler.functionArn, timeoutSeconds: seconds });
    iam.Grant.addToPrincipal({ grantee: inlineRightsOf(this.deleteTenant.role), actions: ['lambda:InvokeFunction'], resourceArns: [handler.functionArn] });
    this.grantReport(handler, handler.role);
  }

  /**
   * Adds a state machine that deletes data of a tenant elsewhere, for work that takes several steps. It is started in the order of the erasers.
   *
   * The execution gets `{ "tenantId": "...", "taskToken": "..." }` as its input. Its end is not awaited: when everything is deleted, it or any other
   * code sends the token to Step Functions with `SendTaskSuccess`, for example in a task `aws-sdk:sfn:sendTaskSuccess` (Arguments: `TaskToken`,
   * `Output`). Catch errors of the execution and report them with `SendTaskFailure`; otherwise the deletion fails only when the time is over.
   *
   * A repaired deletion calls all erasers again, so they must accept a tenant whose data is already deleted.
   *
   * @param stateMachine The state machine. Its role gets the right to send results.
   * @param options The time limit.
   */
  public addEraserStateMachine(stateMachine: sfn.IStateMachine, options: TenantEraserOptions = {}): void {
    requireOneCdk(this, { stateMachine });
    const { timeout = Duration.hours(24) } = options;
    const { stateMachineArn } = stateMachine;
    this.erasers.push({ stateMachineArn, timeoutSeconds: wholeDuration(this, 'timeout', timeout, ERASER_TIME) });
    iam.Grant.addToPrincipal({ grantee: inlineRightsOf(this.deleteTenant.role), actions: ['states:StartExecution'], resourceArns: [stateMachineArn] });
    const { grantPrincipal } = stateMachine;
    this.grantReport(stateMachine, Construct.isConstruct(grantPrincipal) ? grantPrincipal : undefined);
  }

  /** Allows an eraser to send results to the state machine that waits for them. */
  private grantReport(eraser: iam.IGrantable & IConstruct, role: IConstruct | undefined): void {
    // Not the ARN of the state machine, which refers to the eraser: that would be a cycle.
    const resourceArn = Stack.of(eraser).formatArn({
      service: 'states', resource: 'stateMachine', resourceName: `${nameWithoutSuffix(this)}-*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    iam.Grant.addToPrincipal({ grantee: eraser, actions: ['states:SendTaskFailure', 'states:SendTaskSuccess'], resourceArns: [resourceArn] });
    if (role) {
      acknowledgeWildcard(role, resourceArn, 'The wildcard stands for the end of the name of one state machine.');
    }
  }

  /**
   * Adds a function whose rows become a part of exports, such as data in a search index or at another company.
   *
   * The function gets `{ "tenantId": "...", "exportId": "...", "cursor": "..." }` and returns `{ "rows": [{ ... }], "next": "..." }` within two minutes. Each
   * row becomes a line of JSON. `next` is left out on the last page; otherwise the function is called again with it as `cursor`. The first call has no
   * `cursor`. A call can be repeated. Lambda limits a page to 6 MB.
   *
   * @param name Name of the exported files: 1 to 64 letters, digits, hyphens and underscores.
   * @param handler The function.
   * @throws an error for an invalid name, one that another source has, and if exports are switched off
   */
  public addExporter(name: string, handler: lambda.IFunction): void {
    requireOneCdk(this, { handler });
    if (this.dataExports === undefined) {
      throw new ConstructError(this, 'exports must be switched on for addExporter, but exports.enabled was false. Leave enabled out, or remove the call.');
    }
    if (typeof name !== 'string' || Token.isUnresolved(name) || !SOURCE_NAME.test(name)) {
      throw new ConstructError(this, `name must be 1 to 64 letters, digits, hyphens or underscores, but was ${JSON.stringify(name)}. Use a name such as "orders".`);
    }
    if (this.dataExports.hasSource(name)) {
      throw new ConstructError(this, `name must be unique in an export, but ${JSON.stringify(name)} is the name of another source. Choose another one.`);
    }
    this.dataExports.addExporter(name, handler);
  }

  /**
   * Creates the function that exports tenants for the admin API.
   *
   * @returns nothing without exports
   * @internal
   */
  public _createExportAdministration(scope: Construct, id: string, corsAllowOrigins: readonly string[]): lambda.Function | undefined {
    return this.dataExports?.createAdministration(scope, id, corsAllowOrigins);
  }

  /**
   * The number of deletions that have failed and are not running. Each sweep counts them, every 15 minutes.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricStalled(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.deletionStalled, { handler: this.sweepHandler, serviceName: this.serviceName }, options);
  }

  /**
   * Lets the web apps of an admin API read the responses of the sweep.
   *
   * @internal
   */
  public _allowSweeps(adminApi: Construct, origins: string): void {
    if (this.sweepOrigins !== undefined && this.sweepOrigins !== origins) {
      throw new ConstructError(adminApi, `corsAllowOrigins must be the same for all admin APIs with the lifecycle ${this.node.path}, because they share the function for sweeps, `
        + 'but differs. Pass the same origins, or add the lifecycle to one of them.');
    }
    this.sweepOrigins = origins;
    this.sweepHandler.addEnvironment('TENANCY_CORS_ALLOW_ORIGINS' satisfies keyof DeletionSweepEnvironment, origins);
  }

  /**
   * The variable with the grace period, for the admin API.
   *
   * @internal
   */
  public get _gracePeriod(): GracePeriodEnvironment {
    return this.gracePeriod;
  }

  /** Exports of a deleted tenant do not wait until they expire. */
  private createExports({ saga, api, invitations, auditLog, selfService = true, exports = {}, ...props }: TenantLifecycleProps): DataExports {
    const { retention = Duration.days(DEFAULT_EXPORT_RETENTION_DAYS) } = exports;
    const { encryptionKey, removalPolicy, serviceName = SERVICE_NAME, functionOptions } = props;
    const dataExports = new DataExports(this, 'Exports', {
      saga,
      api,
      invitations,
      auditLog,
      selfService,
      retentionDays: wholeDuration(this, 'exports.retention', retention, EXPORT_RETENTION),
      encryptionKey,
      removalPolicy,
      serviceName,
      functionOptions,
    });
    grantEraseObjects(this.erasureRole, dataExports.bucket, EXPORTS_PREFIX);
    this.dataOfApp.push(ownedObjects(dataExports.bucket, EXPORTS_PREFIX));
    if (selfService) {
      api._addFeature('exports');
    }
    return dataExports;
  }

  /**
   * Lets web apps of the admin API read the responses of the function that erases users. Web apps of the other API read them in any case.
   *
   * @internal
   */
  public _allowOrigins(corsAllowOrigins: readonly string[]): void {
    const variable = originsVariable([...this.webOrigins, ...corsAllowOrigins]);
    this.userErasureHandler?.addEnvironment('TENANCY_CORS_ALLOW_ORIGINS' satisfies keyof UserErasureEnvironment, variable);
  }

  /** The data of the app is deleted first. Without its row and its memberships, the rest of the deletion would fail. */
  private requireTableOfApp(table: dynamodb.ITable): void {
    if (this.tablesOfTenancy.includes(table)) {
      throw new ConstructError(this, `table must be a table of the app, but was ${table.node.path} of the tenancy. Remove the call: the lifecycle deletes the rows `
        + 'of this table by itself.');
    }
  }

  /** The function itself has no rights on tables and buckets; it assumes the erasure role. */
  private createErasure({ saga, api, functionOptions, serviceName = SERVICE_NAME }: TenantLifecycleProps): lambda.Function {
    const { tenants, users } = saga.tables;
    const environment: Omit<TenantErasureEnvironment, keyof TenantScopeEnvironment> = {
      TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
      TENANCY_USERS_TABLE_NAME: users.tableName,
    };
    const erasure = createRuntimeFunction(this, 'ErasureHandler', {
      bundle: 'tenant-erasure',
      description: 'Deletes the data of one tenant',
      serviceName,
      options: functionOptions,
      environment,
      timeout: ERASURE_TIMEOUT,
    });
    allowToAssume(this, erasure, this.erasureRole, SESSION_TAG.tenantId, { TENANCY_TENANT_ROLE_ARN: this.erasureRole.roleArn, ...api._stsRegions });
    return erasure;
  }

  /** Makes a closure final, and replaces the tenant's row. */
  private grantDeletion(tenants: dynamodb.ITable): void {
    const rights = inlineRightsOf(this.erasureRole);
    grantRows(rights, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
    grantTableKey(rights, tenants, 'write');
  }

  private createFormerMembers({ saga: { tables: { users } }, functionOptions, serviceName = SERVICE_NAME }: TenantLifecycleProps): lambda.Function {
    const environment: FormerMembersEnvironment = { TENANCY_USERS_TABLE_NAME: users.tableName };
    const formerMembers = createRuntimeFunction(this, 'FormerMembersHandler', {
      bundle: 'former-members',
      description: 'Removes a deleted tenant from the records of its members',
      serviceName,
      options: functionOptions,
      environment,
      timeout: ERASURE_TIMEOUT,
    });
    grantUserRecords(inlineRightsOf(formerMembers), users);
    return formerMembers;
  }

  private createStateMachine(props: TenantLifecycleProps, tablesOfTenancy: readonly dynamodb.ITable[]): sfn.StateMachine {
    const { saga: { applicationName, deadLetterQueue }, settlingTime = DEFAULT_SETTLING_TIME, functionOptions } = props;
    wholeDuration(this, 'settlingTime', settlingTime, SETTLING_TIME);
    const { stateMachine } = new FailSafeStateMachine(this, 'DeleteTenant', {
      name: uniqueName(this, MACHINE_NAME_LENGTH),
      comment: `Delete a tenant of ${applicationName}`,
      type: sfn.StateMachineType.STANDARD,
      timeout: DELETION_TIMEOUT,
      deadLetterQueue,
      logRetention: functionOptions?.logRetention ?? logs.RetentionDays.SIX_MONTHS,
      logRemovalPolicy: functionOptions?.logRemovalPolicy ?? RemovalPolicy.DESTROY,
      tracingEnabled: functionOptions?.tracing !== lambda.Tracing.DISABLED,
      define: (states) => defineDeletion(states, {
        erasure: this.erasureHandler,
        erasureTimeout: ERASURE_TIMEOUT,
        formerMembers: this.formerMembersHandler,
        erasers: Lazy.any({ produce: () => this.erasers }),
        dataOfApp: Lazy.any({ produce: () => this.dataOfApp }),
        dataOfTenancy: tablesOfTenancy.map((table) => ownedRows(table)),
        settlingTime,
        deadLetterQueue,
      }),
    });
    iam.Grant.addToPrincipal({
      grantee: inlineRightsOf(stateMachine.role),
      actions: ['lambda:InvokeFunction'],
      resourceArns: [this.erasureHandler.functionArn, this.formerMembersHandler.functionArn],
    });
    return stateMachine;
  }

  private createSweep({ saga, functionOptions, serviceName = SERVICE_NAME }: TenantLifecycleProps): lambda.Function {
    const { applicationName, tables: { tenants } } = saga;
    const environment: DeletionSweepEnvironment = {
      TENANCY_APPLICATION_NAME: applicationName,
      TENANCY_TENANTS_TABLE_NAME: tenants.tableName,
      TENANCY_DELETE_TENANT_ARN: this.deleteTenant.stateMachineArn,
      TENANCY_CORS_ALLOW_ORIGINS: '',
    };
    const sweep = createRuntimeFunction(this, 'SweepHandler', {
      bundle: 'deletion-sweep',
      description: 'Starts the deletions that are due',
      serviceName,
      options: functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    const grantee = inlineRightsOf(sweep);
    iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns: [indexArn(tenants, STATUS_INDEX_NAME)] });
    iam.Grant.addToPrincipal({ grantee, actions: ['states:StartExecution'], resourceArns: [this.deleteTenant.stateMachineArn] });
    grantDescribeExecutions(sweep, this.deleteTenant);
    grantTableKey(grantee, tenants, 'read');
    const rule = new events.Rule(this, 'Sweep', {
      description: `Start the due deletions of tenants of ${applicationName}`,
      schedule: events.Schedule.rate(SWEEP_INTERVAL),
      targets: [new targets.LambdaFunction(sweep)],
    });
    acknowledgeFindings(rule, SWEEP_FINDINGS);
    return sweep;
  }

  private createAdminNotices(props: TenantLifecycleProps): lambda.Function | undefined {
    const { saga, api, invitations, adminNotices, functionOptions, serviceName = SERVICE_NAME } = props;
    const email = invitations?._email;
    if (!isOn(this, 'adminNotices', adminNotices)) return undefined;
    if (invitations === undefined || email === undefined) {
      if (adminNotices?.enabled) {
        throw new ConstructError(this, 'adminNotices.enabled must come with invitations that are sent by email, but they are not. Set email of the invitations, or leave enabled out.');
      }
      return undefined;
    }
    return createAdminNotices(this, {
      saga, invitations, email, pageUrl: adminNotices?.pageUrl ?? '', stsRegions: api._stsRegions, serviceName, options: functionOptions,
    });
  }

  /** The function itself has no rights on the tables; it assumes two scoped roles. */
  private createClosure({ saga: { tables }, api, functionOptions, serviceName = SERVICE_NAME }: TenantLifecycleProps): lambda.Function {
    const environment: Omit<TenantClosureEnvironment, keyof TenantScopeEnvironment> = {
      ...apiEnvironment(tables, api._corsAllowOrigins),
      ...this.gracePeriod,
    };
    const closure = createRuntimeFunction(this, 'ClosureHandler', {
      bundle: 'tenant-closure',
      description: 'Closes and restores tenants for their admins',
      serviceName,
      options: functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    this.isolateClosure(closure, tables, api._stsRegions);
    addRoutes(api.restApi, CLOSURE_ROUTE, closure);
    api._addFeature('closure');
    return closure;
  }

  private createUserErasure(props: TenantLifecycleProps, userPool: cognito.IUserPool): lambda.Function {
    const { saga: { applicationName, tables }, api, invitations, serviceName = SERVICE_NAME, functionOptions } = props;
    const erasure = createUserErasure(this, {
      applicationName, tables, invitationsTable: invitations?.table, userPool, api, gracePeriod: this.gracePeriod, serviceName, functionOptions,
    });
    if (props.accountDeletion ?? true) {
      addRoutes(api.restApi, ACCOUNT_ROUTE, erasure);
      api._addFeature('accountDeletion');
    }
    return erasure;
  }

  private isolateClosure(closure: lambda.Function, { tenants, users }: ITenantTables, stsRegions: StsRegionsEnvironment): void {
    const ofTenant = createScopedRole(this, 'TenantRole', SESSION_TAG.tenantId, 'Closes and restores the tenant in the session tag tenantId');
    const ofUser = createScopedRole(this, 'UserRole', SESSION_TAG.userId, 'Finds the tenants of the user in the session tag userId');
    const [tenantRole, userRole] = [inlineRightsOf(ofTenant), inlineRightsOf(ofUser)];
    grantRows(tenantRole, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem']);
    grantRows(tenantRole, SESSION_TAG.tenantId, [users.tableArn], ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem']);
    grantRows(userRole, SESSION_TAG.userId, [users.tableArn], ['dynamodb:GetItem'], { before: USER_RECORD_PREFIX, behind: '' });
    grantRows(userRole, SESSION_TAG.userId, [indexArn(users, USER_INDEX_NAME)], QUERY_INDEX);
    grantTableKey(tenantRole, tenants, 'write');
    grantTableKey(tenantRole, users, 'read');
    grantTableKey(userRole, users, 'read');
    const tenantScope: TenantScopeEnvironment = { TENANCY_TENANT_ROLE_ARN: ofTenant.roleArn };
    const userScope: UserScopeEnvironment = { TENANCY_USER_ROLE_ARN: ofUser.roleArn };
    allowToAssume(this, closure, ofTenant, SESSION_TAG.tenantId, { ...tenantScope, ...stsRegions });
    allowToAssume(this, closure, ofUser, SESSION_TAG.userId, { ...userScope, ...stsRegions });
  }
}

/** The part of the state machine's name that is known at synth. */
function nameWithoutSuffix(scope: Construct): string {
  const name = uniqueName(scope, MACHINE_NAME_LENGTH);
  return name.slice(0, name.indexOf('-${Token'));
}
