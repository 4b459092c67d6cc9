import { CfnResource, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isParameter } from '../../../contract/access-rules';
import { TENANT_API_ROUTE, TENANT_PATH } from '../../../contract/routes';

const ANYTHING = '{proxy+}';

/** A route that the app defines. */
export interface KnownRoute {
  /** The method; `ANY` for all methods. */
  readonly method: string;
  /** The path in API Gateway's notation, below `/tenant/{tenantId}`. For example, `/{proxy+}` becomes `/tenant/{tenantId}/{proxy+}`. */
  readonly path: string;
}

/** The routes and stages of the app's APIs behind an authorizer. */
export interface KnownApis {
  /** The routes below `/tenant/{tenantId}` that the authorizer decides on. */
  readonly routes: readonly KnownRoute[];
  /** The names of the stages of all APIs. A name can be a token, and is `undefined` for an API whose stages are unknown. */
  readonly stages: ReadonlyArray<string | undefined>;
}

/**
 * Finds the routes behind an authorizer in all stacks of the app. It does not find routes that another app adds to an API, or routes of
 * an OpenAPI document.
 *
 * @param authorizers One for each API.
 */
export function findKnownApis(authorizers: readonly apigateway.IAuthorizer[], scope: IConstruct): KnownApis {
  const resources = scope.node.root.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  const ofType = <Resource>(type: string) => resources.filter(({ cfnResourceType }) => cfnResourceType === type) as unknown as Resource[];

  const authorizerIds = new Set(authorizers.map(({ authorizerId }) => authorizerId));
  const methods = ofType<apigateway.CfnMethod>('AWS::ApiGateway::Method').filter(({ authorizerId }) => authorizerId !== undefined && authorizerIds.has(authorizerId));
  const apiIds = [...new Set(methods.map(({ restApiId }) => restApiId))];
  const stages = [
    ...ofType<apigateway.CfnStage>('AWS::ApiGateway::Stage').map(({ restApiId, stageName = '' }) => ({ restApiId, stageName })),
    // A deployment with a stage name creates a stage too.
    ...ofType<apigateway.CfnDeployment>('AWS::ApiGateway::Deployment').filter(({ stageName }) => stageName !== undefined),
  ];
  return {
    routes: methods.flatMap(({ httpMethod, node }) => {
      // The path of a method without a `Method` construct is unknown, so it may be any path.
      const path = (node.scope as Partial<apigateway.Method> | undefined)?.resource?.path;
      const below = path === undefined ? ANYTHING : pathBelowTenant(path);
      return below === undefined ? [] : [{ method: path === undefined ? 'ANY' : httpMethod, path: `${TENANT_API_ROUTE.getTenant.path}/${below}` }];
    }),
    stages: apiIds.flatMap((apiId) => {
      const names = stages.filter(({ restApiId }) => restApiId === apiId).map(({ stageName }) => stageName);
      return names.length > 0 ? names : [undefined];
    }),
  };
}

/** Returns the part of a route's path after `/tenant/{tenantId}/`, if it can match there. Parameters can also match these first segments. */
function pathBelowTenant(path: string): string | undefined {
  const [, collection, tenant = '', ...below] = path.split('/');
  if (collection !== TENANT_PATH && !isParameter(collection)) {
    return undefined;
  }
  if (isGreedy(collection) || isGreedy(tenant)) {
    return ANYTHING;
  }
  return isParameter(tenant) && below.length > 0 ? below.join('/') : undefined;
}

function isGreedy(segment: string): boolean {
  return isParameter(segment) && segment.endsWith('+}');
}
