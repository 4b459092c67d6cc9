import {
  Duration, RemovalPolicy,
  aws_cloudwatch as cloudwatch, aws_cognito as cognito, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import { InvitationEmail } from './invitation-email';
import type {
  InvitationDeliveryEnvironment, InvitationsEnvironment, InvitationsTableEnvironment, InvitedEnvironment, StsRegionsEnvironment,
  TenantScopeEnvironment,
} from '../contract/environment';
import { SESSION_TAG } from '../contract/isolation';
import { METRIC } from '../contract/metrics';
import { INVITATIONS_ROUTE, INVITED_ROUTE } from '../contract/routes';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { addRoutes } from './private/api/rest-api';
import { requireStackOfApi } from './private/api/stack-of-api';
import { grantSendEmail } from './private/functions/mail-rights';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { requireSameEnvironment } from './private/functions/pool-environment';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { invitationDeliveryEnvironment } from './private/invitations/invitation-delivery';
import { allowToAssume } from './private/isolation/assuming-principal';
import { grantRows } from './private/isolation/scoped-rights';
import { createScopedRole } from './private/isolation/scoped-role';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantTableKey } from './private/rights/key-rights';
import { invitationsTable } from './private/tables/invitations-table';
import { grantJoin } from './private/tables/table-rights';
import { requireVerifiedEmail } from './private/user-pool/email-verification';
import { completeLimits, membershipLimitsEnvironment } from './private/validation/limits';
import { inOneCdk } from './private/validation/one-cdk';
import { allRoles } from './private/validation/roles';
import { TenancyLimits } from './tenancy-limits';
import { TenantApi } from './tenant-api';
import { ITenantTables } from './tenant-tables';

const SERVICE_NAME = 'tenant-invitations';

/** The actions on the table of invitations that are needed to create, resend and revoke them. */
const ISSUE = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'];

/**
 * Options for invitations: table, expiration, links and emails.
 */
export interface TenantInvitationsOptions {
  /**
   * The table of invitations: partition key `tenantid` and sort key `invitationid` (strings), time to live attribute `purgeat`. Change
   * events need a stream of new and old images. The keys are checked if this app creates the table.
   *
   * @default - a new table: on demand, with point-in-time recovery, a stream and time to live
   */
  readonly table?: dynamodb.ITable;

  /**
   * How long an invitation is valid by default: whole days, 1 to 30.
   *
   * @default Duration.days(7)
   */
  readonly expiration?: Duration;

  /**
   * URL of the page where people accept invitations, such as `https://app.example.com/`. The code follows a `#`, because browsers do
   * not send this part of a URL to servers.
   *
   * @default - no links: the admin gets only the code
   */
  readonly invitationPageUrl?: string;

  /**
   * Settings for sending invitations by email. Requires `invitationPageUrl`. With emails, the admin does not see the code.
   *
   * @default - no emails: the admin gets the code and the link, and passes them on
   */
  readonly email?: InvitationEmail;

  /**
   * Maximum number of invitation emails per tenant and day (UTC): 1 to 10,000. Requires `email`. Above the maximum, requests to invite
   * or resend fail with 429 and `Retry-After`.
   *
   * A tenant can send one email to an address every five minutes, and five in total. After 31 days without an email, the count starts
   * again.
   *
   * @default 200
   */
  readonly mailsPerTenantAndDay?: number;
}

/**
 * Properties of `TenantInvitations`.
 */
export interface TenantInvitationsProps extends TenantInvitationsOptions {
  /**
   * The API that the routes are added to. It must be in the stack of this construct.
   */
  readonly api: TenantApi;

  /**
   * The tables that memberships are written to.
   */
  readonly tables: ITenantTables;

  /**
   * The pool of the users. The functions check there that the invited address is the user's and is verified. The pool must be in the
   * account and Region of this construct. If people can sign up themselves, the pool must verify email addresses
   * (`autoVerify: { email: true }`), unless a pre sign-up trigger does.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * Upper limits for pending invitations and members per tenant, and tenants per user.
   *
   * @default - 100 pending invitations and 10,000 members per tenant, 10 tenants per user
   */
  readonly limits?: TenancyLimits;

  /**
   * Roles that an invitation can give in addition to `admin` and `member`: at most 50, each of 2 to 32 lower-case letters, digits and hyphens.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Customer-managed key for the new table. Cannot be combined with `table`.
   *
   * @default - a key that DynamoDB owns
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether the new table is kept when the construct is removed. Cannot be combined with `table`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether DynamoDB refuses to delete the new table. Turn it off before CloudFormation deletes the table. Cannot be combined with
   * `table`.
   *
   * @default - on with `RemovalPolicy.RETAIN`, also if an aspect sets it; off with every other policy
   */
  readonly deletionProtection?: boolean;

  /**
   * Names the functions in logs and metrics.
   *
   * @default 'tenant-invitations'
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
 * Lets admins invite people into their tenant, by email address.
 *
 * The routes are:
 *
 * - `GET` and `POST /tenant/{tenantId}/invitations`, for admins: list the pending invitations, create an invitation
 * - `DELETE /tenant/{tenantId}/invitations/{invitationId}`, for admins: revoke an invitation
 * - `POST /tenant/{tenantId}/invitations/{invitationId}/resend`, for admins: send it again, with a new code and a new expiration
 * - `POST /tenants/{userId}/invitations/preview`, `accept` and `decline`, for the user who has the code
 *
 * A code consists of 256 random bits. Only a hash of it is stored. It works once, until it expires, and only for the user whose verified
 * address was invited. The invitation is accepted in one transaction, which also makes the tenant the user's active one.
 */
export class TenantInvitations extends Construct {
  /**
   * The table of invitations: one item per invitation.
   */
  public readonly table: dynamodb.ITable;

  /**
   * The function behind the routes for admins. It can only access the rows of the tenant in the path.
   */
  public readonly handler: lambda.Function;

  /**
   * The function behind the routes for invited people. It has its own role, because they are not members of the tenant yet.
   */
  public readonly invitedHandler: lambda.Function;

  private readonly issuingEnvironment: InvitationsTableEnvironment & InvitationDeliveryEnvironment;

  private readonly email?: InvitationEmail;

  private readonly metricSource: MetricSource;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   */
  public constructor(scope: Construct, id: string, props: TenantInvitationsProps) {
    super(inOneCdk(scope, id, props), id);
    const { api, email } = props;
    requireStackOfApi(this, api);
    requireSameEnvironment(this, props.userPool);
    requireVerifiedEmail(this, props.userPool);
    const limits = completeLimits(this, props.limits);
    this.email = email;
    this.table = invitationsTable(this, 'Table', props);
    this.issuingEnvironment = {
      ...invitationDeliveryEnvironment(this, { ...props, invitationsPerTenant: limits.invitationsPerTenant }),
      TENANCY_INVITATIONS_TABLE_NAME: this.table.tableName,
    };

    this.handler = this.createHandler(props);
    this.metricSource = { handler: this.handler, serviceName: props.serviceName ?? SERVICE_NAME };
    this.isolate(props);
    addRoutes(api.restApi, INVITATIONS_ROUTE, this.handler);

    this.invitedHandler = this.createInvitedHandler(props, membershipLimitsEnvironment(limits));
    api._addFeature('invitations');
    api._revokesInvitations(this.table);
    addRoutes(api.restApi, INVITED_ROUTE, this.invitedHandler);
  }

  /**
   * Number of calls for credentials to STS in other Regions, because it throttled calls in the Region of the stack or could not be reached there.
   *
   * @param options Options of the metric, such as period, statistic and label. The default is the sum over five minutes.
   */
  public metricStsRegionChanged(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.stsRegionChanged, this.metricSource, options);
  }

  /**
   * Lets a function of the admin API invite people into all tenants.
   *
   * @internal
   */
  public _grantInvite(handler: lambda.Function): void {
    Object.entries(this.issuingEnvironment).forEach(([name, value]) => handler.addEnvironment(name, value));
    const grantee = inlineRightsOf(handler);
    iam.Grant.addToPrincipal({ grantee, actions: ISSUE, resourceArns: [this.table.tableArn] });
    grantTableKey(grantee, this.table, 'write');
    this.grantSendEmail(handler);
  }

  /**
   * The settings for emails; undefined if none are sent.
   *
   * @internal
   */
  public get _email(): InvitationEmail | undefined {
    return this.email;
  }

  private createHandler({ api, tables, roles, functionOptions, serviceName = SERVICE_NAME }: TenantInvitationsProps): lambda.Function {
    const environment: Omit<InvitationsEnvironment, keyof TenantScopeEnvironment> = {
      ...this.issuingEnvironment,
      ...apiEnvironment(tables, api._corsAllowOrigins),
      TENANCY_ROLES: allRoles(this, roles).join(','),
    };
    const handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'invitations',
      description: 'Shows, makes and revokes the invitations of a tenant for its admins',
      serviceName,
      options: functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    this.grantSendEmail(handler);
    return handler;
  }

  /** The function itself has no permissions on the tables. It needs no role for a user's rows, because it only accesses rows of tenants. */
  private isolate({ api, tables: { tenants, users } }: TenantInvitationsProps): void {
    const tenantRole = createScopedRole(this, 'TenantRole', SESSION_TAG.tenantId, 'Reaches the invitations of the tenant in the session tag tenantId');
    const rights = inlineRightsOf(tenantRole);
    grantRows(rights, SESSION_TAG.tenantId, [this.table.tableArn], ISSUE);
    grantRows(rights, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    grantRows(rights, SESSION_TAG.tenantId, [users.tableArn], ['dynamodb:ConditionCheckItem', 'dynamodb:Query']);
    grantTableKey(rights, this.table, 'write');
    grantTableKey(rights, tenants, 'write');
    grantTableKey(rights, users, 'read');
    const environment: TenantScopeEnvironment & StsRegionsEnvironment = {
      TENANCY_TENANT_ROLE_ARN: tenantRole.roleArn,
      ...api._stsRegions,
    };
    allowToAssume(this, this.handler, tenantRole, SESSION_TAG.tenantId, environment);
  }

  private createInvitedHandler(
    { api, tables, userPool, functionOptions, serviceName = SERVICE_NAME }: TenantInvitationsProps,
    limits: ReturnType<typeof membershipLimitsEnvironment>,
  ): lambda.Function {
    const environment: InvitedEnvironment = {
      ...limits,
      TENANCY_USER_POOL_ID: userPool.userPoolId,
      TENANCY_INVITATIONS_TABLE_NAME: this.table.tableName,
      ...apiEnvironment(tables, api._corsAllowOrigins),
    };
    const handler = createRuntimeFunction(this, 'InvitedHandler', {
      bundle: 'invited',
      description: 'Lets invited people into a tenant',
      serviceName,
      options: functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    const grantee = inlineRightsOf(handler);
    iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resourceArns: [this.table.tableArn] });
    grantTableKey(grantee, this.table, 'write');
    grantJoin(grantee, tables, ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    // Adopted tenants have no member count; it is computed first.
    iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns: [tables.users.tableArn] });
    iam.Grant.addToPrincipal({ grantee, actions: ['cognito-idp:AdminGetUser'], resourceArns: [userPool.userPoolArn] });
    return handler;
  }

  private grantSendEmail(handler: lambda.Function): void {
    if (this.email) {
      grantSendEmail(handler, this.email);
    }
  }
}
