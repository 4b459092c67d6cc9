import { CfnResource, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { TENANT_API_ROUTE } from '../../contract/routes';

/** A route that the app has at synthesis. */
export interface KnownRoute {
  /** `ANY` for all. */
  readonly method: string;
  /** In API Gateway's notation. */
  readonly path: string;
}

/** What an app has behind an authorizer. */
export interface KnownApi {
  /** The routes below `/tenant/{tenantId}` that the authorizer decides on. */
  readonly routes: readonly KnownRoute[];
  /** Names of the stages of the API; a name may be a token. */
  readonly stages: readonly string[];
}

/**
 * Looks for the routes behind an authorizer in all stacks of the app. Routes that another app adds to the API, and those of an
 * OpenAPI document, are not found.
 */
export function findKnownApi({ authorizerId }: apigateway.IAuthorizer, scope: IConstruct): KnownApi {
  const resources = scope.node.root.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  const ofType = <Resource>(type: string) => resources.filter(({ cfnResourceType }) => cfnResourceType === type) as unknown as Resource[];

  const methods = ofType<apigateway.CfnMethod>('AWS::ApiGateway::Method').filter((method) => method.authorizerId === authorizerId);
  const apiIds = new Set(methods.map(({ restApiId }) => restApiId));
  return {
    routes: methods.flatMap(({ httpMethod, node }) => {
      // A method that has no construct above it does not say which path it belongs to.
      const path = (node.scope as Partial<apigateway.Method> | undefined)?.resource?.path;
      return path?.startsWith(`${TENANT_API_ROUTE.getTenant.path}/`) ? [{ method: httpMethod, path }] : [];
    }),
    stages: ofType<apigateway.CfnStage>('AWS::ApiGateway::Stage')
      .flatMap(({ restApiId, stageName }) => (apiIds.has(restApiId) ? [stageName ?? ''] : [])),
  };
}
