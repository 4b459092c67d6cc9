import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeWildcard } from './private/acknowledged-findings';
import { addRoutes, createRestApi } from './private/rest-api';
import { createRuntimeFunction } from './private/runtime-function';
import { grantQueryByUser, grantRead } from './private/table-rights';
import { ITenantTables } from './tenant-tables';
import type { AdminApiEnvironment } from '../contract/environment';
import { ADMIN_API_ROUTE } from '../contract/routes';

/**
 * An API that tells services and operators which tenants a user has.
 */
export interface ITenantAdminApi extends IConstruct {
  /**
   * URL of the API, with a slash at its end.
   */
  readonly url: string;

  /**
   * Lets a principal call all routes of the API. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee who may call
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;
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
   * Origins of the web apps that may read the answers, such as `https://admin.example.com`.
   *
   * @default - `*`: all origins
   */
  readonly corsAllowOrigins?: string[];

  /**
   * Names the function in logs and metrics.
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
   * The function behind the routes.
   */
  public readonly handler: lambda.Function;

  public constructor(scope: Construct, id: string, props: TenantAdminApiProps) {
    super(scope, id);
    const { tables, corsAllowOrigins = apigateway.Cors.ALL_ORIGINS } = props;

    const environment: AdminApiEnvironment = {
      TENANCY_TENANTS_TABLE_NAME: tables.tenants.tableName,
      TENANCY_USERS_TABLE_NAME: tables.users.tableName,
      TENANCY_CORS_ALLOW_ORIGINS: corsAllowOrigins.join(','),
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'admin-api',
      description: 'Tells services and operators the tenants of a user',
      serviceName: props.serviceName ?? 'tenant-admin-api',
      environment,
    });
    grantRead(this.handler, tables.tenants, 'dynamodb:BatchGetItem');
    grantQueryByUser(this.handler, tables.users);

    this.restApi = createRestApi(this, 'RestApi', {
      description: 'Tenants, for services and operators',
      corsAllowOrigins,
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    addRoutes(this.restApi, ADMIN_API_ROUTE, new apigateway.LambdaIntegration(this.handler, { allowTestInvoke: false }));
  }

  public get url(): string {
    return this.restApi.url;
  }

  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const { stageName } = this.restApi.deploymentStage;
    const resourceArns = Object.values(ADMIN_API_ROUTE).map(({ method, path }) =>
      this.restApi.arnForExecuteApi(method, path.replace(/\{\w+\}/g, '*'), stageName));
    if (Construct.isConstruct(grantee.grantPrincipal)) {
      const principal = grantee.grantPrincipal;
      resourceArns.forEach((arn) => acknowledgeWildcard(principal, arn, 'The caller may ask for any user; the wildcard stands for the id in the path.'));
    }
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
  }
}
