import {
  CfnOutput, Duration, Lazy, RemovalPolicy, Stack, aws_cognito as cognito, aws_events as events, aws_kms as kms,
  aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessRule } from './access-rule';
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
import { TenantApi } from './tenant-api';
import { TenantAuthorizer, TokenUse } from './tenant-authorizer';
import { TenantChangeEvents } from './tenant-change-events';
import { TenantCreation } from './tenant-creation';
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
   * The app clients whose tokens the API accepts: 1 to 50. Only together with the pool that they belong to.
   *
   * @default - a new client of the pool, for web apps: no secret, sign-in by SRP; a failed sign-in does not say whether the user exists
   */
  readonly userPoolClients?: cognito.IUserPoolClient[];

  /**
   * Whether the new client also takes passwords in plain text (`USER_PASSWORD_AUTH`). SRP keeps them out of requests.
   * Not together with clients of your own.
   *
   * @default false
   */
  readonly allowPlainPasswords?: boolean;

  /**
   * How the new pool sends mail. Cognito's own mail is capped at 50 messages a day: use Amazon SES in production.
   * Not together with a pool of your own.
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
   * Roles that a member can have beside `admin` and `member`: at most 50, of 2 to 32 lower-case letters, digits and hyphens each.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Which roles may use which of the application's own routes. `authorizer.addRule` adds more.
   *
   * @default - every member may use all routes below `/tenant/{tenantId}` that are not the tenancy's own
   */
  readonly accessRules?: AccessRule[];

  /**
   * How many there can be of something.
   *
   * @default - 10,000 members a tenant, 100 invitations a tenant that wait for an answer, 10 tenants a user
   */
  readonly limits?: TenancyLimits;

  /**
   * Whether the web-app API shows the members of a tenant, lets admins change their roles and remove them, and lets members leave.
   *
   * @default true
   */
  readonly members?: boolean;

  /**
   * Whether users can make tenants beside the one of their sign-up.
   *
   * @default true
   */
  readonly additionalTenants?: boolean;

  /**
   * How admins invite people into their tenant.
   *
   * @default - who invites passes the link on, which leads to the dashboard, or the code where there is none
   */
  readonly invitations?: TenancyInvitations;

  /**
   * Whether changes of tenants, members and invitations are published as events. Tables of your own need a stream of new and
   * old images for it.
   *
   * @default true
   */
  readonly changeEvents?: boolean;

  /**
   * Type of the state machines that make tenants: `EXPRESS` is cheap, `STANDARD` keeps a history.
   *
   * @default StateMachineType.EXPRESS
   */
  readonly stateMachineType?: sfn.StateMachineType;

  /**
   * Version of the pre-token event. With `V1_0` the API takes ID tokens, with `V2_0` access tokens.
   *
   * @default PreTokenEventVersion.V2_0
   */
  readonly preTokenEventVersion?: PreTokenEventVersion;

  /**
   * What a sign-in ends in when the tenant cannot be looked up.
   *
   * @default LookupFailure.DENY
   */
  readonly onLookupFailure?: LookupFailure;

  /**
   * Whether a user who signs in and has no tenant is announced as a sign-up again, and so gets one.
   *
   * @default true
   */
  readonly healSignUps?: boolean;

  /**
   * Whether a changed name or e-mail address of a user reaches their memberships.
   *
   * @default true
   */
  readonly memberProfiles?: boolean;

  /**
   * At most 100 origins of the web apps that may read the answers of the web-app API, such as `https://app.example.com`. The
   * dashboard may in any case.
   *
   * @default - the dashboard alone; `*`, which is all origins, without a dashboard
   */
  readonly corsAllowOrigins?: string[];

  /**
   * A web page where people sign up, sign in, see their tenant and rename it. `{}` is one with all defaults. It signs people in
   * by the first of the app clients.
   *
   * @default - none
   */
  readonly dashboard?: TenantDashboardOptions;

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
   * What happens to the new tables, the new pool with its client, and the new bucket for failed changes when the construct is removed.
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
 * How people are invited into a tenant.
 */
export interface TenancyInvitations extends TenantInvitationsOptions {
  /**
   * Whether there are invitations.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/** The names of the outputs carry no prefix, so a stack has room for those of one tenancy. */
const STACKS_WITH_OUTPUTS = new WeakSet<Stack>();

/**
 * Tenant management for an application: every sign-up becomes a tenant with its first admin, tokens carry the tenant, and
 * the API lets its members in.
 *
 * Creates what it is not given, and wires all of it.
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
   * The app clients whose tokens the API takes.
   */
  public readonly userPoolClients: cognito.IUserPoolClient[];

  /**
   * Makes tenants of sign-ups.
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
   * Brings changed names and e-mail addresses of users into their memberships, unless that is switched off.
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
   * Lets users make more tenants, unless that is switched off.
   */
  public readonly tenantCreation?: TenantCreation;

  /**
   * Lets admins invite people, unless that is switched off.
   */
  public readonly invitations?: TenantInvitations;

  /**
   * Publishes changes of tenants, members and invitations, unless that is switched off.
   */
  public readonly changeEvents?: TenantChangeEvents;

  /**
   * Rules for the events of this tenancy.
   */
  public readonly events: TenantEvents;

  /**
   * Isolation for what the app has of a tenant: grant it tables and buckets, and let functions assume its role.
   *
   * It has no rights on the tables of the tenancy.
   */
  public readonly isolation: TenantIsolation;

  /**
   * The web page, if there is one.
   */
  public readonly dashboard?: TenantDashboard;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the tenancy.
   */
  public constructor(scope: Construct, id: string, props: TenancyProps) {
    super(inOneCdk(scope, id, props), id);
    const { applicationName, preTokenEventVersion = PreTokenEventVersion.V2_0, healSignUps = true } = props;
    const areInvitationsOn = props.invitations?.enabled ?? true;
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
    });
    const { roles, limits } = props;
    this.adminApi = new TenantAdminApi(this, 'AdminApi', { tables: this.tables, saga: this.saga, roles, limits, serviceName: applicationName });

    this.userPool = props.userPool ?? this.createUserPool(props);
    this.userPoolClients = props.userPoolClients ?? [this.createUserPoolClient(props)];
    const callingPool = props.userPoolTriggers ?? true ? this.userPool : undefined;
    this.signUpPublisher = new SignUpPublisher(this, 'SignUpPublisher', {
      applicationName,
      eventBus: this.eventBus,
      userPool: callingPool,
      tables: areInvitationsOn ? this.tables : undefined,
    });
    if (props.memberProfiles ?? true) {
      this.memberProfiles = new MemberProfiles(this, 'MemberProfiles', { saga: this.saga, userPool: this.userPool });
    }
    this.preTokenEnricher = new PreTokenEnricher(this, 'PreTokenEnricher', {
      applicationName,
      adminApi: this.adminApi,
      userPool: callingPool,
      eventVersion: preTokenEventVersion,
      onLookupFailure: props.onLookupFailure,
      eventBus: healSignUps ? this.eventBus : undefined,
      memberProfiles: this.memberProfiles,
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
    });
    this.api = new TenantApi(this, 'Api', {
      tables: this.tables,
      authorizer: this.authorizer,
      // Without it, who has no tenant waits for none.
      applicationName: healSignUps ? applicationName : undefined,
      corsAllowOrigins: this.corsAllowOrigins(props),
      members: props.members,
      roles,
      serviceName: applicationName,
    });
    if (props.additionalTenants ?? true) {
      this.tenantCreation = new TenantCreation(this, 'TenantCreation', {
        applicationName,
        api: this.api,
        tables: this.tables,
        userPool: this.userPool,
        limits,
        serviceName: applicationName,
      });
    }
    if (areInvitationsOn) {
      this.invitations = this.createInvitations(props);
      this.adminApi.addInvitations(this.invitations);
    }
    if (props.changeEvents ?? true) {
      this.changeEvents = new TenantChangeEvents(this, 'ChangeEvents', {
        applicationName,
        tables: this.tables,
        invitationsTable: this.invitations?.table,
        eventBus: this.eventBus,
        encryptionKey: props.encryptionKey,
        removalPolicy: props.removalPolicy,
      });
    }
    this.events = new TenantEvents(this, 'Events', { applicationName, eventBus: this.eventBus });
    this.isolation = new TenantIsolation(this, 'Isolation');
    if (props.dashboard) {
      this.dashboard = new TenantDashboard(this, 'Dashboard', {
        ...props.dashboard,
        api: this.api,
        userPool: this.userPool,
        userPoolClient: this.userPoolClients[0],
      });
    }
  }

  /**
   * Adds what web apps, services and operators need to the outputs of the stack: `ApiUrl`, `AdminApiUrl`, `UserPoolId`,
   * `UserPoolClientId` (of the first client), `EventBusName`, `TenantsTableName`, `UsersTableName`, `DeadLetterQueueUrl`,
   * `TenantRoleArn` (of `isolation`), `InvitationsTableName` if there are invitations, and `DashboardUrl` if there is a dashboard.
   * `TenantRoleArn` (of `isolation`), and, for what there is, `InvitationsTableName`, `FailedChangesBucketName` and `DashboardUrl`.
   *
   * For one tenancy a stack, as the names carry no prefix.
   */
  public addStackOutputs(): void {
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
    const stack = Stack.of(this);
    if (STACKS_WITH_OUTPUTS.has(stack)) {
      throw new ConstructError(this, `addStackOutputs must be called once for a stack, but ${stack.node.path || stack.stackName} has these outputs already. `
        + 'Make a CfnOutput of each value that you need of another Tenancy.');
    }
    STACKS_WITH_OUTPUTS.add(stack);
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value }).overrideLogicalId(name);
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
      saga, signUpPublisher, preTokenEnricher, memberProfiles, authorizer, api, adminApi, tenantCreation, invitations, changeEvents, tables,
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
      tenantCreation,
      invitations,
      changeEvents,
      tables,
    });
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

  private corsAllowOrigins({ corsAllowOrigins, dashboard }: TenancyProps): string[] | undefined {
    if (corsAllowOrigins) {
      validateCorsOrigins(this, corsAllowOrigins);
    }
    if (dashboard === undefined || corsAllowOrigins?.includes('*')) {
      return corsAllowOrigins;
    }
    const isNamed = dashboard.domainName !== undefined && corsAllowOrigins?.includes(`https://${dashboard.domainName}`);
    if (isNamed) {
      return corsAllowOrigins;
    }
    // The dashboard names the API in its headers, so it is made after the API.
    return [...corsAllowOrigins ?? [], Lazy.string({ produce: () => this.dashboard!.url })];
  }

  private createInvitations(props: TenancyProps): TenantInvitations {
    const { invitations = {}, dashboard, removalPolicy } = props;
    const isTableNew = invitations.table === undefined;
    return new TenantInvitations(this, 'Invitations', {
      ...invitations,
      api: this.api,
      tables: this.tables,
      userPool: this.userPool,
      // The dashboard names the API in its headers, so it is made after the API.
      invitationPageUrl: invitations.invitationPageUrl
        ?? (dashboard && Lazy.string({ produce: () => `${this.dashboard!.url}/${DASHBOARD_PATH.invitation}` })),
      roles: props.roles,
      limits: props.limits,
      ...isTableNew && {
        encryptionKey: props.encryptionKey,
        removalPolicy,
      },
      serviceName: props.applicationName,
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
