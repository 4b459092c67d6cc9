import { aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import type { AdditionalTenantsEnvironment } from '../contract/environment';
import { ADDITIONAL_TENANTS_ROUTE } from '../contract/routes';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { addRoutes } from './private/api/rest-api';
import { requireSameEnvironment } from './private/functions/pool-environment';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantJoin } from './private/tables/table-rights';
import { validateApplicationName } from './private/validation/application-name';
import { completeLimits, membershipLimitsEnvironment } from './private/validation/limits';
import { inOneCdk } from './private/validation/one-cdk';
import { TenancyLimits } from './tenancy-limits';
import { TenantApi } from './tenant-api';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `AdditionalTenants`.
 */
export interface AdditionalTenantsProps {
  /**
   * Name of the application: 2 to 63 lower-case letters, digits and hyphens, beginning with a letter. Tenant ids are derived from it, so it
   * must never change once there are tenants.
   */
  readonly applicationName: string;

  /**
   * The API that the route is added to.
   */
  readonly api: TenantApi;

  /**
   * The tables that tenants and memberships are written to.
   */
  readonly tables: ITenantTables;

  /**
   * The pool of the users. The function reads the name and email address of a tenant's first admin from it. The pool must be in the
   * account and Region of this construct.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * Upper limits for members per tenant and tenants per user.
   *
   * @default - 10,000 members per tenant, 10 tenants per user
   */
  readonly limits?: TenancyLimits;

  /**
   * Names the function in logs and metrics.
   *
   * @default 'additional-tenants'
   */
  readonly serviceName?: string;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

/**
 * Lets users create tenants in addition to the tenant of their sign-up: `POST /tenants/{userId}` with `{ "name": "..." }`.
 *
 * The header `Idempotency-Key` makes the request safe to repeat: the same key creates the same tenant. Choose it at random. The tenant is
 * active at once, the user is its admin, and the user's next token carries it.
 */
export class AdditionalTenants extends Construct {
  /**
   * The function behind the route. It has its own role, because no session can exist for a tenant that does not exist yet.
   */
  public readonly handler: lambda.Function;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   */
  public constructor(scope: Construct, id: string, props: AdditionalTenantsProps) {
    super(inOneCdk(scope, id, props), id);
    const { applicationName, api, tables, userPool, serviceName = 'additional-tenants' } = props;
    validateApplicationName(this, applicationName);
    requireSameEnvironment(this, userPool);

    const environment: AdditionalTenantsEnvironment = {
      ...membershipLimitsEnvironment(completeLimits(this, props.limits)),
      TENANCY_APPLICATION_NAME: applicationName,
      TENANCY_USER_POOL_ID: userPool.userPoolId,
      ...apiEnvironment(tables, api._corsAllowOrigins),
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'additional-tenants',
      description: "Creates tenants at a user's request",
      serviceName,
      options: props.functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    const grantee = inlineRightsOf(this.handler);
    grantJoin(grantee, tables, ['dynamodb:PutItem']);
    iam.Grant.addToPrincipal({ grantee, actions: ['cognito-idp:AdminGetUser'], resourceArns: [userPool.userPoolArn] });

    api._addFeature('additionalTenants');
    addRoutes(api.restApi, ADDITIONAL_TENANTS_ROUTE, this.handler);
  }
}
