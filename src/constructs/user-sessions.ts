import { aws_cognito as cognito, aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionOptions } from './function-options';
import type { UserSessionsEnvironment } from '../contract/environment';
import { type Route, SESSIONS_ROUTE } from '../contract/routes';
import { apiEnvironment, apiTimeout } from './private/api/api-function';
import { originsVariable } from './private/api/cors-origins';
import { addRoutes } from './private/api/rest-api';
import { requireSameEnvironment } from './private/functions/pool-environment';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantEndSessions } from './private/tables/table-rights';
import { inOneCdk } from './private/validation/one-cdk';
import { TenantApi } from './tenant-api';
import { ITenantTables } from './tenant-tables';

/**
 * Properties of `UserSessions`.
 */
export interface UserSessionsProps {
  /**
   * The API that the routes are added to.
   */
  readonly api: TenantApi;

  /**
   * The pool of the users, whose refresh tokens are revoked there. The pool must be in the account and Region of this construct.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * Names the function in logs and metrics.
   *
   * @default 'user-sessions'
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
 * Ends all sessions of a person, on all devices.
 *
 * The routes are:
 *
 * - `POST /tenants/{userId}/sign-out` of the web-app API, for the user
 * - `POST /tenant/{tenantId}/members/{userId}/sign-out` of the web-app API, for admins: ends the sessions of a member. The API must have the routes for
 *   members
 * - `POST /users/{userId}/sign-out` of the admin API, after `addSessions`
 *
 * The authorizer then refuses all tokens of the ended sessions, also refreshed ones, as soon as its `freshness` allows. With `Freshness.ofToken()` they
 * are accepted until they expire. The pool revokes the refresh tokens.
 */
export class UserSessions extends Construct {
  /**
   * The function behind the routes. It can mark the record of any user, but reads no rows.
   */
  public readonly handler: lambda.Function;

  /** @internal */
  public readonly _tables: ITenantTables;

  private readonly origins: Set<string>;

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the construct.
   */
  public constructor(scope: Construct, id: string, props: UserSessionsProps) {
    super(inOneCdk(scope, id, props), id);
    const { api, userPool, serviceName = 'user-sessions' } = props;
    requireSameEnvironment(this, userPool);
    this._tables = api._tables;
    this.origins = new Set(api._corsAllowOrigins);

    const environment: UserSessionsEnvironment = {
      ...apiEnvironment(api._tables, api._corsAllowOrigins),
      TENANCY_USER_POOL_ID: userPool.userPoolId,
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'user-sessions',
      description: 'Ends all sessions of a user',
      serviceName,
      options: props.functionOptions,
      environment,
      timeout: apiTimeout(),
    });
    const grantee = inlineRightsOf(this.handler);
    grantEndSessions(grantee, api._tables);
    iam.Grant.addToPrincipal({
      grantee, actions: ['cognito-idp:AdminGetUser', 'cognito-idp:AdminUserGlobalSignOut'], resourceArns: [userPool.userPoolArn],
    });

    api._addFeature('sessions');
    const { signOutMember, ...own } = SESSIONS_ROUTE;
    const routes: Record<string, Route> = api._features.members ? { ...own, signOutMember } : own;
    addRoutes(api.restApi, routes, this.handler);
  }

  /**
   * Lets web apps of the admin API read the responses too.
   *
   * @internal
   */
  public _allowOrigins(origins: readonly string[]): void {
    origins.forEach((origin) => this.origins.add(origin));
    this.handler.addEnvironment('TENANCY_CORS_ALLOW_ORIGINS' satisfies keyof UserSessionsEnvironment, originsVariable([...this.origins]));
  }
}
