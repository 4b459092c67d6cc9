import {
  Duration, Lazy, Names, aws_apigateway as apigateway, aws_cloudwatch as cloudwatch, aws_cognito as cognito, aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessRule } from './access-rule';
import { FunctionOptions } from './function-options';
import type { AccessRule as RuleOfContract } from '../contract/access-rules';
import { encodeRules } from '../contract/encoded-rules';
import { type AuthorizerEnvironment, TOKEN_USE } from '../contract/environment';
import { METRIC } from '../contract/metrics';
import { validateAccessRule } from './private/access-rules/access-rules';
import { compileToFit, findTooManyRules, type FittingRulesProps } from './private/access-rules/fitting-rules';
import { findKnownApis } from './private/access-rules/known-routes';
import { warnOfRulesWithoutRoute } from './private/access-rules/routes-of-rules';
import { createRequestAuthorizer } from './private/api/request-authorizer';
import { emittedMetric, type MetricSource } from './private/functions/metrics';
import { createRuntimeFunction } from './private/functions/runtime-function';
import { ConstructError } from './private/validation/construct-error';
import { inOneCdk, requireOneCdk } from './private/validation/one-cdk';
import { validateTokenPartition } from './private/validation/partition';
import { allRoles } from './private/validation/roles';

/**
 * Which of a user's tokens an API takes.
 */
export enum TokenUse {
  /**
   * The access token. It carries the tenant when the pool sends version V2_0 of the pre-token event.
   */
  ACCESS = 'ACCESS',

  /**
   * The ID token. For pools that send version V1_0 of the pre-token event.
   */
  ID = 'ID',
}

/**
 * Properties of `TenantAuthorizer`.
 */
export interface TenantAuthorizerProps {
  /**
   * The pool that issues the tokens, in any account and Region: only its public keys are fetched.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * The app clients whose tokens are accepted: 1 to 50.
   */
  readonly userPoolClients: cognito.IUserPoolClient[];

  /**
   * Which tokens are taken.
   *
   * @default TokenUse.ACCESS
   */
  readonly tokenUse?: TokenUse;

  /**
   * How long API Gateway keeps the decision about a token: 0 seconds to 1 hour. The decision itself says that it ends with
   * the token.
   *
   * @default Duration.minutes(5)
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * Roles that a member can have beside `admin` and `member`: at most 50, of 2 to 32 lower-case letters, digits and hyphens each. Rules
   * may name these roles only.
   *
   * @default - `admin` and `member` only
   */
  readonly roles?: string[];

  /**
   * Which roles may use which of the application's own routes. `addRule` adds more.
   *
   * The policy that the rules lead to must have at most 8,192 bytes: see `addRule`.
   *
   * @default - every member may use all routes below `/tenant/{tenantId}` that are not the tenancy's own
   */
  readonly rules?: AccessRule[];

  /**
   * Names the function in logs and metrics.
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

/** API Gateway keeps no decision longer. */
const LONGEST_CACHE_TTL_SECONDS = 3600;

/**
 * Lets the members of a tenant use the routes of that tenant, on REST APIs of API Gateway.
 *
 * It verifies the token of the `Authorization: Bearer` header and answers with a policy that is a function of the token
 * alone: `/tenant/{tenantId}` and everything below it for the tenant in the token, by role, and `GET /tenants/{userId}` for
 * the user. A bad token is 401, a foreign path is 403, and a key set that cannot be fetched is 500.
 *
 * Rules keep routes to some roles. A request must satisfy every rule that is about it. In the policy a parameter of a path is a
 * wildcard that spans slashes, so a rule with one in its middle may also refuse a longer path of the same beginning and end. A
 * function that a rule protects should ask for the role once more: `tenantOf(event, ['admin'])` of `cdk-tenancy/runtime`.
 *
 * Functions behind it find `userId`, `userName`, `tenantId`, `tenantRole` and `expiresAt` in `event.requestContext.authorizer`.
 *
 * One construct serves any number of APIs, in this stack and in others: `authorizerFor` returns the authorizer of an API. Rules hold for all of
 * these APIs. The Region must be in the partition `aws` or `aws-us-gov`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class TenantAuthorizer extends Construct {
  /**
   * The function that decides, for all APIs.
   */
  public readonly handler: lambda.Function;

  /** @internal */
  public readonly _tokenUse: TokenUse;

  /** @internal */
  public readonly _userPoolClients: readonly cognito.IUserPoolClient[];

  private readonly metricSource: MetricSource;

  private readonly roles: readonly string[];

  private readonly rules: AccessRule[] = [];

  private readonly resultsCacheTtl: Duration;

  /** One for each API, by the id of the API. */
  private readonly authorizers = new Map<string, apigateway.RequestAuthorizer>();

  /**
   * @param scope Where to add the construct.
   * @param id Id of the construct within the scope.
   * @param props Properties of the authorizer.
   */
  public constructor(scope: Construct, id: string, props: TenantAuthorizerProps) {
    super(inOneCdk(scope, id, props), id);
    validateTokenPartition(this);
    const { resultsCacheTtl = Duration.minutes(5), serviceName = 'tenant-authorizer' } = props;
    if (props.userPoolClients.length === 0) {
      throw new ConstructError(this, 'userPoolClients must contain at least one app client, but is empty. Without one, every token is rejected. '
        + 'Pass the clients of the web apps that call this API.');
    }
    if (props.userPoolClients.length > MAX_CLIENTS) {
      throw new ConstructError(this, `userPoolClients must contain at most ${MAX_CLIENTS} app clients, but contains ${props.userPoolClients.length}. `
        + 'Let web apps share a client, or give some of them an API with an authorizer of its own.');
    }
    if (!resultsCacheTtl.isUnresolved() && resultsCacheTtl.toSeconds() > LONGEST_CACHE_TTL_SECONDS) {
      throw new ConstructError(this, `resultsCacheTtl must be at most ${LONGEST_CACHE_TTL_SECONDS} seconds, but was ${resultsCacheTtl.toSeconds()} seconds.`);
    }

    this._tokenUse = props.tokenUse ?? TokenUse.ACCESS;
    this._userPoolClients = props.userPoolClients;
    this.roles = allRoles(this, props.roles);
    const environment: AuthorizerEnvironment = {
      TENANCY_USER_POOL_ID: props.userPool.userPoolId,
      TENANCY_USER_POOL_CLIENT_IDS: props.userPoolClients.map(({ userPoolClientId }) => userPoolClientId).join(','),
      TENANCY_TOKEN_USE: TOKEN_USE[this._tokenUse === TokenUse.ID ? 'id' : 'access'],
      TENANCY_ACCESS_RULES: Lazy.uncachedString({ produce: () => encodeRules(compileToFit(this, this.fittingRules()).compiled) }),
    };
    this.handler = createRuntimeFunction(this, 'Handler', {
      bundle: 'authorizer',
      description: "Decides what a user's token may do on the API",
      serviceName,
      options: props.functionOptions,
      environment,
    });
    this.metricSource = { handler: this.handler, serviceName };
    this.resultsCacheTtl = resultsCacheTtl;
    props.rules?.forEach((rule) => this.addRule(rule));
    this.node.addValidation({ validate: () => this.validateRules() });
  }

  /**
   * The authorizer of a REST API. Pass it as `authorizer` to each method, or as a default to a resource and everything below it:
   * `api.root.addResource('tenant', { defaultMethodOptions: { authorizer: authorizer.authorizerFor(api) } })`.
   *
   * The first call creates the authorizer, in the stack of the API; later calls return the same one. At least one method of the API must use it.
   * API Gateway keeps the decisions of each API by themselves. A `TenantApi` is behind its authorizer already.
   *
   * @param restApi The API. It may be in another stack, and it may be imported.
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
   * Puts a new API behind its authorizer, which the default options of its methods need before the API is there.
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
   * Keeps routes of a tenant to some roles, on all APIs behind this authorizer.
   *
   * About 20 rules of three methods fit exactly. If there are more, synth shortens them to patterns that are exact for the routes in this
   * app; about 40 fit. Synth fails if the rules still do not fit, and says how many do. It warns about a rule that matches no route.
   *
   * The name of the stage is a part of the policy. It is measured where this app creates the stage. An API without such a stage is
   * measured with the longest name that there can be. A method of the API that is a `CfnMethod` does not say its path: with one, rules are not
   * shortened, and there is no warning.
   *
   * @param rule Which routes, and which roles may use them.
   * @throws an error when the path is not below `/tenant/{tenantId}`, a method is unknown, or a role is not declared
   */
  public addRule(rule: AccessRule): void {
    validateAccessRule(this, rule, this.roles);
    this.rules.push(rule);
  }

  /**
   * Tokens that could not be checked because the key set of the pool was not available. This is an outage, not a fault of the token.
   *
   * @param options Period, statistic, label ... of the metric; by default the sum over five minutes.
   */
  public metricKeySetUnavailable(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return emittedMetric(METRIC.keySetUnavailable, this.metricSource, options);
  }

  private createAuthorizer(scope: Construct, id: string): apigateway.RequestAuthorizer {
    return createRequestAuthorizer(scope, id, { handler: this.handler, resultsCacheTtl: this.resultsCacheTtl });
  }

  /** APIs, routes and rules may be added as long as the app is not synthesized. */
  private fittingRules(): FittingRulesProps {
    return { rules: this.rules as RuleOfContract[], roles: this.roles, apis: findKnownApis([...this.authorizers.values()], this) };
  }

  private validateRules(): string[] {
    if (this.rules.length === 0) {
      return [];
    }
    const props = this.fittingRules();
    // The CDK looks for acknowledgements above the construct that a warning is added to, not at the construct.
    warnOfRulesWithoutRoute(this.handler, props);
    return findTooManyRules(this, props);
  }
}
