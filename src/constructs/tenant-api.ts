import { aws_apigateway as apigateway, aws_cloudwatch as cloudwatch, aws_dynamodb as dynamodb, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiOptions } from './api-options';
import { FunctionOptions } from './function-options';
import { USER_INDEX_NAME, USER_RECORD_PREFIX } from '../contract/attributes';
import type { DashboardFeature } from '../contract/dashboard';
import type {
  InvitationsTableEnvironment, StsRegionsEnvironment, TenantApiEnvironment, TenantScopeEnvironment, UserScopeEnvironment,
} from '../contract/environment';
import { SESSION_TAG } from '../contract/isolation';
import { METRIC } from '../contract/metrics';
import { MEMBERS_ROUTE, type Route, TENANT_API_ROUTE } from '../contract/routes';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { addRoutes, createRestApi, urlOf } from './private/api/rest-api';
import { addTenantRoute } from './private/api/tenant-route';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { grantRows, indexArn, QUERY_INDEX } from './private/isolation/scoped-rights';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantTableKey } from './private/rights/key-rights';
import { requireTextIndex } from './private/tables/table-keys';
import { inOneCdk } from './private/validation/one-cdk';
import { warnOfManyResources } from './private/validation/resource-count';
import { allRoles } from './private/validation/roles';
import { suspensionEnvironment } from './private/validation/suspension';
import { isOn } from './private/validation/switch';
import { TenancySuspensionOptions } from './suspension-options';
import { TenantAuthorizer } from './tenant-authorizer';
import { TenantIsolation } from './tenant-isolation';
import { ITenantTables } from './tenant-tables';

/**
 * Options for the members of a tenant.
 */
export interface TenancyMembersOptions {
  /**
   * Whether the web-app API has the routes for members.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/**
 * Properties of `TenantApi`.
 */
export interface TenantApiProps {
  /**
   * The tables that the API reads and writes.
   */
  readonly tables: ITenantTables;

  /**
   * The authorizer of all routes.
   */
  readonly authorizer: TenantAuthorizer;

  /**
   * Origins of the web apps that can read the responses, such as `https://app.example.com`: at most 100.
   *
   * @default - `*`: all origins. Web apps send tokens in a header, not in cookies.
   */
  readonly corsAllowOrigins?: string[];

  /**
   * Name of the application whose saga creates tenants for sign-ups. For users without a tenant, the response of `GET /tenants/{userId}`
   * then contains the progress.
   *
   * @default - the response has no progress
   */
  readonly applicationName?: string;

  /**
   * Routes for the members of a tenant: members list them, admins change their roles and remove them, and members leave.
   *
   * @default - enabled
   */
  readonly members?: TenancyMembersOptions;

  /**
   * Roles that a member can have in addition to `admin` and `member`: at most 50, of 2 to 32 lowercase letters, digits and hyphens each.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * The access of members to suspended tenants. Pass the same options to the admin API.
   *
   * @default - none
   */
  readonly suspension?: TenancySuspensionOptions;

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
   * Name of the function in logs and metrics.
   *
   * @default 'tenant-api'
   */
  readonly serviceName?: string;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;

  /**
   * Stage, custom domain, throttling and access logs of the API.
   *
   * @default - the stage `prod`, no custom domain, the quotas of the account, access logs for one month
   */
  readonly apiOptions?: ApiOptions;
}

/**
 * REST API for web apps, with a `TenantAuthorizer`.
 *
 * The routes are:
 *
 * - `GET /tenant/{tenantId}`, for members: returns the tenant, with an `ETag`
 * - `PUT /tenant/{tenantId}`, for admins: renames the tenant; with `If-Match`, only if it has not changed since
 * - `GET /tenant/{tenantId}/members`, for members: returns the members of the tenant
 * - `PUT` and `DELETE /tenant/{tenantId}/members/{userId}`, for admins: changes the role of a member, removes a member
 * - `DELETE /tenant/{tenantId}/membership`, for members: leaves the tenant
 * - `GET /tenants/{userId}`, for the user: returns the tenants of the user
 * - `PUT /tenants/{userId}/active`, for the user: selects the tenant of the next token
 *
 * A tenant always keeps an admin. Changes check the admin's current role, not the role in the token.
 *
 * Routes that you add to this API have the same authorizer. Routes below the tenant resource are open to the members of the tenant in the
 * path. Errors are `application/problem+json` (RFC 9457). The endpoint is regional.
 */
export class TenantApi extends Construct {
  /**
   * The API.
   */
  public readonly restApi: apigateway.RestApi;

  /**
   * The resource `/tenant/{tenantId}`. `addRoute` adds routes below it.
   */
  public readonly tenantResource: apigateway.IResource;

  /**
   * The function behind the routes of the tenancy.
   */
  public readonly handler: lambda.Function;

  /**
   * URL of the API, with a slash at its end.
   */
  public readonly url: string;

  /** @internal */
  public readonly _domainName?: string;

  /** @internal */
  public readonly _authorizer: TenantAuthorizer;

  /** @internal */
  public readonly _corsAllowOrigins: readonly string[];

  /** @internal */
  public readonly _roles: readonly string[];

  /** @internal */
  public readonly _tables: ITenantTables;

  private readonly isolation: TenantIsolation;

  private readonly metricSource: MetricSource;

  private readonly features = new Set<DashboardFeature>();

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the API.
   */
  public constructor(scope: Construct, id: string, props: TenantApiProps) {
    super(inOneCdk(scope, id, props), id);
    const { tables, corsAllowOrigins = apigateway.Cors.ALL_ORIGINS } = props;
    this._authorizer = props.authorizer;
    this._corsAllowOrigins = corsAllowOrigins;
    this._roles = allRoles(this, props.roles);
    this._tables = tables;

    const environment: Omit<TenantApiEnvironment, keyof (TenantScopeEnvironment & UserScopeEnvironment)> = {
      ...apiEnvironment(tables, corsAllowOrigins),
      TENANCY_APPLICATION_NAME: props.applicationName ?? '',
      TENANCY_INVITATIONS_TABLE_NAME: '',
      TENANCY_ROLES: this._roles.join(','),
      ...suspensionEnvironment(this, props.suspension),
    };
    const serviceName = props.serviceName ?? 'tenant-api';
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'tenant-api',
      description: 'Shows tenants and the people in them, and changes them for their admins',
      serviceName,
      options: props.functionOptions,
      environment,
      // Long enough for STS and then DynamoDB, each with retries.
      timeout: apiTimeout(),
    });
    this.metricSource = { handler: this.handler, serviceName };
    this.isolation = new TenantIsolation(this, 'Isolation', { stsRegions: props.stsRegions });
    this.isolate(tables);

    this.restApi = props.authorizer._behind(this, (authorizer) => createRestApi(this, 'RestApi', {
      description: 'Tenants, for web apps',
      corsAllowOrigins,
      options: props.apiOptions,
      defaultMethodOptions: { authorizer },
    }));
    this.url = urlOf(this.restApi, props.apiOptions);
    this._domainName = props.apiOptions?.domain?.domainName;
    const hasMembers = isOn(this, 'members', props.members);
    const routes: Record<string, Route> = hasMembers ? { ...TENANT_API_ROUTE, ...MEMBERS_ROUTE } : TENANT_API_ROUTE;
    addRoutes(this.restApi, routes, this.handler);
    if (hasMembers) {
      this.features.add('members');
    }
    this.tenantResource = this.restApi.root.resourceForPath(TENANT_API_ROUTE.getTenant.path);
    warnOfManyResources(this);
  }

  /**
   * Adds a route below `/tenant/{tenantId}` that invokes a function. It is open to the members of the tenant in the path.
   *
   * A new path adds three resources: the path, its preflight and the method. Another method of a path adds one. All routes of a function share
   * one permission. A `LambdaIntegration` of the CDK adds two permissions to each method instead.
   *
   * @param method `GET`, `PUT`, `POST`, `PATCH` or `DELETE`.
   * @param path Path below the tenant, such as `devices` or `devices/{deviceId}`. Use ids for parameters, and send free text in the query or
   * the body: `tenantOf` rejects ambiguous paths, such as those with an encoded slash or percent sign.
   * @param handler Function, alias or version that handles the requests. It can be in another stack.
   * @throws an error if the method or the path is not as described, or if the route already exists
   */
  public addRoute(method: string, path: string, handler: lambda.IFunction): apigateway.Method {
    return addTenantRoute(this, method, path, handler);
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
   * Lets the API revoke the invitations of admins who lose their role.
   *
   * @internal
   */
  public _revokesInvitations(table: dynamodb.ITable): void {
    this.handler.addEnvironment('TENANCY_INVITATIONS_TABLE_NAME' satisfies keyof InvitationsTableEnvironment, table.tableName);
    const rights = inlineRightsOf(this.isolation.tenantRole);
    grantRows(rights, SESSION_TAG.tenantId, [table.tableArn], ['dynamodb:Query', 'dynamodb:UpdateItem']);
    grantTableKey(rights, table, 'write');
  }

  /**
   * The variable with the Regions of STS, for other functions of this API.
   *
   * @internal
   */
  public get _stsRegions(): StsRegionsEnvironment {
    return this.isolation._stsRegions;
  }

  /**
   * Records a feature that the dashboard has pages for.
   *
   * @internal
   */
  public _addFeature(feature: DashboardFeature): void {
    this.features.add(feature);
  }

  /**
   * The features of this API that the dashboard has pages for. Complete at synth.
   *
   * @internal
   */
  public get _features(): Readonly<Record<DashboardFeature, boolean>> {
    const has = (feature: DashboardFeature) => this.features.has(feature);
    return {
      members: has('members'),
      invitations: has('invitations'),
      additionalTenants: has('additionalTenants'),
      closure: has('closure'),
      exports: has('exports'),
      accountDeletion: has('accountDeletion'),
      sessions: has('sessions'),
      audit: has('audit'),
    };
  }

  /**
   * The function itself has no rights on the tables; it assumes the roles. The API has its own roles, so your functions cannot write the
   * tenancy's rows.
   */
  private isolate({ tenants, users }: ITenantTables): void {
    const { isolation } = this;
    const [tenantRole, userRole] = [inlineRightsOf(isolation.tenantRole), inlineRightsOf(isolation.userRole)];
    grantRows(tenantRole, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem']);
    grantRows(tenantRole, SESSION_TAG.tenantId, [users.tableArn], [
      'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem',
    ]);
    // The user's own record, but no memberships.
    grantRows(userRole, SESSION_TAG.userId, [users.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem'], { before: USER_RECORD_PREFIX, behind: '' });
    grantTableKey(tenantRole, users, 'write');
    grantTableKey(userRole, users, 'write');
    grantTableKey(tenantRole, tenants, 'write');
    requireTextIndex(this, users, USER_INDEX_NAME);
    grantRows(userRole, SESSION_TAG.userId, [indexArn(users, USER_INDEX_NAME)], QUERY_INDEX);
    isolation.grantAssume(this.handler);
    isolation.grantAssumeForUser(this.handler);
  }
}
