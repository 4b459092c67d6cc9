import { aws_apigateway as apigateway, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ADMIN_API_ROUTE, TENANT_ADMINISTRATION_ROUTE } from '../contract/admin-routes';
import { EMAIL_INDEX_NAME, STATUS_INDEX_NAME } from '../contract/attributes';
import type { TenantAdministrationEnvironment } from '../contract/environment';
import type { Route } from '../contract/routes';
import { EMPTY_SEGMENTS } from '../contract/token-policy';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { addRoutes, createRestApi } from './private/api/rest-api';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { indexArn } from './private/isolation/scoped-rights';
import { inlineRightsOf } from './private/rights/inline-rights';
import { createSagaRepair } from './private/saga/repair';
import { grantJoin, grantQueryByUser, grantRead } from './private/tables/table-rights';
import { acknowledgeWildcard } from './private/validation/acknowledged-findings';
import { ConstructError } from './private/validation/construct-error';
import { completeLimits, membershipLimitsEnvironment } from './private/validation/limits';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';
import { allRoles } from './private/validation/roles';
import { TenancyLimits } from './tenancy-limits';
import { TenantCreationSaga } from './tenant-creation-saga';
import { TenantInvitations } from './tenant-invitations';
import { ITenantTables } from './tenant-tables';

const ROUTES = { ...ADMIN_API_ROUTE, ...TENANT_ADMINISTRATION_ROUTE };

/** They come with `addInvitations`. */
const { listInvitations, createInvitation, revokeInvitation, resendInvitation, ...MEMBER_ADMINISTRATION_ROUTE } = TENANT_ADMINISTRATION_ROUTE;

/**
 * An API that tells which tenants a user has.
 */
export interface ITenantAdminApi extends IConstruct {
  /**
   * URL of the API, with a slash at its end.
   */
  readonly url: string;

  /**
   * Lets a principal ask for the tenants of a user: call `GET /tenants/{userId}`. Requests must be signed (SigV4, service
   * `execute-api`).
   *
   * @param grantee Who may call.
   */
  grantLookUp(grantee: iam.IGrantable): iam.Grant;
}

/**
 * Properties of `TenantAdminApi`.
 */
export interface TenantAdminApiProps {
  /**
   * The tables that the API reads.
   */
  readonly tables: ITenantTables;

  /**
   * At most 100 origins of the web apps that may call this API from a browser, such as `https://admin.example.com`. Each path then has a
   * preflight, which is a resource more.
   *
   * @default - none: requests are signed with AWS credentials, which services and operators have, and pages seldom do
   */
  readonly corsAllowOrigins?: string[];

  /**
   * The saga that operators may repair by this API.
   *
   * @default - there is no route for repairs
   */
  readonly saga?: TenantCreationSaga;

  /**
   * Roles that a member can have beside `admin` and `member`.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * How many there can be of something. They hold for operators and services, too.
   *
   * @default - 10,000 members a tenant, 10 tenants a user
   */
  readonly limits?: TenancyLimits;

  /**
   * Names the functions in logs and metrics.
   *
   * @default 'tenant-admin-api'
   */
  readonly serviceName?: string;
}

/**
 * REST API for services and operators, behind IAM.
 *
 * `GET /tenants/{userId}` answers `{ "tenants": ["<id>", ...], "memberships": [{ tenantId, role, status }, ...] }`: ids of
 * the active tenants, the one that goes into the token first, and all memberships.
 *
 * `GET /tenants?status=` lists all tenants, `GET /memberships?email=` finds those of an e-mail address. Below `/tenant/{tenantId}` a tenant
 * can be read and renamed, and its members listed, added, given another role and removed. A tenant keeps an admin here, too.
 *
 * `POST /repairs` gives events that ended in the dead-letter queue back to the state machine that gave them up, and finishes
 * tenants that were left behind. With `{ "dryRun": true }` it only says what there is, with `{ "messageIds": ["..."] }` it
 * repairs these letters alone. What is repaired already does not change.
 *
 * It has no resource policy: one that allows an account lets every principal of that account in, whatever their own
 * rights say. The endpoint is regional, its stage is `prod`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export class TenantAdminApi extends Construct implements ITenantAdminApi {
  /**
   * The API.
   */
  public readonly restApi: apigateway.RestApi;

  /**
   * The function behind the routes that read.
   */
  public readonly handler: lambda.Function;

  /**
   * The function behind the routes that change a tenant.
   */
  public readonly administrationHandler: lambda.Function;

  /**
   * The function behind `POST /repairs`, if the API was made with a saga.
   */
  public readonly repairHandler?: lambda.Function;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the API.
   */
  public constructor(scope: Construct, id: string, props: TenantAdminApiProps) {
    super(inOneCdk(scope, id, props), id);
    const { tables, saga, corsAllowOrigins, serviceName = 'tenant-admin-api' } = props;

    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'admin-api',
      description: 'Tells services and operators the tenants and their users',
      serviceName,
      environment: apiEnvironment(tables, corsAllowOrigins ?? []),
    });
    const grantee = inlineRightsOf(this.handler);
    grantRead(grantee, tables.tenants, 'dynamodb:BatchGetItem');
    grantRead(grantee, tables.users, 'dynamodb:BatchGetItem', 'dynamodb:GetItem');
    grantQueryByUser(grantee, tables.users);
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: [indexArn(tables.tenants, STATUS_INDEX_NAME), indexArn(tables.users, EMAIL_INDEX_NAME)],
    });

    this.restApi = createRestApi(this, 'RestApi', {
      description: 'Tenants, for services and operators',
      corsAllowOrigins,
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    const { repair, ...reading } = ADMIN_API_ROUTE;
    addRoutes(this.restApi, reading, this.handler);
    this.administrationHandler = this.createAdministration(props, serviceName);
    addRoutes(this.restApi, MEMBER_ADMINISTRATION_ROUTE, this.administrationHandler);
    if (saga) {
      this.repairHandler = createSagaRepair(this, 'RepairHandler', { saga, corsAllowOrigins: corsAllowOrigins ?? [], serviceName });
      addRoutes(this.restApi, { repair }, this.repairHandler);
    }
  }

  /**
   * Lets operators and services list, make, revoke and resend invitations: `/tenant/{tenantId}/invitations` and what is below it.
   *
   * @param invitations The invitations of the tenancy. Their table must not be in a stack that needs this API.
   */
  public addInvitations(invitations: TenantInvitations): void {
    invitations._grantInvite(this.administrationHandler);
    const routes = { listInvitations, createInvitation, revokeInvitation, resendInvitation };
    addRoutes(this.restApi, routes, this.administrationHandler);
  }

  /**
   * URL of the API, with a slash at its end.
   */
  public get url(): string {
    return this.restApi.url;
  }

  /**
   * Lets a principal ask for the tenants of a user: call `GET /tenants/{userId}`. Requests must be signed (SigV4, service
   * `execute-api`).
   *
   * @param grantee Who may call.
   */
  public grantLookUp(grantee: iam.IGrantable): iam.Grant {
    return this.grantRoutes(grantee, [ADMIN_API_ROUTE.listTenantsOfUser]);
  }

  /**
   * Lets a principal call all routes that read, of all tenants, names and e-mail addresses of their members included. Requests must be
   * signed (SigV4, service `execute-api`).
   *
   * @param grantee Who may call.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.grantRoutes(grantee, Object.values<Route>(ROUTES).filter(({ method }) => method === 'GET'));
  }

  /**
   * Lets a principal change any tenant: rename it, and add, change and remove members, and invite. Requests must be signed (SigV4,
   * service `execute-api`).
   *
   * @param grantee Who may change tenants.
   */
  public grantAdminister(grantee: iam.IGrantable): iam.Grant {
    return this.grantRoutes(grantee, Object.values<Route>(TENANT_ADMINISTRATION_ROUTE).filter(({ method }) => method !== 'GET'));
  }

  /**
   * Lets a principal repair: call `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee Who may repair.
   * @throws an error when the API was made without a saga
   */
  public grantRepair(grantee: iam.IGrantable): iam.Grant {
    if (this.repairHandler === undefined) {
      throw new ConstructError(this, 'grantRepair needs an API with a saga, but this one was created without. Pass saga to TenantAdminApi.');
    }
    return this.grantRoutes(grantee, [ADMIN_API_ROUTE.repair]);
  }

  private grantRoutes(grantee: iam.IGrantable, routes: readonly Route[]): iam.Grant {
    requireOneCdk(this, { grantee });
    const resourceArns = routes.map((route) => this.arnOf(route));
    if (Construct.isConstruct(grantee.grantPrincipal)) {
      const principal = grantee.grantPrincipal;
      resourceArns.filter((arn) => arn.includes('*'))
        .forEach((arn) => acknowledgeWildcard(principal, arn, 'The caller may ask for any tenant and user; the wildcard stands for the id in the path.'));
    }
    const grant = iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
    this.denyEmptySegments(grantee);
    return grant;
  }

  /**
   * A `*` in an ARN also matches nothing and slashes: the right to `GET /tenants/*` alone would be one to `/tenants/`, where API Gateway finds the list
   * of all tenants. No route has a path with an empty segment.
   */
  private denyEmptySegments({ grantPrincipal }: iam.IGrantable): void {
    grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['execute-api:Invoke'],
      resources: EMPTY_SEGMENTS.map((path) => this.restApi.arnForExecuteApi('*', path, this.restApi.deploymentStage.stageName)),
    }));
  }

  private createAdministration({ tables, roles, limits, corsAllowOrigins = [] }: TenantAdminApiProps, serviceName: string): lambda.Function {
    const environment: TenantAdministrationEnvironment = {
      ...membershipLimitsEnvironment(completeLimits(this, limits)),
      ...apiEnvironment(tables, corsAllowOrigins),
      TENANCY_ROLES: allRoles(this, roles).join(','),
      TENANCY_INVITATIONS_TABLE_NAME: '',
    };
    const handler = createRuntimeFunction(this, 'AdministrationHandler', {
      bundle: 'tenant-administration',
      description: 'Changes tenants for services and operators',
      serviceName,
      environment,
      timeout: apiTimeout(),
    });
    const grantee = inlineRightsOf(handler);
    grantJoin(grantee, tables, ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    iam.Grant.addToPrincipal({ grantee, actions: ['dynamodb:DeleteItem', 'dynamodb:Query'], resourceArns: [tables.users.tableArn] });
    return handler;
  }

  private arnOf({ method, path }: Route): string {
    return this.restApi.arnForExecuteApi(method, path.replace(/\{\w+\}/g, '*'), this.restApi.deploymentStage.stageName);
  }
}
