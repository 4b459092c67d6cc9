import {
  CfnOutput, Duration, Lazy, RemovalPolicy, Stack, Token, aws_cognito as cognito, aws_events as events, aws_kms as kms, aws_lambda as lambda,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessRule } from './access-rule';
import { AdditionalTenants } from './additional-tenants';
import { ApiOptions } from './api-options';
import { Freshness } from './freshness';
import { FunctionOptions } from './function-options';
import { AdminNoticesOptions, TenantLifecycleOptions } from './lifecycle-options';
import { MemberProfiles } from './member-profiles';
import { LookupFailure, PreTokenEnricher, PreTokenEventVersion, TenantLookup } from './pre-token-enricher';
import { DASHBOARD_PATH } from '../contract/dashboard';
import { validateCorsOrigins } from './private/api/cors-origins';
import { uniqueName } from './private/cloudformation/unique-name';
import { protectUserPool } from './private/tables/deletion-protection';
import { selfWrittenAttributes } from './private/user-pool/self-written-attributes';
import { validatePoolArrangement } from './private/user-pool/stack-arrangement';
import { acknowledgeFindings, USER_POOL_FINDINGS } from './private/validation/acknowledged-findings';
import { validateApplicationName } from './private/validation/application-name';
import { ConstructError } from './private/validation/construct-error';
import { noteKeptResources } from './private/validation/kept-resources';
import { inOneCdk } from './private/validation/one-cdk';
import { validateTokenPartition } from './private/validation/partition';
import { isOn, requireBoolean } from './private/validation/switch';
import { SignUpPublisher } from './sign-up-publisher';
import { TenancySuspensionOptions } from './suspension-options';
import { TenancyLimits } from './tenancy-limits';
import { TenancyMonitoring, TenancyMonitoringOptions } from './tenancy-monitoring';
import { TenantAdminApi } from './tenant-admin-api';
import { TenancyMembersOptions, TenantApi } from './tenant-api';
import { TenantAuditLog, TenantAuditLogOptions } from './tenant-audit-log';
import { TenantAuthorizer, TokenUse } from './tenant-authorizer';
import { TenantChangeEvents } from './tenant-change-events';
import { TenantCreationSaga } from './tenant-creation-saga';
import { TenantDashboard, TenantDashboardOptions } from './tenant-dashboard';
import { TenantEvents } from './tenant-events';
import { TenantInvitations, TenantInvitationsOptions } from './tenant-invitations';
import { TenantIsolation } from './tenant-isolation';
import { TenantLifecycle } from './tenant-lifecycle';
import { ITenantTables, TenantTables } from './tenant-tables';
import { UserSessions } from './user-sessions';

/**
 * Properties of `Tenancy`.
 */
export interface TenancyProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter.
   *
   * Event sources begin with it and tenant ids are derived from it, so it must never change once there are tenants.
   */
  readonly applicationName: string;

  /**
   * The pool that users sign up in. It must be in the stack of this construct or in a nested stack of it. An imported pool must be in
   * the same account and Region. The post-confirmation and pre-token-generation triggers of the pool must be free.
   *
   * @default - a new pool: self sign-up, sign-in and recovery by email, Essentials plan, protected against deletion
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * The app clients whose tokens the API accepts: 1 to 50. Requires `userPool`, the pool of these clients.
   *
   * @default - a new client of the pool, for web apps: no secret, sign-in by SRP; failed sign-ins do not reveal whether the user exists
   */
  readonly userPoolClients?: cognito.IUserPoolClient[];

  /**
   * Whether the new client also accepts passwords in plain text (`USER_PASSWORD_AUTH`). With SRP, requests do not contain the password.
   * Cannot be combined with `userPoolClients`.
   *
   * @default false
   */
  readonly allowPlainPasswords?: boolean;

  /**
   * How the new pool sends email. Cognito's own email is limited to 50 messages a day. Use Amazon SES in production.
   * Cannot be combined with `userPool`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   * @default - Cognito's own email
   */
  readonly email?: cognito.UserPoolEmail;

  /**
   * The bus that events are put on.
   *
   * @default - a new bus
   */
  readonly eventBus?: events.IEventBus;

  /**
   * The tables of tenants and users.
   *
   * @default - new tables: on demand, with point-in-time recovery, protected against deletion
   */
  readonly tables?: ITenantTables;

  /**
   * Customer-managed key for new tables, the dead-letter queue and the bucket for changes that could not be published.
   *
   * @default - keys that AWS owns or manages
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Roles that a member can have in addition to `admin` and `member`: at most 50, each of 2 to 32 lower-case letters, digits and hyphens.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Rules that restrict your own routes to some roles. `authorizer.addRule` adds more.
   *
   * @default - every member may use all of your routes below `/tenant/{tenantId}`
   */
  readonly accessRules?: AccessRule[];

  /**
   * Upper limits for members per tenant, pending invitations per tenant and tenants per user.
   *
   * @default - 10,000 members per tenant, 100 pending invitations per tenant, 10 tenants per user
   */
  readonly limits?: TenancyLimits;

  /**
   * Routes for members in the web-app API: members can list all members and leave the tenant. Admins can also change roles and remove members.
   *
   * @default - enabled
   */
  readonly members?: TenancyMembersOptions;

  /**
   * Options for tenants that users create in addition to the tenant of their sign-up.
   *
   * @default - enabled
   */
  readonly additionalTenants?: TenancyAdditionalTenantsOptions;

  /**
   * Options for invitations into a tenant.
   *
   * @default - enabled. The admin passes on the link to the dashboard, or the code if there is no dashboard.
   */
  readonly invitations?: TenancyInvitationsOptions;

  /**
   * How old a right may be when it is used: how soon the web-app API refuses a removed member, a demoted admin, a member of a suspended tenant and
   * an ended session.
   *
   * @default Freshness.within(Duration.seconds(30))
   */
  readonly freshness?: Freshness;

  /**
   * The audit log: a table that records each change of a tenant with its actor and its time, and routes that list the records for admins,
   * auditors, services and operators.
   *
   * @default - switched on; records are kept for 365 days
   */
  readonly audit?: TenancyAuditOptions;

  /**
   * Routes that end all sessions of a person: for the person, for the admins of their tenants, and for operators and services.
   *
   * @default - enabled
   */
  readonly sessions?: TenancySessionsOptions;

  /**
   * The access of members to suspended tenants. By default, they have none. With `SuspensionAccess.READ_ONLY` they can still read.
   *
   * @default - `SuspensionAccess.NONE`
   */
  readonly suspension?: TenancySuspensionOptions;

  /**
   * Options for the closure and deletion of tenants. Declare your own tables and buckets with `lifecycle.ownsRows` and `lifecycle.ownsPrefix`.
   *
   * @default - enabled. Admins can close their tenant, and it is deleted after 30 days.
   */
  readonly lifecycle?: TenancyLifecycleOptions;

  /**
   * Events for changes of tenants, members and invitations. Tables that you pass need a stream of new and old images.
   *
   * @default - enabled
   */
  readonly changeEvents?: TenancyChangeEventsOptions;

  /**
   * Type of the state machines that create tenants. `EXPRESS` costs less. `STANDARD` keeps a history of all executions.
   *
   * @default StateMachineType.EXPRESS
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * Version of the pre-token event. With `V1_0` the API accepts ID tokens, with `V2_0` access tokens.
   *
   * @default PreTokenEventVersion.V2_0
   */
  readonly preTokenEventVersion?: PreTokenEventVersion;

  /**
   * How the pre-token function looks up the tenant of a user at a sign-in or refresh: by invoking a function for this purpose, or by a request
   * to the admin API, which also appears in the access log of the API.
   *
   * @default TenantLookup.DIRECT
   */
  readonly lookup?: TenantLookup;

  /**
   * The result of a sign-in when the tenant cannot be looked up.
   *
   * @default LookupFailure.DENY
   */
  readonly onLookupFailure?: LookupFailure;

  /**
   * Healing of lost sign-ups. When a user without a tenant signs in, their sign-up is published again, and a tenant is created.
   *
   * @default - enabled
   */
  readonly healing?: TenancyHealingOptions;

  /**
   * Updates of memberships after the name or email address of a user has changed.
   *
   * @default - enabled
   */
  readonly memberProfiles?: TenancyMemberProfilesOptions;

  /**
   * Origins of the web apps that may read the responses of the web-app API, such as `https://app.example.com`: at most 100. The origin of the
   * dashboard is added to them.
   *
   * @default - the origin of the dashboard, or `*` (all origins) if there is no dashboard
   */
  readonly corsAllowOrigins?: string[];

  /**
   * A web page where people sign up, sign in, see their tenant and rename it. `{}` creates it with all defaults. It uses the first
   * app client.
   *
   * @default - no dashboard
   */
  readonly dashboard?: TenancyDashboardOptions;

  /**
   * Stage, custom domain, throttling and access logs of the web-app API.
   *
   * @default - the stage `prod`, no custom domain, the quotas of the account, access logs for one month
   */
  readonly apiOptions?: ApiOptions;

  /**
   * Stage, custom domain, throttling and access logs of the admin API. With `TenantLookup.ADMIN_API`, every sign-in calls it.
   *
   * @default - the stage `prod`, no custom domain, the quotas of the account, access logs for one month
   */
  readonly adminApiOptions?: ApiOptions;

  /**
   * Memory, tracing and logs of all functions. `Tracing.DISABLED`, log retention and removal policy apply to the state machines too.
   *
   * @default - 512 MiB, traces are sent, logs of functions are kept for one month, logs of state machines for six months
   */
  readonly functionOptions?: FunctionOptions;

  /**
   * Regions whose STS endpoints are asked for credentials, one after another, when STS throttles calls in the Region of the stack or cannot
   * be reached there: at most five. An empty list stands for no other Region. Credentials of each endpoint work in all Regions.
   *
   * STS allows 600 calls a second in each Region of an account. CloudTrail records a call in the Region that answers it, with the id of the
   * tenant or user as the session name. So name only Regions in which these ids may be stored.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
   * @default - the nearest Regions of the partition that are switched on in every account, at most three; for Regions of the EU, they are in the EU
   */
  readonly stsRegions?: string[];

  /**
   * Whether the pool calls the functions of the tenancy. With `false`, users sign in without a tenant. Users who sign up in
   * the meantime get a tenant when they sign in after you set it to `true` again.
   *
   * Set it to `false` in the last deployment before you delete the stack. Otherwise a pool that is kept calls functions that no longer
   * exist, and Cognito rejects every sign-in. Also set it to `false` to bring a kept pool back with `cdk import`.
   *
   * @default true
   */
  readonly userPoolTriggers?: boolean;

  /**
   * Whether the new tables, the new pool with its client, and the new bucket for failed changes are kept when the construct is removed.
   *
   * These values are useful:
   *
   * - `RETAIN` keeps all of them. Tables and pool are protected: DynamoDB and Cognito refuse to delete them.
   * - `RETAIN_ON_UPDATE_OR_DELETE` also keeps all of them, but deletes them when a first deployment fails and is rolled back.
   *   Tables and pool are not protected. Remove this setting after the first deployment.
   * - `DESTROY` deletes all of them, including the objects in the bucket.
   *
   * Aspects that change the removal policy also change the protection. For example, `RemovalPolicies.of(stack).destroy()` turns it off.
   * The bucket is not emptied in this case.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
   * @default - `RETAIN` for tables and pool, `RETAIN_ON_UPDATE_OR_DELETE` for client and bucket
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Options for tenants that users create in addition to the tenant of their sign-up.
 */
export interface TenancyAdditionalTenantsOptions {
  /**
   * Whether users can create tenants.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the audit log.
 */
export interface TenancyAuditOptions extends TenantAuditLogOptions {
  /**
   * Whether there is an audit log. The tables then need streams.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether sign-ins are recorded too, in the tenant that the token gets. Refreshed tokens are not recorded.
   *
   * @default false
   */
  readonly signIns?: boolean;
}

/**
 * Options for ending the sessions of a person.
 */
export interface TenancySessionsOptions {
  /**
   * Whether the APIs have the routes that end sessions.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for invitations.
 */
export interface TenancyInvitationsOptions extends TenantInvitationsOptions {
  /**
   * Whether people can be invited.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the closure and deletion of tenants.
 */
export interface TenancyLifecycleOptions extends TenantLifecycleOptions {
  /**
   * Whether tenants can be closed and deleted.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for change events.
 */
export interface TenancyChangeEventsOptions {
  /**
   * Whether changes of tenants, members and invitations are published.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the healing of lost sign-ups.
 */
export interface TenancyHealingOptions {
  /**
   * Whether a tenant is created for a user who signs in without one.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the names and email addresses in memberships.
 */
export interface TenancyMemberProfilesOptions {
  /**
   * Whether memberships are updated after the name or email address of a user has changed.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the dashboard.
 */
export interface TenancyDashboardOptions extends TenantDashboardOptions {
  /**
   * Whether there is a dashboard.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the outputs of a stack.
 */
export interface TenancyStackOutputsOptions {
  /**
   * Prefix of the names: at most 200 letters and digits, beginning with a letter. With `Shop`, the first name is `ShopApiUrl`. Use a
   * different prefix for each tenancy in a stack.
   *
   * @default - no prefix
   */
  readonly prefix?: string;
}

/** The names of the outputs that a stack already has. */
const OUTPUTS_OF_STACKS = new WeakMap<Stack, Set<string>>();

/** CloudFormation accepts letters and digits in a logical id, and at most 255 of them. */
const OUTPUT_PREFIX = /^([A-Za-z][A-Za-z0-9]{0,199})?$/;

/** The role for access logs is one for the account, so an API without a choice follows the other API. */
function withLogRoleOf(other: ApiOptions | undefined, options: ApiOptions = {}): ApiOptions {
  const role = options.accessLogs?.role ?? other?.accessLogs?.role;
  return role === undefined ? options : { ...options, accessLogs: { ...options.accessLogs, role } };
}

function hasDashboard(scope: Construct, props: TenancyProps): props is TenancyProps & { readonly dashboard: TenancyDashboardOptions } {
  return props.dashboard !== undefined && isOn(scope, 'dashboard', props.dashboard);
}

/**
 * Tenant management for an application. Every sign-up creates a tenant with its first admin, tokens carry the tenant, and
 * the API gives members access.
 *
 * Creates the pool, client, bus and tables that you do not pass, and connects all parts.
 */
export class Tenancy extends Construct {
  /**
   * The tables of tenants and of users with their memberships.
   */
  public readonly tables: ITenantTables;

  /**
   * The bus that sign-ups and tenant events are put on.
   */
  public readonly eventBus: events.IEventBus;

  /**
   * The pool that users sign up in.
   */
  public readonly userPool: cognito.IUserPool;

  /**
   * The app clients whose tokens the API accepts.
   */
  public readonly userPoolClients: cognito.IUserPoolClient[];

  /**
   * Creates a tenant for each sign-up.
   */
  public readonly saga: TenantCreationSaga;

  /**
   * The API for services and operators.
   */
  public readonly adminApi: TenantAdminApi;

  /**
   * Puts sign-ups on the bus.
   */
  public readonly signUpPublisher: SignUpPublisher;

  /**
   * Updates memberships after the name or email address of a user has changed. Undefined if switched off.
   */
  public readonly memberProfiles?: MemberProfiles;

  /**
   * Puts the tenant into the tokens.
   */
  public readonly preTokenEnricher: PreTokenEnricher;

  /**
   * Decides which requests to the web-app API a token allows.
   */
  public readonly authorizer: TenantAuthorizer;

  /**
   * The API for web apps.
   */
  public readonly api: TenantApi;

  /**
   * Lets users create additional tenants. Undefined if switched off.
   */
  public readonly additionalTenants?: AdditionalTenants;

  /**
   * Ends all sessions of a person. Undefined if switched off.
   */
  public readonly sessions?: UserSessions;

  /**
   * Lets admins invite people into their tenant. Undefined if switched off.
   */
  public readonly invitations?: TenantInvitations;

  /**
   * Publishes changes of tenants, members and invitations. Undefined if switched off.
   */
  public readonly changeEvents?: TenantChangeEvents;

  /**
   * The audit log. Undefined if switched off.
   */
  public readonly auditLog?: TenantAuditLog;

  /**
   * Rules for the events of this tenancy.
   */
  public readonly events: TenantEvents;

  /**
   * Isolation for your own tables and buckets. Grant its role access to them, and let functions assume the role.
   *
   * The role has no permissions on the tables of the tenancy.
   */
  public readonly isolation: TenantIsolation;

  /**
   * The dashboard. Undefined if there is none.
   */
  public readonly dashboard?: TenantDashboard;

  private readonly ownLifecycle?: TenantLifecycle;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the tenancy.
   */
  public constructor(scope: Construct, id: string, props: TenancyProps) {
    super(inOneCdk(scope, id, props), id);
    const { applicationName, functionOptions, preTokenEventVersion = PreTokenEventVersion.V2_0 } = props;
    const isHealingOn = isOn(this, 'healing', props.healing);
    const areInvitationsOn = isOn(this, 'invitations', props.invitations);
    validateApplicationName(this, applicationName);
    validateTokenPartition(this);
    this.validatePool(props);
    this.validateDomains(props);
    noteKeptResources(this, props);

    this.tables = props.tables ?? this.createTables(props);
    this.eventBus = props.eventBus ?? new events.EventBus(this, 'EventBus', { eventBusName: uniqueName(this, 256) });
    this.saga = new TenantCreationSaga(this, 'Saga', {
      applicationName,
      tables: this.tables,
      eventBus: this.eventBus,
      encryptionKey: props.encryptionKey,
      stateMachineType: props.stateMachineType,
      logRetention: functionOptions?.logRetention,
      logRemovalPolicy: functionOptions?.logRemovalPolicy,
      tracingEnabled: functionOptions?.tracing !== lambda.Tracing.DISABLED,
    });
    const { roles, limits, suspension } = props;
    this.adminApi = new TenantAdminApi(this, 'AdminApi', {
      tables: this.tables,
      saga: this.saga,
      roles,
      limits,
      suspension,
      serviceName: applicationName,
      functionOptions,
      apiOptions: withLogRoleOf(props.apiOptions, props.adminApiOptions),
    });

    this.userPool = props.userPool ?? this.createUserPool(props);
    this.userPoolClients = props.userPoolClients ?? [this.createUserPoolClient(props)];
    const callingPool = requireBoolean(this, 'userPoolTriggers', props.userPoolTriggers ?? true) ? this.userPool : undefined;
    this.signUpPublisher = new SignUpPublisher(this, 'SignUpPublisher', {
      applicationName,
      eventBus: this.eventBus,
      userPool: callingPool,
      tables: areInvitationsOn ? this.tables : undefined,
      functionOptions,
    });
    if (isOn(this, 'memberProfiles', props.memberProfiles)) {
      this.memberProfiles = new MemberProfiles(this, 'MemberProfiles', { saga: this.saga, userPool: this.userPool, functionOptions });
    }
    this.preTokenEnricher = new PreTokenEnricher(this, 'PreTokenEnricher', {
      applicationName,
      adminApi: this.adminApi,
      userPool: callingPool,
      eventVersion: preTokenEventVersion,
      lookup: props.lookup,
      onLookupFailure: props.onLookupFailure,
      eventBus: isHealingOn ? this.eventBus : undefined,
      memberProfiles: this.memberProfiles,
      functionOptions,
    });

    // Version 1 of the event puts claims into the ID token only.
    const tokenUse = preTokenEventVersion === PreTokenEventVersion.V1_0 ? TokenUse.ID : TokenUse.ACCESS;
    this.authorizer = new TenantAuthorizer(this, 'Authorizer', {
      userPool: this.userPool,
      userPoolClients: this.userPoolClients,
      tokenUse,
      tables: this.tables,
      freshness: props.freshness,
      suspension,
      roles: props.roles,
      rules: props.accessRules,
      serviceName: applicationName,
      functionOptions,
    });
    this.api = new TenantApi(this, 'Api', {
      tables: this.tables,
      authorizer: this.authorizer,
      // Without it, users without a tenant are told that they have no tenant.
      applicationName: isHealingOn ? applicationName : undefined,
      corsAllowOrigins: this.corsAllowOrigins(props),
      members: { enabled: isOn(this, 'members', props.members) },
      roles,
      suspension,
      serviceName: applicationName,
      functionOptions,
      apiOptions: withLogRoleOf(props.adminApiOptions, props.apiOptions),
      stsRegions: props.stsRegions,
    });
    if (isOn(this, 'additionalTenants', props.additionalTenants)) {
      this.additionalTenants = new AdditionalTenants(this, 'AdditionalTenants', {
        applicationName,
        api: this.api,
        tables: this.tables,
        userPool: this.userPool,
        limits,
        serviceName: applicationName,
        functionOptions,
      });
    }
    if (isOn(this, 'sessions', props.sessions)) {
      this.sessions = new UserSessions(this, 'Sessions', { api: this.api, userPool: this.userPool, serviceName: applicationName, functionOptions });
      this.adminApi.addSessions(this.sessions);
    }
    if (areInvitationsOn) {
      this.invitations = this.createInvitations(props);
      this.adminApi.addInvitations(this.invitations);
    }
    if (isOn(this, 'changeEvents', props.changeEvents)) {
      this.changeEvents = new TenantChangeEvents(this, 'ChangeEvents', {
        applicationName,
        tables: this.tables,
        invitationsTable: this.invitations?.table,
        eventBus: this.eventBus,
        encryptionKey: props.encryptionKey,
        removalPolicy: props.removalPolicy,
        functionOptions,
      });
    }
    if (isOn(this, 'audit', props.audit)) {
      this.auditLog = new TenantAuditLog(this, 'AuditLog', {
        retention: props.audit?.retention,
        archive: props.audit?.archive,
        clientDetails: props.audit?.clientDetails,
        applicationName,
        api: this.api,
        invitationsTable: this.invitations?.table,
        eventBus: this.eventBus,
        failedChangesBucket: this.changeEvents?.failedChangesBucket,
        encryptionKey: props.encryptionKey,
        removalPolicy: props.removalPolicy,
        serviceName: applicationName,
        functionOptions,
      });
      this.adminApi.addAuditLog(this.auditLog);
      if (props.audit?.signIns) {
        this.preTokenEnricher.recordSignIns(this.auditLog);
      }
    }
    this.events = new TenantEvents(this, 'Events', { applicationName, eventBus: this.eventBus });
    this.isolation = new TenantIsolation(this, 'Isolation', { stsRegions: props.stsRegions });
    if (isOn(this, 'lifecycle', props.lifecycle)) {
      this.ownLifecycle = new TenantLifecycle(this, 'Lifecycle', {
        ...props.lifecycle,
        adminNotices: this.adminNotices(props),
        saga: this.saga,
        api: this.api,
        invitations: this.invitations,
        auditLog: this.auditLog,
        userPool: this.userPool,
        isolation: this.isolation,
        encryptionKey: props.encryptionKey,
        removalPolicy: props.removalPolicy,
        serviceName: applicationName,
        functionOptions,
      });
      this.adminApi.addLifecycle(this.ownLifecycle);
    }
    if (hasDashboard(this, props)) {
      this.dashboard = new TenantDashboard(this, 'Dashboard', {
        ...props.dashboard,
        api: this.api,
        userPool: this.userPool,
        userPoolClient: this.userPoolClients[0],
      });
    }
  }

  /**
   * Closes, restores and deletes tenants. Declare your own tables and buckets with it.
   *
   * @throws an error if `lifecycle` is switched off
   */
  public get lifecycle(): TenantLifecycle {
    if (this.ownLifecycle === undefined) {
      throw new ConstructError(this, 'lifecycle must be switched on to be used, but lifecycle.enabled was false. Leave enabled out, or remove the code that uses the lifecycle.');
    }
    return this.ownLifecycle;
  }

  /**
   * Adds the values that web apps and services need to the outputs of the stack.
   *
   * The outputs are:
   *
   * - `ApiUrl`, `AdminApiUrl`
   * - `UserPoolId`, `UserPoolClientId` (of the first client)
   * - `EventBusName`, `TenantsTableName`, `UsersTableName`, `DeadLetterQueueUrl`
   * - `TenantRoleArn` (of `isolation`)
   * - `InvitationsTableName`, `AuditTableName`, `FailedChangesBucketName` and `DashboardUrl`, each only if the tenancy has the feature
   *
   * @param options Prefix of the names.
   * @throws an error when the stack already has outputs with this prefix
   */
  public addStackOutputs(options: TenancyStackOutputsOptions = {}): void {
    const { prefix = '' } = options;
    const outputs = {
      ApiUrl: this.api.url,
      AdminApiUrl: this.adminApi.url,
      UserPoolId: this.userPool.userPoolId,
      UserPoolClientId: this.userPoolClients[0].userPoolClientId,
      EventBusName: this.eventBus.eventBusName,
      TenantsTableName: this.tables.tenants.tableName,
      UsersTableName: this.tables.users.tableName,
      DeadLetterQueueUrl: this.saga.deadLetterQueue.queueUrl,
      TenantRoleArn: this.isolation.tenantRole.roleArn,
      ...this.invitations && { InvitationsTableName: this.invitations.table.tableName },
      ...this.auditLog && { AuditTableName: this.auditLog.table.tableName },
      ...this.changeEvents && { FailedChangesBucketName: this.changeEvents.failedChangesBucket.bucketName },
      ...this.dashboard && { DashboardUrl: this.dashboard.url },
    };
    this.validatePrefix(prefix);
    const named = Object.entries(outputs).map(([name, value]) => [`${prefix}${name}`, value]);
    this.reserveOutputs(named.map(([name]) => name));
    for (const [name, value] of named) {
      new CfnOutput(this, name, { value }).overrideLogicalId(name);
    }
  }

  /**
   * Adds CloudWatch alarms and a CloudWatch dashboard for all parts of this tenancy. It can be called once.
   *
   * `docs/operations.md` describes the checks and actions for each alarm.
   *
   * @param options Topics that are notified, and settings of the alarms. By default, no topic is notified.
   * @throws an error when it is called twice
   */
  public addMonitoring(options: TenancyMonitoringOptions = {}): TenancyMonitoring {
    const id = 'Monitoring';
    if (this.node.tryFindChild(id)) {
      throw new ConstructError(this, 'addMonitoring must be called once, but was called twice. '
        + 'Pass all options to one call, or create your own TenancyMonitoring.');
    }
    const {
      saga, signUpPublisher, preTokenEnricher, memberProfiles, authorizer, api, adminApi, additionalTenants, sessions, invitations, changeEvents,
      auditLog, tables, ownLifecycle: lifecycle,
    } = this;
    return new TenancyMonitoring(this, id, {
      ...options,
      saga,
      signUpPublisher,
      preTokenEnricher,
      memberProfiles,
      authorizer,
      api,
      adminApi,
      additionalTenants,
      sessions,
      invitations,
      changeEvents,
      auditLog,
      lifecycle,
      tables,
    });
  }

  private validatePrefix(prefix: string): void {
    // Logical ids contain the prefix, so tokens are rejected too.
    if (typeof prefix !== 'string' || Token.isUnresolved(prefix) || !OUTPUT_PREFIX.test(prefix)) {
      const given = Token.isUnresolved(prefix) ? 'a value that is known at deployment only' : JSON.stringify(prefix);
      throw new ConstructError(this, `prefix must be at most 200 letters and digits, beginning with a letter, but was ${given}. Use a prefix such as "Shop".`);
    }
  }

  private reserveOutputs(names: readonly string[]): void {
    const stack = Stack.of(this);
    const reserved = OUTPUTS_OF_STACKS.get(stack) ?? new Set();
    const taken = names.find((name) => reserved.has(name));
    if (taken !== undefined) {
      throw new ConstructError(this, 'addStackOutputs must be called with a different prefix each time in a stack, '
        + `but ${stack.node.path || stack.stackName} already has the output ${taken}. Pass another prefix.`);
    }
    OUTPUTS_OF_STACKS.set(stack, new Set([...reserved, ...names]));
  }

  private validatePool({ userPool, userPoolClients, email, allowPlainPasswords }: TenancyProps): void {
    if (userPool === undefined && userPoolClients && userPoolClients.length > 0) {
      throw new ConstructError(this, 'userPoolClients must come with userPool, the pool of these clients, but userPool is missing. '
        + 'Pass both, or neither.');
    }
    if (userPool && email) {
      throw new ConstructError(this, 'email is for the pool that is created here and must be left out with userPool, but both were passed. '
        + 'Set email on the pool that you pass.');
    }
    if (userPoolClients && allowPlainPasswords) {
      throw new ConstructError(this, 'allowPlainPasswords is for the client that is created here and must be left out with userPoolClients, but both were passed. '
        + 'Set authFlows on the clients that you pass.');
    }
    validatePoolArrangement(this, userPool, userPoolClients ?? []);
  }

  /** A host name leads to one place. */
  private validateDomains({ apiOptions, adminApiOptions, dashboard }: TenancyProps): void {
    const domains = Object.entries({
      'apiOptions.domain.domainName': apiOptions?.domain?.domainName,
      'adminApiOptions.domain.domainName': adminApiOptions?.domain?.domainName,
      'dashboard.domainName': dashboard?.domainName,
    }).filter(([, name]) => name !== undefined && !Token.isUnresolved(name));
    for (const [prop, name] of domains) {
      const [other] = domains.find(([, otherName]) => otherName === name)!;
      if (other !== prop) {
        throw new ConstructError(this, `${prop} must be different from ${other}, but both were ${JSON.stringify(name)}. Use a name for each.`);
      }
    }
  }

  private corsAllowOrigins(props: TenancyProps): string[] | undefined {
    const { corsAllowOrigins } = props;
    if (corsAllowOrigins) {
      validateCorsOrigins(this, corsAllowOrigins);
    }
    if (!hasDashboard(this, props) || corsAllowOrigins?.includes('*')) {
      return corsAllowOrigins;
    }
    const { domainName } = props.dashboard;
    if (domainName !== undefined && corsAllowOrigins?.includes(`https://${domainName}`)) {
      return corsAllowOrigins;
    }
    // The dashboard names the API in its headers, so it is created after the API.
    return [...corsAllowOrigins ?? [], Lazy.string({ produce: () => this.dashboard!.url })];
  }

  private createInvitations(props: TenancyProps): TenantInvitations {
    const { invitations = {}, removalPolicy } = props;
    const isTableNew = invitations.table === undefined;
    return new TenantInvitations(this, 'Invitations', {
      ...invitations,
      api: this.api,
      tables: this.tables,
      userPool: this.userPool,
      // The dashboard names the API in its headers, so it is created after the API.
      invitationPageUrl: invitations.invitationPageUrl
        ?? (hasDashboard(this, props) ? Lazy.string({ produce: () => `${this.dashboard!.url}/${DASHBOARD_PATH.invitation}` }) : undefined),
      roles: props.roles,
      limits: props.limits,
      ...isTableNew && {
        encryptionKey: props.encryptionKey,
        removalPolicy,
      },
      serviceName: props.applicationName,
      functionOptions: props.functionOptions,
    });
  }

  /** The emails follow change events. Without these, none could ever be sent. */
  private adminNotices(props: TenancyProps): AdminNoticesOptions {
    const { adminNotices } = props.lifecycle ?? {};
    const areOn = isOn(this, 'lifecycle.adminNotices', adminNotices);
    if (this.changeEvents === undefined && adminNotices?.enabled) {
      throw new ConstructError(this, 'lifecycle.adminNotices.enabled must come with changeEvents, but they are switched off. Switch them on, or leave enabled out.');
    }
    return {
      ...adminNotices,
      ...(this.changeEvents === undefined || !areOn) && { enabled: false },
      // The dashboard names the API in its headers, so it is created after the API.
      pageUrl: adminNotices?.pageUrl ?? (hasDashboard(this, props) ? Lazy.string({ produce: () => `${this.dashboard!.url}/` }) : undefined),
    };
  }

  private createTables({ removalPolicy, encryptionKey }: TenancyProps): TenantTables {
    return new TenantTables(this, 'Tables', { encryptionKey, removalPolicy });
  }

  private createUserPool({ removalPolicy = RemovalPolicy.RETAIN, email }: TenancyProps): cognito.UserPool {
    const userPool = new cognito.UserPool(this, 'UserPool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A changed address is used only after it is verified.
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      // A minimum length and no required kinds of characters, as NIST SP 800-63B advises. Spelled out, because the dashboard shows the policy.
      passwordPolicy: { minLength: 12, requireLowercase: false, requireUppercase: false, requireDigits: false, requireSymbols: false },
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      email,
      removalPolicy,
    });
    protectUserPool(userPool);
    acknowledgeFindings(userPool, USER_POOL_FINDINGS);
    return userPool;
  }

  /** The client is kept with the pool: without it nobody could sign in, and a client cannot be recreated with the same id. */
  private createUserPoolClient(
    { allowPlainPasswords = false, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }: TenancyProps,
  ): cognito.UserPoolClient {
    const client = new cognito.UserPoolClient(this, 'UserPoolClient', {
      userPool: this.userPool,
      generateSecret: false,
      disableOAuth: true,
      authFlows: { userSrp: true, userPassword: requireBoolean(this, 'allowPlainPasswords', allowPlainPasswords) },
      preventUserExistenceErrors: true,
      writeAttributes: selfWrittenAttributes(),
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
    });
    client.applyRemovalPolicy(removalPolicy);
    return client;
  }
}
