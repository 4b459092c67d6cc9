import { RemovalPolicy, aws_certificatemanager as acm, aws_logs as logs } from 'aws-cdk-lib';

/**
 * Options for the REST API of a construct.
 */
export interface ApiOptions {
  /**
   * Name of the stage: 1 to 128 letters, digits, hyphens and underscores. It is part of the URL unless the API has a domain. The name must
   * be known at synth. If you change the name, the stage is replaced.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html
   * @default 'prod'
   */
  readonly stageName?: string;

  /**
   * Custom domain of the API. The `url` of the construct then uses this domain.
   *
   * @default - the domain of API Gateway
   */
  readonly domain?: ApiDomainOptions;

  /**
   * Limits for the requests to the stage. The stage responds with 429 to further requests.
   *
   * @default - the quotas of the account
   */
  readonly throttling?: ApiThrottlingOptions;

  /**
   * Access logs of the stage.
   *
   * @default - on, kept for one month
   */
  readonly accessLogs?: ApiAccessLogOptions;

  /**
   * Whether API Gateway sends traces to AWS X-Ray.
   *
   * @default true
   */
  readonly tracingEnabled?: boolean;
}

/**
 * Custom domain of a REST API. The domain serves only this API.
 *
 * Create the DNS record yourself: an alias to `restApi.domainName`, such as an `ARecord` of Amazon Route 53 with the target
 * `RecordTarget.fromAlias(new ApiGatewayDomain(api.restApi.domainName!))`.
 */
export interface ApiDomainOptions {
  /**
   * Host name of the API, such as `api.example.com`, in lowercase.
   */
  readonly domainName: string;

  /**
   * Certificate for the domain name. It must be in the Region of the API.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html
   */
  readonly certificate: acm.ICertificate;

  /**
   * Whether API Gateway responds with 403 to requests that use its own domain, `*.execute-api.*`, instead of this one.
   *
   * Create the DNS record first. Until then no request reaches the API, and if it is the admin API, sign-ins with `TenantLookup.ADMIN_API` fail.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;
}

/**
 * Limits for the requests to the stage of a REST API. API Gateway applies them on a best-effort basis.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface ApiThrottlingOptions {
  /**
   * Requests per second, on average: a number greater than 0.
   *
   * @default - the quota of the account
   */
  readonly rateLimit?: number;

  /**
   * Requests that can be processed at the same time: a whole number greater than 0.
   *
   * @default - the quota of the account
   */
  readonly burstLimit?: number;
}

/**
 * Access logs of a REST API: one JSON object per request.
 *
 * An entry contains the ids of the request, the time, the method, the resource path (`/tenant/{tenantId}`, without the id), the status, the
 * size and the latency, and the status of the authorizer and the integration. It contains no IP address, user agent, user, tenant, query or
 * message.
 */
export interface ApiAccessLogOptions {
  /**
   * Whether requests are logged.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How long CloudWatch Logs keeps the access logs.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;

  /**
   * Whether the log group is kept when the construct is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Source of the role with which API Gateway writes the logs.
   *
   * @default ApiLogRole.CREATE
   */
  readonly role?: ApiLogRole;
}

/**
 * Source of the role with which API Gateway writes logs. An account has one such role in each Region, for all of its REST APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export enum ApiLogRole {
  /**
   * The stack creates a role and registers it for the account and Region. It replaces the role that was registered before. The role has the
   * AWS managed policy `AmazonAPIGatewayPushToCloudWatchLogs`, so other APIs can still write their logs. All APIs in the stack share the role.
   * It is kept when the stack is deleted, because other APIs may use it.
   */
  CREATE = 'CREATE',

  /**
   * The account already has a role. The stack does not change the setting. Without a role, the deployment fails with "CloudWatch Logs role
   * ARN must be set in account settings to enable logging".
   */
  EXISTING = 'EXISTING',
}
