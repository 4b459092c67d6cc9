import {
  CfnOutput, Duration, Lazy, RemovalPolicy, Stack, Token, aws_cognito as cognito, aws_events as events, aws_kms as kms,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessRule } from './access-rule';
import { AdditionalTenants } from './additional-tenants';
import { ApiOptions } from './api-options';
import { FunctionOptions } from './function-options';
import { MemberProfiles } from './member-profiles';
import { LookupFailure, PreTokenEnricher, PreTokenEventVersion } from './pre-token-enricher';
import { DASHBOARD_PATH } from '../contract/dashboard';
import { validateCorsOrigins } from './private/api/cors-origins';
import { uniqueName } from './private/cloudformation/unique-name';
import { protectUserPool } from './private/tables/deletion-protection';
import { selfWrittenAttributes } from './private/user-pool/self-written-attributes';
import { validatePoolArrangement } from './private/user-pool/stack-arrangement';
import { acknowledgeFindings, USER_POOL_FINDINGS } from './private/validation/acknowledged-findings';
import { validateApplicationName } from './private/validation/application-name';
import { ConstructError } from './private/validation/construct-error';
import { tellWhatIsLeftBehind } from './private/validation/left-behind';
import { inOneCdk } from './private/validation/one-cdk';
import { validateTokenPartition } from './private/validation/partition';
import { SignUpPublisher } from './sign-up-publisher';
import { TenancyLimits } from './tenancy-limits';
import { TenancyMonitoring, TenancyMonitoringOptions } from './tenancy-monitoring';
import { TenantAdminApi } from './tenant-admin-api';
import { TenancyMembersOptions, TenantApi } from './tenant-api';
import { TenantAuthorizer, TokenUse } from './tenant-authorizer';
import { TenantChangeEvents } from './tenant-change-events';
import { TenantCreationSaga } from './tenant-creation-saga';
import { TenantDashboard, TenantDashboardOptions } from './tenant-dashboard';
import { TenantEvents } from './tenant-events';
import { TenantInvitations, TenantInvitationsOptions } from './tenant-invitations';
import { TenantIsolation } from './tenant-isolation';
import { ITenantTables, TenantTables } from './tenant-tables';

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
   * The pool that users sign up in. It must be in the stack of this construct, or in a nested stack of it; an imported pool must be in
   * the same account and Region.
   * Its post-confirmation and pre-token-generation triggers must be free.
   *
   * @default - a new pool: self sign-up, sign-in and recovery by e-mail, Essentials plan, protected against deletion
   */
  readonly userPool?: cognito.IUserPool;

  /**
   * The app clients whose tokens the API accepts: 1 to 50. Pass `userPool`, the pool of these clients, too.
   *
   * @default - a new client of the pool, for web apps: no secret, sign-in by SRP; a failed sign-in does not say whether the user exists
   */
  readonly userPoolClients?: cognito.IUserPoolClient[];

  /**
   * Whether the new client also accepts passwords in plain text (`USER_PASSWORD_AUTH`). SRP keeps them out of requests.
   * Cannot be combined with `userPoolClients`.
   *
   * @default false
   */
  readonly allowPlainPasswords?: boolean;

  /**
   * How the new pool sends email. Cognito's own email is limited to 50 messages a day: use Amazon SES in production.
   * Cannot be combined with `userPool`.
   *
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
   * @default - Cognito's own mail
   */
  readonly email?: cognito.UserPoolEmail;

  /**
   * The bus that events are put on.
   *
   * @default - a new bus
   */
  readonly eventBus?: events.IEventBus;

  /**
   * The tables.
   *
   * @default - new tables: on demand, with point-in-time recovery, protected against deletion
   */
  readonly tables?: ITenantTables;

  /**
   * Customer-managed key for new tables, for the dead-letter queue and for the bucket of changes that could not be published.
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
   * Members in the web-app API: members list them, admins change their roles and remove them, and members leave.
   *
   * @default - enabled
   */
  readonly members?: TenancyMembersOptions;

  /**
   * Tenants that users create in addition to the tenant of their sign-up.
   *
   * @default - enabled
   */
  readonly additionalTenants?: TenancyAdditionalTenantsOptions;

  /**
   * Invitations of people into a tenant.
   *
   * @default - enabled. The admin passes on the link to the dashboard; without a dashboard, the code.
   */
  readonly invitations?: TenancyInvitationsOptions;

  /**
   * Events for changes of tenants, members and invitations. If you pass your own tables, they need a stream of new and old images.
   *
   * @default - enabled
   */
  readonly changeEvents?: TenancyChangeEventsOptions;

  /**
   * Type of the state machines that create tenants: `EXPRESS` is cheap, `STANDARD` keeps a history.
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
   * The result of a sign-in when the tenant cannot be looked up.
   *
   * @default LookupFailure.DENY
   */
  readonly onLookupFailure?: LookupFailure;

  /**
   * Healing of lost sign-ups: a user who signs in without a tenant is announced as a sign-up again, and so gets a tenant.
   *
   * @default - enabled
   */
  readonly healing?: TenancyHealingOptions;

  /**
   * Updates of memberships when the name or e-mail address of a user has changed.
   *
   * @default - enabled
   */
  readonly memberProfiles?: TenancyMemberProfilesOptions;

  /**
   * Origins of the web apps that may read the responses of the web-app API, such as `https://app.example.com`: at most 100. The origin of the
   * dashboard is added.
   *
   * @default - the origin of the dashboard; without a dashboard `*`, which allows all origins
   */
  readonly corsAllowOrigins?: string[];

  /**
   * A web page where people sign up, sign in, see their tenant and rename it. `{}` creates one with all defaults. It uses the first of
   * the app clients.
   *
   * @default - none
   */
  readonly dashboard?: TenancyDashboardOptions;

  /**
   * Stage, custom domain, throttling and access logs of the web-app API.
   *
   * @default - the stage `prod`, no custom domain, the quotas of the account, access logs for one month
   */
  readonly apiOptions?: ApiOptions;

  /**
   * Stage, custom domain, throttling and access logs of the admin API. Every sign-in calls this API.
   *
   * @default - the stage `prod`, no custom domain, the quotas of the account, access logs for one month
   */
  readonly adminApiOptions?: ApiOptions;

  /**
   * Memory, tracing and logs of all functions. Retention and removal policy apply to the logs of the state machines too.
   *
   * @default - 512 MiB, traces are sent, logs of functions are kept for one month, logs of state machines for six months
   */
  readonly functionOptions?: FunctionOptions;

  /**
   * Whether the pool calls the functions of the tenancy. With `false`, people sign in without a tenant, and sign-ups get theirs later.
   *
   * Set it to `false` in the last deployment before you delete the stack. A pool that is kept would call functions that no longer exist,
   * and Cognito would refuse every sign-in. Also set it to `false` to bring a kept pool back with `cdk import`.
   *
   * @default true
   */
  readonly userPoolTriggers?: boolean;

  /**
   * Whether the new tables, the new pool with its client, and the new bucket for failed changes are kept when the construct is removed.
   *
   * - `RETAIN` keeps all of them. Tables and pool are protected: DynamoDB and Cognito refuse to delete them.
   * - `RETAIN_ON_UPDATE_OR_DELETE` keeps all of them too, and leaves nothing behind when a first deployment fails and is rolled back.
   *   Tables and pool are not protected, so change to the default once the stack is there.
   * - `DESTROY` deletes all of them, objects in the bucket included.
   *
   * The protection follows aspects: `RemovalPolicies.of(stack).destroy()` takes it off too. The bucket is not emptied then.
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
 * Options for the events of changes.
 */
export interface TenancyChangeEventsOptions {
  /**
   * Whether changes are published.
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
   * Whether a user who signs in without a tenant gets one.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Options for the names and e-mail addresses in memberships.
 */
export interface TenancyMemberProfilesOptions {
  /**
   * Whether memberships are updated when the name or e-mail address of a user has changed.
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
   * Prefix of the names: letters and digits, beginning with a letter. With `Shop`, the first name is `ShopApiUrl`. Use a different prefix for each tenancy in a
   * stack.
   *
   * @default - no prefix
   */
  readonly prefix?: string;
}

/** The prefixes that a stack has outputs with. */
const PREFIXES_OF_STACKS = new WeakMap<Stack, Set<string>>();

/** CloudFormation accepts letters and digits in a logical id, and at most 255 of them. */
const OUTPUT_PREFIX = /^([A-Za-z][A-Za-z0-9]{0,199})?$/;

type Feature = 'additionalTenants' | 'changeEvents' | 'dashboard' | 'healing' | 'invitations' | 'memberProfiles' | 'members';

function hasDashboard(scope: Construct, props: TenancyProps): props is TenancyProps & { readonly dashboard: TenancyDashboardOptions } {
  return props.dashboard !== undefined && isEnabled(scope, 'dashboard', props);
}

/** Features are on unless they are switched off. In JavaScript, `false` would otherwise be taken for options without `enabled`, and leave the feature on. */
function isEnabled<Name extends Feature>(scope: Construct, feature: Name, { [feature]: options = {} }: Pick<TenancyProps, Name>): boolean {
  if (typeof options !== 'object') {
    throw new ConstructError(scope, `${feature} must be an object, but was ${options}. Use ${feature}: { enabled: ${options} }.`);
  }
  return options.enabled ?? true;
}

/**
 * Tenant management for an application: every sign-up creates a tenant with its first admin, tokens carry the tenant, and
 * the API lets the members of a tenant in.
 *
 * Creates the pool, client, bus and tables that you do not pass, and connects all parts.
 */
export class Tenancy extends Construct {
  /**
   * Tenants, and users mapped to them.
   */
  public readonly tables: ITenantTables;

  /**
   * The bus that sign-ups and tenant events are on.
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
   * Updates memberships when the name or e-mail address of a user has changed. Undefined if switched off.
   */
  public readonly memberProfiles?: MemberProfiles;

  /**
   * Puts the tenant into the tokens.
   */
  public readonly preTokenEnricher: PreTokenEnricher;

  /**
   * Decides what a token may do on the web-app API.
   */
  public readonly authorizer: TenantAuthorizer;

  /**
   * The API for web apps.
   */
  public readonly api: TenantApi;

  /**
   * Lets users create more tenants. Undefined if switched off.
   */
  public readonly additionalTenants?: AdditionalTenants;

  /**
   * Lets admins invite people. Undefined if switched off.
   */
  public readonly invitations?: TenantInvitations;

  /**
   * Publishes changes of tenants, members and invitations. Undefined if switched off.
   */
  public readonly changeEvents?: TenantChangeEvents;

  /**
   * Rules for the events of this tenancy.
   */
  public readonly events: TenantEvents;

  /**
   * Isolation for your own tables and buckets: grant them to it, and let functions assume its role.
   *
   * It has no permissions on the tables of the tenancy.
   */
  public readonly isolation: TenantIsolation;

  /**
   * The dashboard. Undefined if there is none.
   */
  public readonly dashboard?: TenantDashboard;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the tenancy.
   */
  public constructor(scope: Construct, id: string, props: TenancyProps) {
    super(inOneCdk(scope, id, props), id);
    const { applicationName, functionOptions, preTokenEventVersion = PreTokenEventVersion.V2_0 } = props;
    const isHealingOn = isEnabled(this, 'healing', props);
    const areInvitationsOn = isEnabled(this, 'invitations', props);
    validateApplicationName(this, applicationName);
    validateTokenPartition(this);
    this.validatePool(props);
    tellWhatIsLeftBehind(this, props);

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
    });
    const { roles, limits } = props;
    this.adminApi = new TenantAdminApi(this, 'AdminApi', {
      tables: this.tables,
      saga: this.saga,
      roles,
      limits,
      serviceName: applicationName,
      functionOptions,
      apiOptions: props.adminApiOptions,
    });

    this.userPool = props.userPool ?? this.createUserPool(props);
    this.userPoolClients = props.userPoolClients ?? [this.createUserPoolClient(props)];
    const callingPool = props.userPoolTriggers ?? true ? this.userPool : undefined;
    this.signUpPublisher = new SignUpPublisher(this, 'SignUpPublisher', {
      applicationName,
      eventBus: this.eventBus,
      userPool: callingPool,
      tables: areInvitationsOn ? this.tables : undefined,
      functionOptions,
    });
    if (isEnabled(this, 'memberProfiles', props)) {
      this.memberProfiles = new MemberProfiles(this, 'MemberProfiles', { saga: this.saga, userPool: this.userPool, functionOptions });
    }
    this.preTokenEnricher = new PreTokenEnricher(this, 'PreTokenEnricher', {
      applicationName,
      adminApi: this.adminApi,
      userPool: callingPool,
      eventVersion: preTokenEventVersion,
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
      roles: props.roles,
      rules: props.accessRules,
      serviceName: applicationName,
      functionOptions,
    });
    this.api = new TenantApi(this, 'Api', {
      tables: this.tables,
      authorizer: this.authorizer,
      // Without it, users who have no tenant are told so, and not to wait.
      applicationName: isHealingOn ? applicationName : undefined,
      corsAllowOrigins: this.corsAllowOrigins(props),
      members: { enabled: isEnabled(this, 'members', props) },
      roles,
      serviceName: applicationName,
      functionOptions,
      apiOptions: props.apiOptions,
    });
    if (isEnabled(this, 'additionalTenants', props)) {
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
    if (areInvitationsOn) {
      this.invitations = this.createInvitations(props);
      this.adminApi.addInvitations(this.invitations);
    }
    if (isEnabled(this, 'changeEvents', props)) {
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
    this.events = new TenantEvents(this, 'Events', { applicationName, eventBus: this.eventBus });
    this.isolation = new TenantIsolation(this, 'Isolation');
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
   * Adds the values that web apps, services and operators need to the outputs of the stack:
   *
   * - `ApiUrl`, `AdminApiUrl`
   * - `UserPoolId`, `UserPoolClientId` (of the first client)
   * - `EventBusName`, `TenantsTableName`, `UsersTableName`, `DeadLetterQueueUrl`
   * - `TenantRoleArn` (of `isolation`)
   * - `InvitationsTableName`, `FailedChangesBucketName` and `DashboardUrl`, if the tenancy has invitations, change events and a dashboard
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
      ...this.changeEvents && { FailedChangesBucketName: this.changeEvents.failedChangesBucket.bucketName },
      ...this.dashboard && { DashboardUrl: this.dashboard.url },
    };
    this.reservePrefix(prefix);
    for (const [name, value] of Object.entries(outputs)) {
      const outputName = `${prefix}${name}`;
      new CfnOutput(this, outputName, { value }).overrideLogicalId(outputName);
    }
  }

  /**
   * Adds CloudWatch alarms and a CloudWatch dashboard for all parts of this tenancy. Call it once.
   *
   * `docs/operations.md` says for each alarm where to look and what to do.
   *
   * @param options Which topics are notified, and which alarms differ from their defaults; by default nobody is notified.
   */
  public addMonitoring(options: TenancyMonitoringOptions = {}): TenancyMonitoring {
    const id = 'Monitoring';
    if (this.node.tryFindChild(id)) {
      throw new ConstructError(this, 'addMonitoring must be called once, but was called twice. '
        + 'Pass all options to one call, or create a TenancyMonitoring of your own.');
    }
    const {
      saga, signUpPublisher, preTokenEnricher, memberProfiles, authorizer, api, adminApi, additionalTenants, invitations, changeEvents, tables,
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
      invitations,
      changeEvents,
      tables,
    });
  }

  private reservePrefix(prefix: string): void {
    // The prefix is part of logical ids, so a token is refused too.
    if (Token.isUnresolved(prefix) || !OUTPUT_PREFIX.test(prefix)) {
      const given = Token.isUnresolved(prefix) ? 'a value that is known at deployment only' : JSON.stringify(prefix);
      throw new ConstructError(this, `prefix must be at most 200 letters and digits, beginning with a letter, but was ${given}. Use a prefix such as "Shop".`);
    }
    const stack = Stack.of(this);
    const prefixes = PREFIXES_OF_STACKS.get(stack) ?? new Set();
    if (prefixes.has(prefix)) {
      throw new ConstructError(this, 'addStackOutputs must be called with a different prefix each time in a stack, '
        + `but ${stack.node.path || stack.stackName} already has outputs ${prefix === '' ? 'without a prefix' : `with the prefix "${prefix}"`}. `
        + 'Pass another prefix.');
    }
    PREFIXES_OF_STACKS.set(stack, prefixes.add(prefix));
  }

  private validatePool({ userPool, userPoolClients, email, allowPlainPasswords }: TenancyProps): void {
    if (userPool === undefined && userPoolClients && userPoolClients.length > 0) {
      throw new ConstructError(this, 'userPoolClients must come with userPool, the pool of these clients, but userPool is missing. '
        + 'Pass the pool too, or neither.');
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

  private createTables({ removalPolicy, encryptionKey }: TenancyProps): TenantTables {
    return new TenantTables(this, 'Tables', { encryptionKey, removalPolicy });
  }

  private createUserPool({ removalPolicy = RemovalPolicy.RETAIN, email }: TenancyProps): cognito.UserPool {
    const userPool = new cognito.UserPool(this, 'UserPool', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A changed address counts only after it is verified.
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      // Length, and no kind of character in particular, as NIST SP 800-63B advises. Said in full: the dashboard tells people.
      passwordPolicy: { minLength: 12, requireLowercase: false, requireUppercase: false, requireDigits: false, requireSymbols: false },
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      email,
      removalPolicy,
    });
    protectUserPool(userPool);
    acknowledgeFindings(userPool, USER_POOL_FINDINGS);
    return userPool;
  }

  /** Without its client nobody could sign in to a pool that is kept, and a client cannot be made again with the same id. */
  private createUserPoolClient(
    { allowPlainPasswords = false, removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }: TenancyProps,
  ): cognito.UserPoolClient {
    const client = new cognito.UserPoolClient(this, 'UserPoolClient', {
      userPool: this.userPool,
      generateSecret: false,
      disableOAuth: true,
      authFlows: { userSrp: true, userPassword: allowPlainPasswords },
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
