import {
  Duration, Lazy, Names, aws_apigateway as apigateway, aws_cloudwatch as cloudwatch, aws_cognito as cognito, aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessRule } from './access-rule';
import { Freshness } from './freshness';
import { FunctionOptions } from './function-options';
import type { AccessRule as RuleOfContract } from '../contract/access-rules';
import { encodeRules } from '../contract/encoded-rules';
import { type AuthorizerEnvironment, CLIENT_DETAILS, TOKEN_USE } from '../contract/environment';
import { METRIC } from '../contract/metrics';
import { validateAccessRule } from './private/access-rules/access-rules';
import { compileToFit, findTooManyRules, type FittingRulesProps } from './private/access-rules/fitting-rules';
import { findKnownApis } from './private/access-rules/known-routes';
import { warnOfRulesWithoutRoute } from './private/access-rules/routes-of-rules';
import { createRequestAuthorizer } from './private/api/request-authorizer';
import { rightsFreshness, warnOfStaleRights } from './private/api/rights-freshness';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { inlineRightsOf } from './private/rights/inline-rights';
import { grantReadRights } from './private/tables/table-rights';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';
import { validateTokenPartition } from './private/validation/partition';
import { allRoles } from './private/validation/roles';
import { suspensionEnvironment } from './private/validation/suspension';
import { TenancySuspensionOptions } from './suspension-options';
import { ITenantTables } from './tenant-tables';

/**
 * The token that the API accepts.
 */
export enum TokenUse {
  /**
   * The access token. It contains the tenant if the pool sends version V2_0 of the pre-token event.
   */
  ACCESS = 'ACCESS',

  /**
   * The ID token, for pools that send version V1_0 of the pre-token event.
   */
  ID = 'ID',
}

/**
 * Properties of `TenantAuthorizer`.
 */
export interface TenantAuthorizerProps {
  /**
   * The user pool that issues the tokens, in any account and Region. The authorizer fetches only its public keys.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * The app clients whose tokens are accepted: 1 to 50.
   */
  readonly userPoolClients: cognito.IUserPoolClient[];

  /**
   * The token that the API accepts.
   *
   * @default TokenUse.ACCESS
   */
  readonly tokenUse?: TokenUse;

  /**
   * The tables of the tenancy. The authorizer reads from them what the user of a token may do now.
   *
   * @default - the token alone decides
   */
  readonly tables?: ITenantTables;

  /**
   * How old a right may be when it is used. It needs `tables`, unless it is `Freshness.ofToken()`.
   *
   * @default - with `tables`, `Freshness.within(Duration.seconds(30))`; otherwise `Freshness.ofToken()`, with a warning at synth
   */
  readonly freshness?: Freshness;

  /**
   * The access of members to suspended tenants. Pass the same options as to the `TenantApi`. It takes effect with the freshness.
   *
   * @default - none
   */
  readonly suspension?: TenancySuspensionOptions;

  /**
   * How long API Gateway caches the decision about a token: 0 seconds to 1 hour, and at most two seconds less than the freshness. A cached decision
   * never outlives the token.
   *
   * @default - two seconds less than the freshness, none with `Freshness.eachRequest()`, 5 minutes with `Freshness.ofToken()`
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Roles that a member can have in addition to `admin` and `member`: at most 50, of 2 to 32 lowercase letters, digits and hyphens each. Rules
   * can use only these roles.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Rules that restrict the application's routes to roles. `addRule` adds more.
   *
   * The resulting policy must have at most 8,192 bytes: see `addRule`.
   *
   * @default - every member can use all routes below `/tenant/{tenantId}`, except those of the tenancy, which have their own rules
   */
  readonly rules?: AccessRule[];

  /**
   * Name of the function in logs and metrics.
   *
   * @default 'tenant-authorizer'
   */
  readonly serviceName?: string;

  /**
   * Memory, tracing and logs of the function.
   *
   * @default - 512 MiB, traces are sent, logs are kept for one month
   */
  readonly functionOptions?: FunctionOptions;
}

const MAX_CLIENTS = 50;

/**
 * Lambda authorizer for REST APIs of API Gateway. It restricts the routes of a tenant to the members of that tenant.
 *
 * It verifies the token in the `Authorization: Bearer` header, reads from the tables what its user may do now, and returns a policy that depends on
 * nothing else. The policy allows `/tenant/{tenantId}` and everything below it for the tenant in the token, by the role in the table, and the routes of
 * the user below `/tenants/{userId}`. It ends with the freshness or the token. The API responds with 401 to an invalid token, an ended session and an
 * erased user, with 403 to another tenant's path, and with 500 if the key set or the tables cannot be read.
 *
 * Rules restrict routes to roles. A request must satisfy every rule that matches it. A path parameter becomes a wildcard that also matches
 * slashes, so a rule for `a/{x}/b` also denies `a/1/2/b`. Check the role again in the function: `tenantOf(event, ['admin'])` of
 * `cdk-tenancy/runtime`.
 *
 * Functions behind the authorizer find `userId`, `userName`, `tenantId`, `tenantRole` and `expiresAt` in `event.requestContext.authorizer`.
 *
 * One construct serves any number of APIs, in this stack and in others: `authorizerFor` returns the authorizer of an API. Rules apply to all
 * of these APIs. The Region must be in the partition `aws` or `aws-us-gov`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class TenantAuthorizer extends Construct {
  /**
   * The function of the authorizer. All APIs share it.
   */
  public readonly handler: lambda.Function;

  /** @internal */
  public readonly _tokenUse: TokenUse;

  /**
   * Whether the authorizer reads the tables. Otherwise the token alone decides.
   *
   * @internal
   */
  public readonly _readsRights: boolean;

  /** @internal */
  public readonly _userPoolClients: readonly cognito.IUserPoolClient[];

  private readonly metricSource: MetricSource;

  private readonly roles: readonly string[];

  private readonly rules: AccessRule[] = [];

  private readonly resultsCacheTtl: Duration;

  /** The authorizer of each API, by the id of the API. */
  private readonly authorizers = new Map<string, apigateway.RequestAuthorizer>();

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the authorizer.
   */
  public constructor(scope: Construct, id: string, props: TenantAuthorizerProps) {
    super(inOneCdk(scope, id, props), id);
    validateTokenPartition(this);
    const { tables, serviceName = 'tenant-authorizer' } = props;
    if (props.userPoolClients.length === 0) {
      throw new ConstructError(this, 'userPoolClients must contain at least one app client, but was empty. Without one, every token is rejected. '
        + 'Pass the clients of the web apps that call this API.');
    }
    if (props.userPoolClients.length > MAX_CLIENTS) {
      throw new ConstructError(this, `userPoolClients must contain at most ${MAX_CLIENTS} app clients, but contains ${props.userPoolClients.length}. `
        + 'Share clients between web apps, or create a second API with its own authorizer.');
    }
    const { decisionSeconds, resultsCacheTtl } = rightsFreshness(this, props);
    const readTables = decisionSeconds === undefined ? undefined : tables;

    this._readsRights = readTables !== undefined;
    this._tokenUse = props.tokenUse ?? TokenUse.ACCESS;
    this._userPoolClients = props.userPoolClients;
    this.roles = allRoles(this, props.roles);
    const environment: AuthorizerEnvironment = {
      TENANCY_USER_POOL_ID: props.userPool.userPoolId,
      TENANCY_USER_POOL_CLIENT_IDS: props.userPoolClients.map(({ userPoolClientId }) => userPoolClientId).join(','),
      TENANCY_TOKEN_USE: TOKEN_USE[this._tokenUse === TokenUse.ID ? 'id' : 'access'],
      TENANCY_FRESHNESS_SECONDS: decisionSeconds?.toString() ?? '',
      TENANCY_TENANTS_TABLE_NAME: readTables?.tenants.tableName ?? '',
      TENANCY_USERS_TABLE_NAME: readTables?.users.tableName ?? '',
      TENANCY_CLIENT_DETAILS: CLIENT_DETAILS.leftOut,
      ...suspensionEnvironment(this, props.suspension),
      TENANCY_ACCESS_RULES: Lazy.uncachedString({ produce: () => encodeRules(compileToFit(this, this.fittingRules()).compiled) }),
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'authorizer',
      description: "Decides what a user's token may do on the API",
      serviceName,
      options: props.functionOptions,
      environment,
    });
    if (readTables) {
      grantReadRights(inlineRightsOf(this.handler.role!), readTables);
    } else if (props.freshness === undefined) {
      warnOfStaleRights(this);
    }
    this.metricSource = { handler: this.handler, serviceName };
    this.resultsCacheTtl = resultsCacheTtl;
    props.rules?.forEach((rule) => this.addRule(rule));
    this.node.addValidation({ validate: () => this.validateRules() });
  }

  /**
   * Returns the authorizer of a REST API. Pass it as `authorizer` to each method, or as a default to a resource and everything below it:
   * `api.root.addResource('tenant', { defaultMethodOptions: { authorizer: authorizer.authorizerFor(api) } })`.
   *
   * The first call creates the authorizer, in the stack of the API; later calls return the same one. At least one method of the API must use it.
   * API Gateway caches decisions per API. A `TenantApi` already has its authorizer.
   *
   * @param restApi The API. It can be in another stack, and it can be imported.
   */
  public authorizerFor(restApi: apigateway.IRestApi): apigateway.RequestAuthorizer {
    requireOneCdk(this, { restApi });
    const existing = this.authorizers.get(restApi.restApiId);
    if (existing) {
      return existing;
    }
    const authorizer = this.createAuthorizer(restApi, `TenantAuthorizer.${Names.nodeUniqueId(this.node)}`);
    this.authorizers.set(restApi.restApiId, authorizer);
    return authorizer;
  }

  /**
   * Creates an API together with its authorizer. The default options of the API's methods need the authorizer before the API exists.
   *
   * @internal
   */
  public _behind(scope: Construct, createApi: (authorizer: apigateway.RequestAuthorizer) => apigateway.RestApi): apigateway.RestApi {
    const authorizer = this.createAuthorizer(scope, 'Authorizer');
    const api = createApi(authorizer);
    this.authorizers.set(api.restApiId, authorizer);
    return api;
  }

  /**
   * Restricts routes of a tenant to roles, on all APIs with this authorizer.
   *
   * About 20 rules of three methods fit into the policy as they are. If there are more, synth shortens them to patterns that are exact for
   * the routes in this app; about 40 then fit. If the rules still do not fit, synth fails and states how many fit. Synth warns about a rule
   * that matches no route.
   *
   * The policy contains the name of the stage. If this app does not create the stage, synth assumes the longest possible name. The path of a
   * `CfnMethod` is unknown. If the API has one, synth neither shortens the rules nor warns.
   *
   * @param rule The routes, and the roles that can use them.
   * @throws an error if the path is not below `/tenant/{tenantId}`, a method is unknown, or a role is not declared
   */
  public addRule(rule: AccessRule): void {
    validateAccessRule(this, rule, this.roles);
    this.rules.push(rule);
  }

  /**
   * Number of tokens that could not be verified because the key set of the user pool was not available. The cause is an outage, not the tokens.
   *
   * @param options Options of the metric, such as period, statistic and label. The default is the sum over five minutes.
   */
  public metricKeySetUnavailable(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.keySetUnavailable, this.metricSource, options);
  }

  /**
   * Number of requests that were answered with 500, because the rights of the caller could not be read from the tables.
   *
   * @param options Options of the metric, such as period, statistic and label. The default is the sum over five minutes.
   */
  public metricRightsUnavailable(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.rightsUnavailable, this.metricSource, options);
  }

  /**
   * Passes the keys on with which functions seal where the requests of users come from.
   *
   * @internal
   */
  public _passSealingKeys(): void {
    this.handler.addEnvironment('TENANCY_CLIENT_DETAILS' satisfies keyof AuthorizerEnvironment, CLIENT_DETAILS.recorded);
  }

  private createAuthorizer(scope: Construct, id: string): apigateway.RequestAuthorizer {
    return createRequestAuthorizer(scope, id, { handler: this.handler, resultsCacheTtl: this.resultsCacheTtl });
  }

  /** APIs, routes and rules can be added until synth. */
  private fittingRules(): FittingRulesProps {
    return { rules: this.rules as RuleOfContract[], roles: this.roles, apis: findKnownApis([...this.authorizers.values()], this) };
  }

  private validateRules(): string[] {
    if (this.rules.length === 0) {
      return [];
    }
    const props = this.fittingRules();
    // The CDK looks for acknowledgements on the parents of the construct that has the warning, not on the construct itself.
    warnOfRulesWithoutRoute(this.handler, props);
    return findTooManyRules(this, props);
  }
}
