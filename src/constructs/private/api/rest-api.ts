import { aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { MAX_ORIGINS_WITH_DASHBOARD, validateCorsOrigins } from './cors-origins';
import { addGatewayResponses } from './gateway-responses';
import { lambdaIntegration } from './lambda-integration';
import { CORS } from '../../../contract/cors';
import type { Route } from '../../../contract/routes';
import { uniqueName } from '../cloudformation/unique-name';
import { acknowledgeFindings, REST_API_FINDINGS } from '../validation/acknowledged-findings';

export interface TenancyRestApiProps {
  readonly description: string;
  /** @default - no page of a browser may read the answers */
  readonly corsAllowOrigins?: string[];
  readonly defaultMethodOptions: apigateway.MethodOptions;
}

/** What both APIs have in common: regional, traced, CORS everywhere or nowhere, errors as problem documents. */
export function createRestApi(scope: Construct, id: string, props: TenancyRestApiProps): apigateway.RestApi {
  const { corsAllowOrigins } = props;
  if (corsAllowOrigins) {
    validateCorsOrigins(scope, corsAllowOrigins, MAX_ORIGINS_WITH_DASHBOARD);
  }
  const api = new apigateway.RestApi(scope, id, {
    // Metrics identify an API by its name, not by its id.
    restApiName: uniqueName(scope, 128),
    description: props.description,
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    deployOptions: { stageName: 'prod', tracingEnabled: true },
    // The role is one for the whole account and Region: not ours to change.
    cloudWatchRole: false,
    defaultMethodOptions: props.defaultMethodOptions,
    defaultCorsPreflightOptions: corsAllowOrigins && {
      allowOrigins: corsAllowOrigins,
      allowMethods: [...CORS.allowMethods],
      allowHeaders: [...CORS.allowHeaders],
      exposeHeaders: [...CORS.exposeHeaders],
    },
  });
  addGatewayResponses(api, corsAllowOrigins);
  acknowledgeFindings(api, REST_API_FINDINGS);
  return api;
}

/** Leads every route to one function. */
export function addRoutes(api: apigateway.RestApi, routes: Record<string, Route>, handler: lambda.IFunction): void {
  const integration = lambdaIntegration(api, handler);
  for (const { method, path } of Object.values(routes)) {
    api.root.resourceForPath(path).addMethod(method, integration);
  }
}
