import { ArnFormat, Stack, aws_apigateway as apigateway, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ApiOptions } from './api-options';
import { FunctionOptions } from './function-options';
import { ADMIN_API_ROUTE, OPERATOR_STAGE, TENANT_ADMINISTRATION_ROUTE } from '../contract/admin-routes';
import { EMAIL_INDEX_NAME, STATUS_INDEX_NAME } from '../contract/attributes';
import type { TenantAdministrationEnvironment } from '../contract/environment';
import type { Route } from '../contract/routes';
import { EMPTY_SEGMENTS } from '../contract/token-policy';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { validateApiUrl } from './private/api/api-url';
import { allowInvoke } from './private/api/lambda-integration';
import { addRoutes, addStage, createRestApi, urlOf } from './private/api/rest-api';
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
 * The API for services and operators.
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
   * Name of the stage.
   */
  readonly stageName: string;

  /**
   * Lets a principal look up the tenants of a user: call `GET /tenants/{userId}`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that may call.
   */
  grantLookUp(grantee: iam.IGrantable): iam.Grant;

  /**
   * Lets a principal call all routes that read. They return every tenant, and the names and e-mail addresses of its members. Requests must be signed (SigV4,
   * service `execute-api`).
   *
   * @param grantee The principal that may call.
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;

  /**
   * Lets a principal change any tenant: rename it, add, change and remove members, and invite. Requests must be signed (SigV4, service
   * `execute-api`).
   *
   * @param grantee The principal that may change tenants.
   */
  grantAdminister(grantee: iam.IGrantable): iam.Grant;

  /**
   * Lets a principal repair: call `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that may repair.
   * @throws an error when this app creates the API without a saga
   */
  grantRepair(grantee: iam.IGrantable): iam.Grant;
}

/**
 * A `TenantAdminApi` of another stack or app, in the same account and Region.
 */
export interface TenantAdminApiAttributes {
  /**
   * Id of the REST API, such as `a1b2c3d4e5`: `restApiId` of the API.
   */
  readonly restApiId: string;

  /**
   * Name of the stage.
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
   * Origins of the web apps that may call this API from a browser, such as `https://admin.example.com`: at most 100. Each path then has a
   * preflight, which is one more resource.
   *
   * @default - none: requests are signed with AWS credentials, which web pages seldom have
   */
  readonly corsAllowOrigins?: string[];

  /**
   * The saga that operators can repair through this API.
   *
   * @default - no route for repairs
   */
  readonly saga?: TenantCreationSaga;

  /**
   * Roles that a member can have in addition to `admin` and `member`.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Upper limits for members per tenant and tenants per user. They apply to operators and services too.
   *
   * @default - 10,000 members per tenant, 10 tenants per user
   */
  readonly limits?: TenancyLimits;

  /**
   * Names the functions in logs and metrics.
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
  /**
   * URL of the API, with a slash at its end.
   */
  public abstract readonly url: string;

  /**
   * Id of the REST API.
   */
  public abstract readonly restApiId: string;

  /**
   * Name of the stage.
   */
  public abstract readonly stageName: string;

  /**
   * Lets a principal look up the tenants of a user: call `GET /tenants/{userId}`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that may call.
   */
  public grantLookUp(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [ADMIN_API_ROUTE.listTenantsOfUser]);
  }

  /**
   * Lets a principal call all routes that read. They return every tenant, and the names and e-mail addresses of its members. Requests must be signed (SigV4,
   * service `execute-api`).
   *
   * @param grantee The principal that may call.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values<Route>(ROUTES).filter(({ method }) => method === 'GET'));
  }

  /**
   * Lets a principal change any tenant: rename it, add, change and remove members, and invite. Requests must be signed (SigV4, service
   * `execute-api`).
   *
   * @param grantee The principal that may change tenants.
   */
  public grantAdminister(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, Object.values<Route>(TENANT_ADMINISTRATION_ROUTE).filter(({ method }) => method !== 'GET'));
  }

  /**
   * Lets a principal repair: call `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that may repair.
   * @throws an error when this app creates the API without a saga
   */
  public grantRepair(grantee: iam.IGrantable): iam.Grant {
    return this._grantRoutes(grantee, [ADMIN_API_ROUTE.repair]);
  }

  /**
   * Grants calls of routes.
   *
   * @internal
   */
  protected _grantRoutes(grantee: iam.IGrantable, routes: readonly Route[], stageName = this.stageName): iam.Grant {
    requireOneCdk(this, { grantee });
    const resourceArns = routes.map(({ method, path }) => this.arnOf(stageName, method, path.replace(/\{\w+\}/g, '*')));
    if (Construct.isConstruct(grantee.grantPrincipal)) {
      const principal = grantee.grantPrincipal;
      resourceArns.filter((arn) => arn.includes('*'))
        .forEach((arn) => acknowledgeWildcard(principal, arn, 'The caller may ask for any tenant and user; the wildcard stands for the id in the path.'));
    }
    const grant = iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
    this.denyEmptySegments(grantee, stageName);
    return grant;
  }

  /**
   * A `*` in an ARN also matches nothing and slashes: the right to `GET /tenants/*` alone would be one to `/tenants/`, where API Gateway finds the list
   * of all tenants. No route has a path with an empty segment.
   */
  private denyEmptySegments({ grantPrincipal }: iam.IGrantable, stageName: string): void {
    grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: ['execute-api:Invoke'],
      resources: EMPTY_SEGMENTS.map((path) => this.arnOf(stageName, '*', path)),
    }));
  }

  private arnOf(stageName: string, method: string, path: string): string {
    return Stack.of(this).formatArn({
      service: 'execute-api', resource: this.restApiId, arnFormat: ArnFormat.SLASH_RESOURCE_NAME, resourceName: `${stageName}/${method}${path}`,
    });
  }
}

/**
 * REST API for services and operators, behind IAM.
 *
 * `GET /tenants/{userId}` answers `{ "tenants": ["<id>", ...], "memberships": [{ tenantId, role, status }, ...] }`: ids of
 * the active tenants, the one that goes into the token first, and all memberships.
 *
 * `GET /tenants?status=` lists all tenants, `GET /memberships?email=` finds those of an e-mail address. Below `/tenant/{tenantId}` a tenant
 * can be read and renamed, and its members listed, added, given another role and removed. A tenant always keeps an admin.
 *
 * `POST /repairs` returns events from the dead-letter queue to the state machine that failed, and finishes incomplete tenants. With `{ "dryRun": true }` it only says what there is, with `{ "messageIds": ["..."] }` it
 * repairs these letters alone. Letters that are already repaired do not change.
 *
 * It has no resource policy: a policy that allows an account lets every principal of that account in, whatever their own
 * permissions are. The endpoint is regional.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export class TenantAdminApi extends TenantAdminApiBase {
  /**
   * Refers to an API that another stack or app creates. It must be in the account and Region of the scope.
   *
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param attributes Id, stage and URL of the API.
   * @throws an error when the URL is not an https URL with a slash at its end
   */
  public static fromTenantAdminApiAttributes(scope: Construct, id: string, attributes: TenantAdminApiAttributes): ITenantAdminApi {
    const { restApiId, stageName = 'prod' } = attributes;
    const { region, urlSuffix } = Stack.of(scope);
    const url = attributes.url ?? `https://${restApiId}.execute-api.${region}.${urlSuffix}/${stageName}/`;

    class ImportedTenantAdminApi extends TenantAdminApiBase {
      public readonly url = url;
      public readonly restApiId = restApiId;
      public readonly stageName = stageName;
    }
    const api = new ImportedTenantAdminApi(inOneCdk(scope, id), id);
    validateApiUrl(api, 'url', url);
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
   * The function behind the routes that read.
   */
  public readonly handler: lambda.Function;

  /**
   * The function behind the routes that change a tenant.
   */
  public readonly administrationHandler: lambda.Function;

  /**
   * The function behind `POST /repairs`. Undefined without a saga.
   */
  public readonly repairHandler?: lambda.Function;

  private readonly apiOptions?: ApiOptions;
  private operatorStage?: apigateway.Stage;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the API.
   */
  public constructor(scope: Construct, id: string, props: TenantAdminApiProps) {
    super(inOneCdk(scope, id, props), id);
    const { tables, saga, corsAllowOrigins, serviceName = 'tenant-admin-api' } = props;
    this.apiOptions = props.apiOptions;
    this.validateStageName(props.apiOptions);

    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'admin-api',
      description: 'Tells services and operators the tenants and their users',
      serviceName,
      options: props.functionOptions,
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
      options: props.apiOptions,
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    this.url = urlOf(this.restApi, props.apiOptions);
    this.restApiId = this.restApi.restApiId;
    this.stageName = this.restApi.deploymentStage.stageName;
    const { repair, ...reading } = ADMIN_API_ROUTE;
    addRoutes(this.restApi, reading, this.handler);
    this.administrationHandler = this.createAdministration(props, serviceName);
    addRoutes(this.restApi, MEMBER_ADMINISTRATION_ROUTE, this.administrationHandler);
    if (saga) {
      this.repairHandler = createSagaRepair(this, 'RepairHandler', {
        saga, corsAllowOrigins: corsAllowOrigins ?? [], serviceName, options: props.functionOptions,
      });
      addRoutes(this.restApi, { repair }, this.repairHandler);
    }
  }

  /**
   * Lets operators and services list, create, revoke and resend invitations: `/tenant/{tenantId}/invitations` and what is below it.
   *
   * @param invitations The invitations of the tenancy. Their table must not be in a stack that needs this API.
   */
  public addInvitations(invitations: TenantInvitations): void {
    invitations._grantInvite(this.administrationHandler);
    const routes = { listInvitations, createInvitation, revokeInvitation, resendInvitation };
    addRoutes(this.restApi, routes, this.administrationHandler);
  }

  /**
   * Lets a principal repair: call `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee The principal that may repair.
   * @throws an error when the API was created without a saga
   */
  public grantRepair(grantee: iam.IGrantable): iam.Grant {
    if (this.repairHandler === undefined) {
      throw new ConstructError(this, 'grantRepair needs an API with a saga, but this one was created without. Pass saga to TenantAdminApi.');
    }
    return super.grantRepair(grantee);
  }

  /**
   * Lets an operator of the application call all routes, through the stage `operators` at `operatorUrl`. Requests must be signed (SigV4,
   * service `execute-api`).
   *
   * Changes through this stage are recorded as changes by an operator. Changes of the principals that other grants allow are recorded as
   * changes by a service. The first call adds the stage.
   *
   * @param grantee The principal that operates the application, such as the role of a support team.
   * @throws an error when `domain.disableExecuteApiEndpoint` is set: the domain leads to the other stage
   */
  public grantOperate(grantee: iam.IGrantable): iam.Grant {
    const routes = Object.values<Route>(ROUTES).filter((route) => route !== ADMIN_API_ROUTE.repair || this.repairHandler !== undefined);
    return this._grantRoutes(grantee, routes, this.operators().stageName);
  }

  /**
   * URL of the stage for operators, with a slash at its end. The first use adds the stage.
   *
   * @throws an error when `domain.disableExecuteApiEndpoint` is set: the domain leads to the other stage
   */
  public get operatorUrl(): string {
    return this.operators().urlForPath('/');
  }

  private operators(): apigateway.Stage {
    if (this.apiOptions?.domain?.disableExecuteApiEndpoint) {
      throw new ConstructError(this, 'domain.disableExecuteApiEndpoint must not be true where operators call the API, but was true: the stage for operators '
        + 'has no custom domain. Leave it out.');
    }
    this.operatorStage ??= this.addOperatorStage();
    return this.operatorStage;
  }

  private addOperatorStage(): apigateway.Stage {
    const stage = addStage(this, 'OperatorStage', this.restApi, OPERATOR_STAGE, this.apiOptions);
    [this.handler, this.administrationHandler, ...this.repairHandler ? [this.repairHandler] : []]
      .forEach((handler) => allowInvoke(this.restApi, handler, OPERATOR_STAGE, 'InvokeByOperators'));
    return stage;
  }

  private validateStageName({ stageName }: ApiOptions = {}): void {
    if (stageName === OPERATOR_STAGE) {
      throw new ConstructError(this, `stageName must not be "${OPERATOR_STAGE}": changes through a stage of this name are recorded as changes by operators. `
        + 'Use another name, such as "prod".');
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
