import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { addRoutes, createRestApi } from './private/rest-api';
import { createRuntimeFunction } from './private/runtime-function';
import { grantRows } from './private/scoped-rights';
import { TenantAuthorizer } from './tenant-authorizer';
import { TenantIsolation } from './tenant-isolation';
import { ITenantTables } from './tenant-tables';
import { USER_INDEX_NAME } from '../contract/attributes';
import type { TenantApiEnvironment, TenantScopeEnvironment, UserScopeEnvironment } from '../contract/environment';
import { SESSION_TAG } from '../contract/isolation';
import { TENANT_API_ROUTE } from '../contract/routes';

/**
 * Properties of `TenantApi`.
 */
export interface TenantApiProps {
  /**
   * The tables that the API reads and writes.
   */
  readonly tables: ITenantTables;

  /**
   * Decides who may use which route.
   */
  readonly authorizer: TenantAuthorizer;

  /**
   * Origins of the web apps that may read the answers, such as `https://app.example.com`.
   *
   * @default - `*`: all origins. Tokens travel in a header that a web app must set itself, not in cookies.
   */
  readonly corsAllowOrigins?: string[];

  /**
   * Name of the application whose saga makes tenants of sign-ups. `GET /tenants/{userId}` then tells users who have no tenant
   * yet how far theirs is.
   *
   * @default - users without a tenant are told that they have none
   */
  readonly applicationName?: string;

  /**
   * Names the function in logs and metrics.
   *
   * @default 'tenant-api'
   */
  readonly serviceName?: string;
}

/**
 * REST API for web apps, behind a `TenantAuthorizer`.
 *
 * - `GET /tenant/{tenantId}`, for members: the tenant, with an `ETag`
 * - `PUT /tenant/{tenantId}`, for admins: renames it; `If-Match` guards against a change made meanwhile
 * - `GET /tenants/{userId}`, for the user: the tenants of the user
 *
 * Routes added to this API are behind the same authorizer; those below the tenant resource are open to the members of
 * the tenant in the path. Errors are `application/problem+json` (RFC 9457). The endpoint is regional, its stage is `prod`.
 */
export class TenantApi extends Construct {
  /**
   * The API.
   */
  public readonly restApi: apigateway.RestApi;

  /**
   * The resource `/tenant/{tenantId}`: hang routes of your own here.
   */
  public readonly tenantResource: apigateway.IResource;

  /**
   * The function behind the routes of the tenancy.
   */
  public readonly handler: lambda.Function;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the API.
   */
  public constructor(scope: Construct, id: string, props: TenantApiProps) {
    super(scope, id);
    const { tables, corsAllowOrigins = apigateway.Cors.ALL_ORIGINS } = props;

    const environment: Omit<TenantApiEnvironment, keyof (TenantScopeEnvironment & UserScopeEnvironment)> = {
      TENANCY_TENANTS_TABLE_NAME: tables.tenants.tableName,
      TENANCY_USERS_TABLE_NAME: tables.users.tableName,
      TENANCY_APPLICATION_NAME: props.applicationName ?? '',
      TENANCY_CORS_ALLOW_ORIGINS: corsAllowOrigins.join(','),
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'tenant-api',
      description: 'Shows and renames tenants for their members',
      serviceName: props.serviceName ?? 'tenant-api',
      environment,
      // STS, then DynamoDB, each with its attempts; API Gateway waits no longer.
      timeout: Duration.seconds(29),
    });
    this.isolate(tables);

    this.restApi = createRestApi(this, 'RestApi', {
      description: 'Tenants, for web apps',
      corsAllowOrigins,
      defaultMethodOptions: { authorizer: props.authorizer.authorizer },
    });
    addRoutes(this.restApi, TENANT_API_ROUTE, new apigateway.LambdaIntegration(this.handler, { allowTestInvoke: false }));
    this.tenantResource = this.restApi.root.resourceForPath(TENANT_API_ROUTE.getTenant.path);
  }

  /**
   * URL of the API, with a slash at its end.
   */
  public get url(): string {
    return this.restApi.url;
  }

  /**
   * The function itself has no rights on the tables. The roles are its own, so that functions of the team, which have
   * others, cannot change what the tenancy knows of a tenant.
   */
  private isolate({ tenants, users }: ITenantTables): void {
    const isolation = new TenantIsolation(this, 'Isolation');
    grantRows(isolation.tenantRole, SESSION_TAG.tenantId, [tenants.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    tenants.encryptionKey?.grantEncryptDecrypt(isolation.tenantRole);
    isolation.grantQueryUserIndex(users, USER_INDEX_NAME);
    isolation.grantAssume(this.handler);
    isolation.grantAssumeForUser(this.handler);
  }
}
