import { Annotations, ArnFormat, Lazy, Stack, Token, aws_apigateway as apigateway, aws_iam as iam, aws_lambda as lambda, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ApiOptions } from './api-options';
import { FunctionOptions } from './function-options';
import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, OPERATOR_STAGE, OWNER_ROUTE,
  SESSIONS_ADMINISTRATION_ROUTE, SUSPENSION_ROUTE, SWEEP_ROUTE, TENANT_ADMINISTRATION_ROUTE, USER_ERASURE_ROUTE,
} from '../contract/admin-routes';
import { EMAIL_INDEX_NAME, STATUS_INDEX_NAME } from '../contract/attributes';
import type { SagaRepairEnvironment, TenantAdministrationEnvironment } from '../contract/environment';
import { SESSION_TAG } from '../contract/isolation';
import type { Route } from '../contract/routes';
import { EMPTY_SEGMENTS } from '../contract/token-policy';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { executeApiUrl, validateApiUrl } from './private/api/api-url';
import { originsVariable } from './private/api/cors-origins';
import { allowInvoke } from './private/api/lambda-integration';
import { addRoutes, addStage, createRestApi, DEFAULT_STAGE_NAME, STAGE_NAME, urlOf } from './private/api/rest-api';
import { createLookUpFunction, grantLookUpOfUsers, lookUpEnvironment, type LookUpFunctionProps } from './private/functions/look-up-function';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { indexArn, sessionTag } from './private/isolation/scoped-rights';
import { grantDescribeExecutions } from './private/rights/execution-rights';
import { inlineRightsOf } from './private/rights/inline-rights';
import { createSagaRepair } from './private/saga/repair';
import { grantJoin } from './private/tables/table-rights';
import { acknowledgeWildcard } from './private/validation/acknowledged-findings';
import { ConstructError } from './private/validation/construct-error';
import { validateFunctionArn } from './private/validation/function-arn';
import { completeLimits, membershipLimitsEnvironment } from './private/validation/limits';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';
import { allRoles } from './private/validation/roles';
import { requireSameTables } from './private/validation/same-tables';
import { suspensionEnvironment } from './private/validation/suspension';
import { TenancySuspensionOptions } from './suspension-options';
import { TenancyLimits } from './tenancy-limits';
import { TenantAuditLog } from './tenant-audit-log';
import { TenantCreationSaga } from './tenant-creation-saga';
import { TenantInvitations } from './tenant-invitations';
import { TenantIsolation } from './tenant-isolation';
import { TenantLifecycle } from './tenant-lifecycle';
import { ITenantTables } from './tenant-tables';
import { UserSessions } from './user-sessions';

const ROUTES = {
  ...ADMIN_API_ROUTE,
  ...TENANT_ADMINISTRATION_ROUTE,
  ...SUSPENSION_ROUTE,
  ...OWNER_ROUTE,
  ...CLOSURE_ADMINISTRATION_ROUTE,
  ...EXPORT_ADMINISTRATION_ROUTE,
  ...SWEEP_ROUTE,
  ...USER_ERASURE_ROUTE,
  ...SESSIONS_ADMINISTRATION_ROUTE,
  ...AUDIT_ADMINISTRATION_ROUTE,
} as const;

/** Routes with a grant of their own, which no other grant for services includes. */
const SEPARATE_ROUTES = [SUSPENSION_ROUTE, OWNER_ROUTE, CLOSURE_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, AUDIT_ADMINISTRATION_ROUTE]
  .flatMap<Route>((routes) => Object.values(routes));

/** All routes of tenants except those that `addInvitations` adds. */
const { listInvitations, createInvitation, revokeInvitation, resendInvitation, ...MEMBER_ADMINISTRATION_ROUTE } = TENANT_ADMINISTRATION_ROUTE;

/** Features that are added to the API after it is created, as errors name them. */
const FEATURES = {
  lifecycle: { label: 'A lifecycle', advice: 'Call addLifecycle, leave lifecycle.enabled of Tenancy out' },
  exports: {
    label: 'Exports',
    advice: 'Call addLifecycle with a lifecycle that exports, leave lifecycle.enabled and lifecycle.exports.enabled of Tenancy out',
  },
  sessions: { label: 'Sessions', advice: 'Call addSessions, leave sessions.enabled of Tenancy out' },
  auditLog: { label: 'An audit log', advice: 'Call addAuditLog, leave audit.enabled of Tenancy out' },
} as const;

type Feature = keyof typeof FEATURES;

/**
 * REST API for services and operators.
 */
export interface ITenantAdminApi extends IConstruct {
  /**
   * URL of the API, with a slash at its end.
   */
  readonly url: string;

  /**
   * Id of the REST API.
   */
  readonly restApiId: string;

  /**
   * Name of the stage for services.
   */
  readonly stageName: string;

  /**
   * URL of the stage for operators, with a slash at its end. The first use of `grantOperate` or `operatorUrl` adds the stage, in the app
   * that creates the API.
   *
   * @throws an error if this app creates the API with `domain.disableExecuteApiEndpoint`: the operators' stage has no custom domain
   */
  readonly operatorUrl: string;

  /**
   * ARN of the function that looks up the tenants of one user, and does nothing else. A principal with the right to invoke it
   * (`lambda:InvokeFunction`) gets the same response as from `GET /tenants/{userId}`, for the payload `{ "userId": "<sub>" }`.
   *
   * The first use adds the function, in the app that creates the API. Undefined for an API that is imported without it.
   */
  readonly lookUpFunctionArn?: string;

  /**
   * Allows a principal to look up the tenants of a user: `GET /tenants/{userId}`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that looks up tenants.
   */
  grantLookUp(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to call all routes that read, except those of exports. They return every tenant, and the names and email addresses of
   * its members. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that reads.
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to change any tenant: rename it, add, change and remove members, and invite users. Requests must be signed (SigV4,
   * service `execute-api`).
   *
   * @param grantee The principal that changes tenants.
   */
  grantAdminister(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to suspend tenants and to end their suspension: `PUT` and `DELETE /tenant/{tenantId}/suspension`. Requests must be
   * signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that suspends tenants, such as a billing service.
   */
  grantSuspend(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to close tenants and to cancel closures: `PUT` and `DELETE /tenant/{tenantId}/closure`. A closed tenant is deleted with all
   * of its data. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that closes tenants.
   */
  grantClose(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to export any tenant and to download the exports: `POST /tenant/{tenantId}/exports` and
   * `GET /tenant/{tenantId}/exports/{exportId}`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that exports tenants, such as the role of a support team.
   */
  grantExport(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to erase users, `DELETE /users/{userId}`, and to start all due deletions of tenants at once, `POST /sweeps`. Requests must be
   * signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that erases.
   */
  grantErase(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to end all sessions of any user: `POST /users/{userId}/sign-out`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that ends sessions, such as the role of a support team.
   */
  grantEndSessions(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to list the audit log of any tenant, with names, email addresses and IP addresses:
   * `GET /tenant/{tenantId}/audit`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that reads, such as the role of a support team.
   */
  grantReadAudit(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to add records of the application to the audit log of any tenant: `POST /tenant/{tenantId}/audit`. Requests must be signed
   * (SigV4, service `execute-api`). For code that works for one tenant at a time, use `grantRecordAuditPerTenant`.
   *
   * @param grantee The principal that adds records.
   */
  grantRecordAudit(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows the tenant role of an isolation to add records of the application to the audit log of the tenant in its session tag, and of no other
   * tenant: `POST /tenant/{tenantId}/audit`. `createAuditLog` of `cdk-tenancy/runtime` sends the requests.
   *
   * @param isolation The isolation whose tenant role adds records, such as `isolation` of `Tenancy`.
   */
  grantRecordAuditPerTenant(isolation: TenantIsolation): iam.Grant;

  /**
   * Allows a principal to make any member of any tenant an admin: `PUT /tenant/{tenantId}/owner`. Requests must be signed (SigV4, service
   * `execute-api`).
   *
   * @param grantee The principal that changes owners, such as the role of a support team.
   */
  grantChangeOwner(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows a principal to repair: `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that repairs.
   * @throws an error if this app creates the API without a saga
   */
  grantRepair(grantee: iam.IGrantable): iam.Grant;

  /**
   * Allows an operator of the application to call all routes, through the stage `operators` at `operatorUrl`. Requests must be signed
   * (SigV4, service `execute-api`).
   *
   * Changes through this stage are recorded as changes by an operator. Changes of principals with other grants are recorded as changes by a
   * service. The first use of `grantOperate` or `operatorUrl` adds the stage, in the app that creates the API.
   *
   * @param grantee The principal that operates the application, such as the role of a support team.
   * @throws an error if this app creates the API with `domain.disableExecuteApiEndpoint`: the operators' stage has no custom domain
   */
  grantOperate(grantee: iam.IGrantable): iam.Grant;
}

/**
 * Attributes of a `TenantAdminApi` of another stack or app, in the same account and Region.
 */
export interface TenantAdminApiAttributes {
  /**
   * Id of the REST API, such as `a1b2c3d4e5`: `restApiId` of the construct.
   */
  readonly restApiId: string;

  /**
   * Name of the stage for services.
   *
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * URL of the API, with a slash at its end, such as `https://admin.example.com/`. Pass it if the API has a custom domain.
   *
   * @default - the URL of API Gateway for this API and stage
   */
  readonly url?: string;

  /**
   * URL of the stage for operators, with a slash at its end: `operatorUrl` of the construct.
   *
   * Set this only if operators do not call the URL of API Gateway. `grantOperate` grants the rights on the stage `operators` in any case. The
   * app that creates the API must add this stage.
   *
   * @default - the URL of API Gateway for this API and the stage `operators`
   */
  readonly operatorUrl?: string;

  /**
   * ARN of the function that looks up the tenants of one user: `lookUpFunctionArn` of the construct. A `PreTokenEnricher` with
   * `TenantLookup.DIRECT` invokes it.
   *
   * @default - none: a `PreTokenEnricher` sends requests to the API
   */
  readonly lookUpFunctionArn?: string;
}

/**
 * Properties of `TenantAdminApi`.
 */
export interface TenantAdminApiProps {
  /**
   * The tables that the API reads and writes.
   */
  readonly tables: ITenantTables;

  /**
   * Origins of the web apps that can call this API, such as `https://admin.example.com`: at most 100. Each path then has a preflight, which
   * adds one resource.
   *
   * @default - none: requests are signed with AWS credentials, which web apps rarely have
   */
  readonly corsAllowOrigins?: string[];

  /**
   * The saga that operators can repair through this API.
   *
   * @default - no route for repairs
   */
  readonly saga?: TenantCreationSaga;

  /**
   * Roles that a member can have in addition to `admin` and `member`: at most 50, of 2 to 32 lowercase letters, digits and hyphens each.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Upper limits for members per tenant and tenants per user. They also apply to operators and services.
   *
   * @default - 10,000 members per tenant, 10 tenants per user
   */
  readonly limits?: TenancyLimits;

  /**
   * The access of members to suspended tenants. Pass the same options to the `TenantApi`.
   *
   * @default - none
   */
  readonly suspension?: TenancySuspensionOptions;

  /**
   * Name of the functions in logs and metrics.
   *
   * @default 'tenant-admin-api'
   */
  readonly serviceName?: string;

  /**
   * Memory, tracing and logs of the functions.
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

abstract class TenantAdminApiBase extends Construct implements ITenantAdminApi {
  /** The separate routes that each principal was granted, by principal and stage. */
  private readonly separateRights = new Map<iam.IPrincipal, Map<string, Set<Route>>>();

  /**
   * URL of the API, with a slash at its end.
   */
  public abstract readonly url: string;

  /**
   * Id of the REST API.
   */
  public abstract readonly restApiId: string;

  /**
   * Name of the stage for services.
   */
  public abstract readonly stageName: string;

  /**
   * URL of the stage for operators, with a slash at its end. The first use of `grantOperate` or `operatorUrl` adds the stage, in the app
   * that creates the API.
   *
   * @throws an error if this app creates the API with `domain.disableExecuteApiEndpoint`: the operators' stage has no custom domain
   */
  public abstract readonly operatorUrl: string;

  /**
   * ARN of the function that looks up the tenants of one user, and does nothing else. A principal with the right to invoke it
   * (`lambda:InvokeFunction`) gets the same response as from `GET /tenants/{userId}`, for the payload `{ "userId": "<sub>" }`.
   *
   * The first use adds the function, in the app that creates the API. Undefined for an API that is imported without it.
   */
  public abstract readonly lookUpFunctionArn?: string;

  /**
   * Allows a principal to look up the tenants of a user: `GET /tenants/{userId}`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that looks up tenants.
   */
  public grantLookUp(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [ADMIN_API_ROUTE.listTenantsOfUser]);
  }

  /**
   * Allows a principal to call all routes that read, except those of exports. They return every tenant, and the names and email addresses of
   * its members. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that reads.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values<Route>(ROUTES).filter((route) => route.method === 'GET' && !SEPARATE_ROUTES.includes(route)));
  }

  /**
   * Allows a principal to change any tenant: rename it, add, change and remove members, and invite users. Requests must be signed (SigV4,
   * service `execute-api`).
   *
   * @param grantee The principal that changes tenants.
   */
  public grantAdminister(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values<Route>(TENANT_ADMINISTRATION_ROUTE).filter(({ method }) => method !== 'GET'));
  }

  /**
   * Allows a principal to suspend tenants and to end their suspension: `PUT` and `DELETE /tenant/{tenantId}/suspension`. Requests must be
   * signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that suspends tenants, such as a billing service.
   */
  public grantSuspend(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values(SUSPENSION_ROUTE));
  }

  /**
   * Allows a principal to close tenants and to cancel closures: `PUT` and `DELETE /tenant/{tenantId}/closure`. A closed tenant is deleted with all
   * of its data. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that closes tenants.
   */
  public grantClose(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values(CLOSURE_ADMINISTRATION_ROUTE));
  }

  /**
   * Allows a principal to export any tenant and to download the exports: `POST /tenant/{tenantId}/exports` and
   * `GET /tenant/{tenantId}/exports/{exportId}`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that exports tenants, such as the role of a support team.
   */
  public grantExport(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values(EXPORT_ADMINISTRATION_ROUTE));
  }

  /**
   * Allows a principal to erase users, `DELETE /users/{userId}`, and to start all due deletions of tenants at once, `POST /sweeps`. Requests must be
   * signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that erases.
   */
  public grantErase(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [...Object.values(SWEEP_ROUTE), ...Object.values(USER_ERASURE_ROUTE)]);
  }

  /**
   * Allows a principal to end all sessions of any user: `POST /users/{userId}/sign-out`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that ends sessions, such as the role of a support team.
   */
  public grantEndSessions(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values(SESSIONS_ADMINISTRATION_ROUTE));
  }

  /**
   * Allows a principal to list the audit log of any tenant, with names, email addresses and IP addresses:
   * `GET /tenant/{tenantId}/audit`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that reads, such as the role of a support team.
   */
  public grantReadAudit(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [AUDIT_ADMINISTRATION_ROUTE.listAuditRecords]);
  }

  /**
   * Allows a principal to add records of the application to the audit log of any tenant: `POST /tenant/{tenantId}/audit`. Requests must be signed
   * (SigV4, service `execute-api`). For code that works for one tenant at a time, use `grantRecordAuditPerTenant`.
   *
   * @param grantee The principal that adds records.
   */
  public grantRecordAudit(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [AUDIT_ADMINISTRATION_ROUTE.recordAudit]);
  }

  /**
   * Allows the tenant role of an isolation to add records of the application to the audit log of the tenant in its session tag, and of no other
   * tenant: `POST /tenant/{tenantId}/audit`. `createAuditLog` of `cdk-tenancy/runtime` sends the requests.
   *
   * @param isolation The isolation whose tenant role adds records, such as `isolation` of `Tenancy`.
   */
  public grantRecordAuditPerTenant(isolation: TenantIsolation): iam.Grant {
    requireOneCdk(this, { isolation });
    const { method, path } = AUDIT_ADMINISTRATION_ROUTE.recordAudit;
    const ofTenant = path.replace('{tenantId}', sessionTag(SESSION_TAG.tenantId));
    return iam.Grant.addToPrincipal({
      grantee: isolation.tenantRole, actions: ['execute-api:Invoke'], resourceArns: [this.arnOf(this.stageName, method, ofTenant)],
    });
  }

  /**
   * Allows a principal to make any member of any tenant an admin: `PUT /tenant/{tenantId}/owner`. Requests must be signed (SigV4, service
   * `execute-api`).
   *
   * @param grantee The principal that changes owners, such as the role of a support team.
   */
  public grantChangeOwner(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values(OWNER_ROUTE));
  }

  /**
   * Allows a principal to repair: `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that repairs.
   * @throws an error if this app creates the API without a saga
   */
  public grantRepair(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [ADMIN_API_ROUTE.repair]);
  }

  /**
   * Allows an operator of the application to call all routes, through the stage `operators` at `operatorUrl`. Requests must be signed
   * (SigV4, service `execute-api`).
   *
   * Changes through this stage are recorded as changes by an operator. Changes of principals with other grants are recorded as changes by a
   * service. The first use of `grantOperate` or `operatorUrl` adds the stage, in the app that creates the API.
   *
   * @param grantee The principal that operates the application, such as the role of a support team.
   * @throws an error if this app creates the API with `domain.disableExecuteApiEndpoint`: the operators' stage has no custom domain
   */
  public grantOperate(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, this._operatorRoutes(), this._operatorStageName());
  }

  /**
   * The routes that operators can call. The routes of an imported API are unknown, so these are all routes.
   *
   * @internal
   */
  protected _operatorRoutes(): Route[] {
    return Object.values(ROUTES);
  }

  /**
   * Name of the stage for operators.
   *
   * @internal
   */
  protected _operatorStageName(): string {
    return OPERATOR_STAGE;
  }

  /**
   * Grants calls of routes.
   *
   * @internal
   */
  protected _grantRoutes(grantee: iam.IGrantable, routes: readonly Route[], stageName = this.stageName): iam.Grant {
    requireOneCdk(this, { grantee });
    const resourceArns = routes.map((route) => this.arnOf(stageName, route.method, withoutIds(route)));
    if (Construct.isConstruct(grantee.grantPrincipal)) {
      const principal = grantee.grantPrincipal;
      resourceArns.filter((arn) => arn.includes('*'))
        .forEach((arn) => acknowledgeWildcard(principal, arn, 'The caller may ask for any tenant and user; the wildcard stands for the id in the path.'));
    }
    const grant = iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
    if (!grant.success) {
      Annotations.of(this).addWarningV2('cdk-tenancy:grantByHand', `The grant to ${String(grantee.grantPrincipal)} adds no statement, because policies of this `
        + 'principal are not in this app. Pass a role or user of this app, or give the principal execute-api:Invoke yourself.');
    }
    this.denyOthers(grantee, routes, stageName);
    return grant;
  }

  /**
   * Denies what the `*` in the ARNs of granted routes includes but no grant means. A `*` also matches slashes and the empty string:
   *
   * - A right to `GET /tenants/*` alone would include `/tenants/`, which API Gateway routes to the list of all tenants. No route has an empty
   *   segment, so all such paths are denied.
   * - A right to `PUT /tenant/*` alone would include the separate routes. Those that the principal is not granted until synth are denied.
   */
  private denyOthers({ grantPrincipal }: iam.IGrantable, routes: readonly Route[], stageName: string): void {
    const stages = this.separateRights.get(grantPrincipal) ?? new Map<string, Set<Route>>();
    this.separateRights.set(grantPrincipal, stages);
    const granted = stages.get(stageName) ?? new Set();
    routes.forEach((route) => granted.add(route));
    if (stages.has(stageName)) {
      return;
    }
    stages.set(stageName, granted);
    const emptySegments = EMPTY_SEGMENTS.map((path) => this.arnOf(stageName, '*', path));
    const ungranted = SEPARATE_ROUTES.map((route) => Lazy.string({
      // A text in place of a granted route, because a list of lazy length cannot be merged with the resources of other statements.
      produce: () => (granted.has(route) ? emptySegments[0] : this.arnOf(stageName, route.method, withoutIds(route))),
    }));
    grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY, actions: ['execute-api:Invoke'], resources: [...emptySegments, ...ungranted],
    }));
  }

  private arnOf(stageName: string, method: string, path: string): string {
    return Stack.of(this).formatArn({
      service: 'execute-api', resource: this.restApiId, arnFormat: ArnFormat.SLASH_RESOURCE_NAME, resourceName: `${stageName}/${method}${path}`,
    });
  }
}

/**
 * REST API for services and operators, with IAM authorization.
 *
 * The routes are:
 *
 * - `GET /tenants/{userId}`: returns the active tenants; the first is the tenant of the next token. Also returns all memberships of the user:
 *   `{ "tenants": ["<id>", ...], "memberships": [{ tenantId, role, status }, ...] }`
 * - `GET /tenants?status=`: lists all tenants
 * - `GET /memberships?email=`: finds the memberships of an email address
 * - `GET` and `PUT /tenant/{tenantId}`: returns and renames a tenant
 * - `PUT` and `DELETE /tenant/{tenantId}/suspension`: suspends a tenant and ends its suspension
 * - `PUT /tenant/{tenantId}/owner`: makes a member an admin
 * - `PUT` and `DELETE /tenant/{tenantId}/closure`, after `addLifecycle`: schedules the deletion of a tenant and cancels it
 * - `POST /sweeps`, after `addLifecycle`: starts all due deletions
 * - `DELETE /users/{userId}`, after `addLifecycle` of a lifecycle with a user pool: erases a user. With `?account=keep`, the account in the pool is kept
 * - `POST /users/{userId}/sign-out`, after `addSessions`: ends all sessions of a user
 * - `GET` and `POST /tenant/{tenantId}/audit`, after `addAuditLog`: lists the audit log of a tenant, newest first, and adds a record of the application
 * - below `/tenant/{tenantId}/members`: lists and adds members, changes their roles and removes them. A tenant always keeps an admin.
 * - below `/tenant/{tenantId}/invitations`, after `addInvitations`: lists, creates, revokes and resends invitations
 * - `POST /repairs`, with a saga: returns events from the dead-letter queue to the state machine that failed, and finishes incomplete tenants.
 *   With `{ "dryRun": true }`, it only lists what it would repair. With `{ "messageIds": ["..."] }`, it repairs only these messages. Messages
 *   that are already repaired do not change.
 *
 * Services call the API at `url`. Operators call it at `operatorUrl`, the URL of a second stage, so that their changes are recorded as changes
 * by an operator. `grantOperate` or `operatorUrl` adds this stage.
 *
 * The API has no resource policy. A policy that allows an account would let in every principal of that account, whatever permissions it has.
 * The endpoint is regional.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export class TenantAdminApi extends TenantAdminApiBase {
  /**
   * Imports an API of another stack or app. It must be in the account and Region of the scope.
   *
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param attributes Id, stage and URLs of the API, and ARN of its look-up function.
   * @throws an error if a URL is not an https URL with a slash at its end, and if the ARN is not that of a function of the account and Region
   */
  public static fromTenantAdminApiAttributes(scope: Construct, id: string, attributes: TenantAdminApiAttributes): ITenantAdminApi {
    const { restApiId, stageName = DEFAULT_STAGE_NAME } = attributes;
    const urlOfStage = (name: string) => executeApiUrl(scope, restApiId, name);
    const { url = urlOfStage(stageName), operatorUrl = urlOfStage(OPERATOR_STAGE) } = attributes;

    class ImportedTenantAdminApi extends TenantAdminApiBase {
      public readonly url = url;
      public readonly restApiId = restApiId;
      public readonly stageName = stageName;
      public readonly operatorUrl = operatorUrl;
      public readonly lookUpFunctionArn = attributes.lookUpFunctionArn;
    }
    const api = new ImportedTenantAdminApi(inOneCdk(scope, id), id);
    validateAttributes(api, restApiId, stageName);
    validateApiUrl(api, 'url', url);
    validateApiUrl(api, 'operatorUrl', operatorUrl);
    validateFunctionArn(api, attributes.lookUpFunctionArn);
    return api;
  }

  /**
   * The API.
   */
  public readonly restApi: apigateway.RestApi;

  public readonly url: string;

  public readonly restApiId: string;

  public readonly stageName: string;

  /**
   * The function for the routes that read.
   */
  public readonly handler: lambda.Function;

  /**
   * The function for the routes that change a tenant or its members.
   */
  public readonly administrationHandler: lambda.Function;

  /**
   * The function for `POST /repairs`. Undefined without a saga.
   */
  public readonly repairHandler?: lambda.Function;

  private readonly apiOptions?: ApiOptions;
  private readonly lookUpProps: LookUpFunctionProps;
  private readonly corsAllowOrigins: readonly string[];
  private operatorStage?: apigateway.Stage;
  private readonly lifecycleHandlers: lambda.Function[] = [];
  private sessionsHandler?: lambda.Function;
  private auditLog?: TenantAuditLog;
  private exportFunction?: lambda.Function;
  /** The grants that were used, each with the feature that it needs. */
  private readonly grants = new Map<string, Feature>();
  private lookUpFunction?: lambda.Function;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the API.
   */
  public constructor(scope: Construct, id: string, props: TenantAdminApiProps) {
    super(inOneCdk(scope, id, props), id);
    const { tables, saga, corsAllowOrigins, serviceName = 'tenant-admin-api' } = props;
    this.apiOptions = props.apiOptions;
    this.corsAllowOrigins = corsAllowOrigins ?? [];
    // Without a saga, no tenant has an id that follows from its user.
    this.lookUpProps = {
      tables, applicationName: saga?.applicationName ?? '', suspension: suspensionEnvironment(this, props.suspension), serviceName, options: props.functionOptions,
    };
    this.validateStageName(props.apiOptions);
    this.node.addValidation({ validate: () => this.findGrantsWithoutFeature() });

    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'admin-api',
      description: 'Tells services and operators the tenants and their users',
      serviceName,
      options: props.functionOptions,
      environment: { ...apiEnvironment(tables, corsAllowOrigins ?? []), ...lookUpEnvironment(this.lookUpProps) },
    });
    const grantee = inlineRightsOf(this.handler);
    grantLookUpOfUsers(grantee, tables);
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: [indexArn(tables.tenants, STATUS_INDEX_NAME), indexArn(tables.users, EMAIL_INDEX_NAME)],
    });

    this.restApi = createRestApi(this, 'RestApi', {
      description: 'Tenants, for services and operators',
      corsAllowOrigins,
      options: props.apiOptions,
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    this.url = urlOf(this.restApi, props.apiOptions);
    this.restApiId = this.restApi.restApiId;
    this.stageName = this.restApi.deploymentStage.stageName;
    const { repair, ...reading } = ADMIN_API_ROUTE;
    addRoutes(this.restApi, reading, this.handler);
    this.administrationHandler = this.createAdministration(props, serviceName);
    addRoutes(this.restApi, { ...MEMBER_ADMINISTRATION_ROUTE, ...SUSPENSION_ROUTE, ...OWNER_ROUTE }, this.administrationHandler);
    if (saga) {
      this.repairHandler = createSagaRepair(this, 'RepairHandler', {
        saga, corsAllowOrigins: corsAllowOrigins ?? [], serviceName, options: props.functionOptions,
      });
      addRoutes(this.restApi, { repair }, this.repairHandler);
    }
  }

  /**
   * Adds the routes that list, create, revoke and resend invitations: `/tenant/{tenantId}/invitations` and below.
   *
   * @param invitations The invitations of the tenancy. Their table must not be in a stack that needs this API.
   */
  public addInvitations(invitations: TenantInvitations): void {
    invitations._grantInvite(this.administrationHandler);
    const routes = { listInvitations, createInvitation, revokeInvitation, resendInvitation };
    addRoutes(this.restApi, routes, this.administrationHandler);
  }

  /**
   * Adds the routes that close tenants and cancel closures, `PUT` and `DELETE /tenant/{tenantId}/closure`, those that export tenants,
   * `POST /tenant/{tenantId}/exports` and `GET /tenant/{tenantId}/exports/{exportId}`, the route that starts all due deletions, `POST /sweeps`, and
   * the route that erases a user, `DELETE /users/{userId}`. Failed deletions and exports are repaired by `POST /repairs`, if this API has the saga of
   * the lifecycle.
   *
   * @param lifecycle The lifecycle of the tenancy. It must be in the stack of this API, or in one that this API's stack depends on.
   */
  public addLifecycle(lifecycle: TenantLifecycle): void {
    requireSameTables(this, 'lifecycle', lifecycle._tables, this.lookUpProps.tables);
    Object.entries(lifecycle._gracePeriod).forEach(([name, value]) => this.administrationHandler.addEnvironment(name, value));
    addRoutes(this.restApi, CLOSURE_ADMINISTRATION_ROUTE, this.administrationHandler);
    addRoutes(this.restApi, SWEEP_ROUTE, lifecycle.sweepHandler);
    lifecycle._allowSweeps(this, originsVariable(this.corsAllowOrigins));
    this.lifecycleHandlers.push(lifecycle.sweepHandler);
    this.exportFunction = lifecycle._createExportAdministration(this, 'ExportHandler', this.corsAllowOrigins);
    if (this.exportFunction) {
      addRoutes(this.restApi, EXPORT_ADMINISTRATION_ROUTE, this.exportFunction);
      this.lifecycleHandlers.push(this.exportFunction);
    }
    const { userErasureHandler } = lifecycle;
    if (userErasureHandler) {
      addRoutes(this.restApi, USER_ERASURE_ROUTE, userErasureHandler);
      lifecycle._allowOrigins(this.corsAllowOrigins);
      this.lifecycleHandlers.push(userErasureHandler);
    }
    if (this.operatorStage) {
      this.lifecycleHandlers.forEach((handler) => this.allowOperators(handler));
    }
    this.allowRepair('TENANCY_DELETE_TENANT_ARN', lifecycle.deleteTenant);
    if (this.repairHandler) {
      grantDescribeExecutions(this.repairHandler, lifecycle.deleteTenant);
    }
    this.allowRepair('TENANCY_EXPORT_TENANT_ARN', lifecycle.exportTenant);
  }

  /**
   * Adds the route that ends all sessions of a user, `POST /users/{userId}/sign-out`.
   *
   * @param sessions The sessions of the tenancy. They must be in the stack of this API, or in one that this API's stack depends on.
   */
  public addSessions(sessions: UserSessions): void {
    requireSameTables(this, 'sessions', sessions._tables, this.lookUpProps.tables);
    addRoutes(this.restApi, SESSIONS_ADMINISTRATION_ROUTE, sessions.handler);
    sessions._allowOrigins(this.corsAllowOrigins);
    this.sessionsHandler = sessions.handler;
    if (this.operatorStage) {
      this.allowOperators(sessions.handler);
    }
  }

  /**
   * Adds the routes of the audit log: `GET` and `POST /tenant/{tenantId}/audit`.
   *
   * @param auditLog The audit log of the tenancy. It must be in the stack of this API, or in one that this API's stack depends on.
   */
  public addAuditLog(auditLog: TenantAuditLog): void {
    requireSameTables(this, 'auditLog', auditLog._tables, this.lookUpProps.tables);
    const { listAuditRecords, recordAudit } = AUDIT_ADMINISTRATION_ROUTE;
    addRoutes(this.restApi, { listAuditRecords }, auditLog.readHandler);
    addRoutes(this.restApi, { recordAudit }, auditLog.writeHandler);
    auditLog._allowOrigins(this.corsAllowOrigins);
    this.auditLog = auditLog;
    if (this.operatorStage) {
      [auditLog.readHandler, auditLog.writeHandler].forEach((handler) => this.allowOperators(handler));
    }
  }

  /** Lets `POST /repairs` start failed executions of a state machine again. */
  private allowRepair(variable: keyof SagaRepairEnvironment, stateMachine?: sfn.IStateMachine): void {
    if (this.repairHandler && stateMachine) {
      const { stateMachineArn } = stateMachine;
      this.repairHandler.addEnvironment(variable, stateMachineArn);
      iam.Grant.addToPrincipal({ grantee: inlineRightsOf(this.repairHandler), actions: ['states:StartExecution'], resourceArns: [stateMachineArn] });
    }
  }

  /**
   * Allows a principal to repair: `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that repairs.
   * @throws an error if the API has no saga
   */
  public grantRepair(grantee: iam.IGrantable): iam.Grant {
    if (this.repairHandler === undefined) {
      throw new ConstructError(this, 'saga must be set for grantRepair, but was undefined. Pass saga to TenantAdminApi.');
    }
    return super.grantRepair(grantee);
  }

  /**
   * Allows a principal to close tenants and to cancel closures: `PUT` and `DELETE /tenant/{tenantId}/closure`. A closed tenant is deleted with all
   * of its data. Requests must be signed (SigV4, service `execute-api`). Synth fails if the API has no lifecycle.
   *
   * @param grantee The principal that closes tenants.
   */
  public grantClose(grantee: iam.IGrantable): iam.Grant {
    this.grants.set('grantClose', 'lifecycle');
    return super.grantClose(grantee);
  }

  /**
   * Allows a principal to start all due deletions at once: `POST /sweeps`. Requests must be signed (SigV4, service `execute-api`). Synth fails if
   * the API has no lifecycle.
   *
   * @param grantee The principal that starts deletions.
   */
  public grantErase(grantee: iam.IGrantable): iam.Grant {
    this.grants.set('grantErase', 'lifecycle');
    return super.grantErase(grantee);
  }

  /**
   * Allows a principal to end all sessions of any user: `POST /users/{userId}/sign-out`. Requests must be signed (SigV4, service `execute-api`). Synth fails if
   * the API has no sessions.
   *
   * @param grantee The principal that ends sessions, such as the role of a support team.
   */
  public grantEndSessions(grantee: iam.IGrantable): iam.Grant {
    this.grants.set('grantEndSessions', 'sessions');
    return super.grantEndSessions(grantee);
  }

  /**
   * Allows a principal to list the audit log of any tenant, with names, email addresses and IP addresses:
   * `GET /tenant/{tenantId}/audit`. Requests must be signed (SigV4, service `execute-api`).
   * Synth fails if the API has no audit log.
   *
   * @param grantee The principal that reads, such as the role of a support team.
   */
  public grantReadAudit(grantee: iam.IGrantable): iam.Grant {
    this.grants.set('grantReadAudit', 'auditLog');
    return super.grantReadAudit(grantee);
  }

  /**
   * Allows a principal to add records of the application to the audit log of any tenant: `POST /tenant/{tenantId}/audit`. Requests must be signed
   * (SigV4, service `execute-api`). For code that works for one tenant at a time, use `grantRecordAuditPerTenant`. Synth fails if the API
   * has no audit log.
   *
   * @param grantee The principal that adds records.
   */
  public grantRecordAudit(grantee: iam.IGrantable): iam.Grant {
    this.grants.set('grantRecordAudit', 'auditLog');
    return super.grantRecordAudit(grantee);
  }

  /**
   * Allows the tenant role of an isolation to add records of the application to the audit log of the tenant in its session tag, and of no other
   * tenant: `POST /tenant/{tenantId}/audit`. `createAuditLog` of `cdk-tenancy/runtime` sends the requests.
   * Synth fails if the API has no audit log.
   *
   * @param isolation The isolation whose tenant role adds records, such as `isolation` of `Tenancy`.
   */
  public grantRecordAuditPerTenant(isolation: TenantIsolation): iam.Grant {
    this.grants.set('grantRecordAuditPerTenant', 'auditLog');
    return super.grantRecordAuditPerTenant(isolation);
  }

  /**
   * Allows a principal to export any tenant and to download the exports: `POST /tenant/{tenantId}/exports` and
   * `GET /tenant/{tenantId}/exports/{exportId}`. Requests must be signed (SigV4, service `execute-api`). Synth fails if the API has no lifecycle
   * with exports.
   *
   * @param grantee The principal that exports tenants, such as the role of a support team.
   */
  public grantExport(grantee: iam.IGrantable): iam.Grant {
    this.grants.set('grantExport', 'exports');
    return super.grantExport(grantee);
  }

  /** A feature can be added after its grants. */
  private findGrantsWithoutFeature(): string[] {
    const added: Record<Feature, boolean> = {
      lifecycle: this.lifecycleHandlers.length > 0,
      exports: this.exportFunction !== undefined,
      sessions: this.sessionsHandler !== undefined,
      auditLog: this.auditLog !== undefined,
    };
    return [...this.grants].filter(([, feature]) => !added[feature]).map(([grant, feature]) => {
      const { label, advice } = FEATURES[feature];
      return `${label} must be added for ${grant}, but the API has none. ${advice}, or remove ${grant}.`;
    });
  }

  /**
   * The URL for the pre-token function. A custom domain works only once its DNS record resolves, and until then no one could sign in.
   *
   * @internal
   */
  public get _lookUpUrl(): string {
    return this.isExecuteApiDisabled ? this.url : executeApiUrl(this, this.restApiId, this.plainStageName);
  }

  /**
   * Without the endpoint of API Gateway, a function that calls the domain needs the domain first.
   *
   * @internal
   */
  public _waitForLookUpUrl(caller: lambda.Function): void {
    if (this.isExecuteApiDisabled) {
      // Not the mapping below it, which needs the stage.
      caller.node.addDependency(this.restApi.domainName!.node.defaultChild!);
    }
  }

  /**
   * URL of the stage for operators, with a slash at its end. The first use of `grantOperate` or `operatorUrl` adds the stage.
   *
   * @throws an error if `domain.disableExecuteApiEndpoint` is set: the operators' stage has no custom domain
   */
  public get operatorUrl(): string {
    return this.operators().urlForPath('/');
  }

  /**
   * ARN of the function that looks up the tenants of one user, and does nothing else. A principal with the right to invoke it
   * (`lambda:InvokeFunction`) gets the same response as from `GET /tenants/{userId}`, for the payload `{ "userId": "<sub>" }`.
   *
   * The first use adds the function.
   */
  public get lookUpFunctionArn(): string | undefined {
    this.lookUpFunction ??= createLookUpFunction(this, 'LookUpHandler', this.lookUpProps);
    return this.lookUpFunction.functionArn;
  }

  /**
   * The function that looks up the tenants of one user. Undefined until `lookUpFunctionArn` is used, as a `PreTokenEnricher` does by default.
   */
  public get lookUpHandler(): lambda.Function | undefined {
    return this.lookUpFunction;
  }

  /**
   * The function that exports tenants for services and operators. Undefined without a lifecycle, or if exports are switched off.
   */
  public get exportHandler(): lambda.Function | undefined {
    return this.exportFunction;
  }

  /** @internal */
  protected override _operatorRoutes(): Route[] {
    return super._operatorRoutes().filter((route) => route !== ADMIN_API_ROUTE.repair || this.repairHandler !== undefined);
  }

  /** @internal */
  protected override _operatorStageName(): string {
    return this.operators().stageName;
  }

  /**
   * Grants the look-up to the pre-token function.
   *
   * @internal
   */
  public _grantLookUpAtSignIn(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [ADMIN_API_ROUTE.listTenantsOfUser], this.plainStageName);
  }

  /**
   * The name, and not a reference to the stage. The stage needs the functions behind all routes, and one of them needs the pool, which needs its
   * trigger: the pre-token function. So the pre-token function must not need the stage.
   */
  private get plainStageName(): string {
    return this.apiOptions?.stageName ?? DEFAULT_STAGE_NAME;
  }

  private get isExecuteApiDisabled(): boolean {
    return this.apiOptions?.domain?.disableExecuteApiEndpoint ?? false;
  }

  private operators(): apigateway.Stage {
    if (this.isExecuteApiDisabled) {
      throw new ConstructError(this, 'domain.disableExecuteApiEndpoint must be false if operators call the API, but was true. Leave it out: the operators\' '
        + 'stage has no custom domain.');
    }
    this.operatorStage ??= this.addOperatorStage();
    return this.operatorStage;
  }

  private addOperatorStage(): apigateway.Stage {
    const stage = addStage(this, 'OperatorStage', this.restApi, OPERATOR_STAGE, this.apiOptions);
    const { handler: reader, administrationHandler, repairHandler, sessionsHandler, auditLog, lifecycleHandlers } = this;
    [reader, administrationHandler, repairHandler, sessionsHandler, auditLog?.readHandler, auditLog?.writeHandler, ...lifecycleHandlers]
      .forEach((handler) => handler && this.allowOperators(handler));
    return stage;
  }

  private allowOperators(handler: lambda.Function): void {
    allowInvoke(this.restApi, handler, OPERATOR_STAGE, 'InvokeByOperators');
  }

  private validateStageName({ stageName }: ApiOptions = {}): void {
    if (stageName === OPERATOR_STAGE) {
      throw new ConstructError(this, `stageName must not be "${OPERATOR_STAGE}", but was "${stageName}". Use another name, such as "prod": `
        + 'changes through the operators\' stage are recorded as changes by operators.');
    }
  }

  private createAdministration(
    { tables, roles, limits, corsAllowOrigins = [], functionOptions }: TenantAdminApiProps,
    serviceName: string,
  ): lambda.Function {
    const environment: TenantAdministrationEnvironment = {
      ...membershipLimitsEnvironment(completeLimits(this, limits)),
      ...apiEnvironment(tables, corsAllowOrigins),
      TENANCY_ROLES: allRoles(this, roles).join(','),
      TENANCY_INVITATIONS_TABLE_NAME: '',
      TENANCY_GRACE_PERIOD_DAYS: '',
    };
    const handler = createRuntimeFunction(this, 'AdministrationHandler', {
      bundle: 'tenant-administration',
      description: 'Changes tenants for services and operators',
      serviceName,
      options: functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    const grantee = inlineRightsOf(handler);
    grantJoin(grantee, tables, ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:DeleteItem', 'dynamodb:Query'], resourceArns: [tables.users.tableArn] });
    return handler;
  }
}

/** The path of a route with `*` for each id. */
function withoutIds({ path }: Route): string {
  return path.replace(/\{\w+\}/g, '*');
}

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html */
const REST_API_ID = /^[a-z0-9]{1,64}$/;

/** A wildcard in one of them would be a wildcard in every policy of the grants. */
function validateAttributes(scope: Construct, restApiId: string, stageName: string): void {
  if (!Token.isUnresolved(restApiId) && !REST_API_ID.test(restApiId)) {
    throw new ConstructError(scope, `restApiId must be lower-case letters and digits, such as "a1b2c3d4e5", but was ${JSON.stringify(restApiId)}. `
      + 'Pass restApiId of the API.');
  }
  if (!Token.isUnresolved(stageName) && (stageName === OPERATOR_STAGE || !STAGE_NAME.test(stageName))) {
    throw new ConstructError(scope, `stageName must be 1 to 128 letters, digits, hyphens or underscores, and not "${OPERATOR_STAGE}", `
      + `but was ${JSON.stringify(stageName)}. Pass stageName of the API.`);
  }
}
