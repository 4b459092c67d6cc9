import { Token, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { accessLogSettings, provideLogRole } from './access-logs';
import { addDomain } from './api-domain';
import { MAX_ORIGINS_WITH_DASHBOARD, validateCorsOrigins } from './cors-origins';
import { addGatewayResponses } from './gateway-responses';
import { lambdaIntegration } from './lambda-integration';
import { CORS } from '../../../contract/cors';
import type { Route } from '../../../contract/routes';
import { ApiOptions, ApiThrottlingOptions } from '../../api-options';
import { uniqueName } from '../cloudformation/unique-name';
import { acknowledgeFindings, REST_API_FINDINGS } from '../validation/acknowledged-findings';
import { ConstructError } from '../validation/construct-error';
import { isOn, requireBoolean } from '../validation/switch';

export interface TenancyRestApiProps {
  readonly description: string;
  /** @default - web pages cannot read the responses */
  readonly corsAllowOrigins?: string[];
  readonly defaultMethodOptions: apigateway.MethodOptions;
  readonly options?: ApiOptions;
}

export const DEFAULT_STAGE_NAME = 'prod';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html */
export const STAGE_NAME = /^[a-zA-Z0-9_-]{1,128}$/;

/** Creates a regional API with traces, access logs and problem documents as errors, and with CORS for all routes or none. */
export function createRestApi(scope: Construct, id: string, props: TenancyRestApiProps): apigateway.RestApi {
  const { corsAllowOrigins, options = {} } = props;
  const { stageName = DEFAULT_STAGE_NAME, accessLogs = {}, throttling = {}, domain } = options;
  if (corsAllowOrigins) {
    validateCorsOrigins(scope, corsAllowOrigins, MAX_ORIGINS_WITH_DASHBOARD);
  }
  validateStageName(scope, stageName);
  validateThrottling(scope, throttling);
  requireBoolean(scope, 'domain.disableExecuteApiEndpoint', domain?.disableExecuteApiEndpoint ?? false);
  const api = new apigateway.RestApi(scope, id, {
    // Metrics identify an API by its name, not by its id.
    restApiName: uniqueName(scope, 128),
    description: props.description,
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    disableExecuteApiEndpoint: domain?.disableExecuteApiEndpoint,
    deployOptions: { stageName, ...stageOptions(scope, `${id}AccessLogs`, options) },
    // The CDK would set the account's role for each API. `provideLogRole` sets it once for each stack, and only with `ApiLogRole.CREATE`.
    cloudWatchRole: false,
    defaultMethodOptions: props.defaultMethodOptions,
    defaultCorsPreflightOptions: corsAllowOrigins && {
      allowOrigins: corsAllowOrigins,
      allowMethods: [...CORS.allowMethods],
      allowHeaders: [...CORS.allowHeaders],
      exposeHeaders: [...CORS.exposeHeaders],
    },
  });
  // The CDK adds an output for the URL to every API. `addStackOutputs` adds outputs with readable names instead.
  api.node.tryRemoveChild('Endpoint');
  provideLogRole(api.deploymentStage, accessLogs);
  if (domain) {
    addDomain(scope, api, domain);
  }
  addGatewayResponses(api, props.defaultMethodOptions.authorizer !== undefined, corsAllowOrigins);
  acknowledgeFindings(api, REST_API_FINDINGS);
  return api;
}

/** Adds another stage with the settings of the API's stage. */
export function addStage(scope: Construct, id: string, api: apigateway.RestApi, stageName: string, options: ApiOptions = {}): apigateway.Stage {
  const settings = stageOptions(scope, `${id}AccessLogs`, options);
  const stage = new apigateway.Stage(scope, id, { deployment: api.latestDeployment!, stageName, ...settings });
  provideLogRole(stage, options.accessLogs ?? {});
  acknowledgeFindings(stage, REST_API_FINDINGS);
  return stage;
}

function stageOptions(scope: Construct, logsId: string, options: ApiOptions): apigateway.StageOptions {
  const { accessLogs = {}, throttling = {}, tracingEnabled = true } = options;
  requireBoolean(scope, 'tracingEnabled', tracingEnabled);
  isOn(scope, 'accessLogs', accessLogs);
  return {
    tracingEnabled,
    throttlingRateLimit: throttling.rateLimit,
    throttlingBurstLimit: throttling.burstLimit,
    ...accessLogSettings(scope, logsId, accessLogs),
  };
}

/** The URL of an API, with a slash at its end. */
export function urlOf(api: apigateway.RestApi, { domain }: ApiOptions = {}): string {
  return domain ? `https://${domain.domainName}/` : api.url;
}

/** Adds routes that all invoke one function. */
export function addRoutes(api: apigateway.RestApi, routes: Record<string, Route>, handler: lambda.IFunction): void {
  const integration = lambdaIntegration(api, handler);
  for (const { method, path } of Object.values(routes)) {
    api.root.resourceForPath(path).addMethod(method, integration);
  }
}

function validateStageName(scope: Construct, stageName: string): void {
  // The name is part of logical ids, so it cannot be a token.
  if (Token.isUnresolved(stageName) || !STAGE_NAME.test(stageName)) {
    const given = Token.isUnresolved(stageName) ? 'a value that is known at deployment only' : JSON.stringify(stageName);
    throw new ConstructError(scope, `stageName must be 1 to 128 letters, digits, hyphens or underscores, but was ${given}. Use a name such as "prod".`);
  }
}

function validateThrottling(scope: Construct, { rateLimit, burstLimit }: ApiThrottlingOptions): void {
  if (rateLimit !== undefined && !Token.isUnresolved(rateLimit) && !(Number.isFinite(rateLimit) && rateLimit > 0)) {
    throw new ConstructError(scope, `throttling.rateLimit must be a number greater than 0, but was ${rateLimit}. Set the average number of requests per second.`);
  }
  if (burstLimit !== undefined && !Token.isUnresolved(burstLimit) && !(Number.isSafeInteger(burstLimit) && burstLimit > 0)) {
    throw new ConstructError(scope, `throttling.burstLimit must be a whole number greater than 0, but was ${burstLimit}. `
      + 'Set the number of requests that can be processed at the same time.');
  }
}
