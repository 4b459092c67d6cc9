import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeWildcard } from './private/acknowledged-findings';
import { ConstructError } from './private/construct-error';
import { addRoutes, createRestApi } from './private/rest-api';
import { createRuntimeFunction } from './private/runtime-function';
import { createSagaRepair } from './private/saga-repair';
import { grantQueryByUser, grantRead } from './private/table-rights';
import { TenantCreationSaga } from './tenant-creation-saga';
import { ITenantTables } from './tenant-tables';
import type { AdminApiEnvironment } from '../contract/environment';
import { ADMIN_API_ROUTE, type Route } from '../contract/routes';

/**
 * An API that tells services and operators which tenants a user has.
 */
export interface ITenantAdminApi extends IConstruct {
  /**
   * URL of the API, with a slash at its end.
   */
  readonly url: string;

  /**
   * Lets a principal call the routes that read. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee Who may call.
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
   * The saga that operators may repair by this API.
   *
   * @default - there is no route for repairs
   */
  readonly saga?: TenantCreationSaga;

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
   * The function behind `POST /repairs`, if the API was made with a saga.
   */
  public readonly repairHandler?: lambda.Function;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the API.
   */
  public constructor(scope: Construct, id: string, props: TenantAdminApiProps) {
    super(scope, id);
    const { tables, saga, corsAllowOrigins = apigateway.Cors.ALL_ORIGINS, serviceName = 'tenant-admin-api' } = props;

    const environment: AdminApiEnvironment = {
      TENANCY_TENANTS_TABLE_NAME: tables.tenants.tableName,
      TENANCY_USERS_TABLE_NAME: tables.users.tableName,
      TENANCY_CORS_ALLOW_ORIGINS: corsAllowOrigins.join(','),
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'admin-api',
      description: 'Tells services and operators the tenants of a user',
      serviceName,
      environment,
    });
    grantRead(this.handler, tables.tenants, 'dynamodb:BatchGetItem');
    grantQueryByUser(this.handler, tables.users);

    this.restApi = createRestApi(this, 'RestApi', {
      description: 'Tenants, for services and operators',
      corsAllowOrigins,
      defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    });
    const { repair, ...reading } = ADMIN_API_ROUTE;
    addRoutes(this.restApi, reading, new apigateway.LambdaIntegration(this.handler, { allowTestInvoke: false }));
    if (saga) {
      this.repairHandler = createSagaRepair(this, 'RepairHandler', { saga, corsAllowOrigins, serviceName });
      addRoutes(this.restApi, { repair }, new apigateway.LambdaIntegration(this.repairHandler, { allowTestInvoke: false }));
    }
  }

  /**
   * URL of the API, with a slash at its end.
   */
  public get url(): string {
    return this.restApi.url;
  }

  /**
   * Lets a principal call the routes that read. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee Who may call.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    const { repair, ...reading } = ADMIN_API_ROUTE;
    const resourceArns = Object.values(reading).map((route) => this.arnOf(route));
    if (Construct.isConstruct(grantee.grantPrincipal)) {
      const principal = grantee.grantPrincipal;
      resourceArns.forEach((arn) => acknowledgeWildcard(principal, arn, 'The caller may ask for any user; the wildcard stands for the id in the path.'));
    }
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
  }

  /**
   * Lets a principal repair: call `POST /repairs`. Requests must be signed (SigV4, service `execute-api`).
   *
   * @param grantee Who may repair.
   * @throws an error when the API was made without a saga
   */
  public grantRepair(grantee: iam.IGrantable): iam.Grant {
    if (this.repairHandler === undefined) {
      throw new ConstructError(this, 'grantRepair was expected on an API with a saga, but this one was made without. Pass saga to TenantAdminApi.');
    }
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.arnOf(ADMIN_API_ROUTE.repair)] });
  }

  private arnOf({ method, path }: Route): string {
    return this.restApi.arnForExecuteApi(method, path.replace(/\{\w+\}/g, '*'), this.restApi.deploymentStage.stageName);
  }
}
