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

/** The routes and stages of the app's API behind an authorizer. */
export interface KnownApi {
  /** The routes below `/tenant/{tenantId}` that the authorizer decides on. */
  readonly routes: readonly KnownRoute[];
  /** The names of the API's stages. A name can be a token. */
  readonly stages: readonly string[];
}

/**
 * Finds the routes behind an authorizer in all stacks of the app. It does not find routes that another app adds to the API, or routes of
 * an OpenAPI document.
 */
export function findKnownApi({ authorizerId }: apigateway.IAuthorizer, scope: IConstruct): KnownApi {
  const resources = scope.node.root.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  const ofType = <Resource>(type: string) => resources.filter(({ cfnResourceType }) => cfnResourceType === type) as unknown as Resource[];

  const methods = ofType<apigateway.CfnMethod>('AWS::ApiGateway::Method').filter((method) => method.authorizerId === authorizerId);
  const apiIds = new Set(methods.map(({ restApiId }) => restApiId));
  return {
    routes: methods.flatMap(({ httpMethod, node }) => {
      // The path of a method without a `Method` construct is unknown, so it may be any path.
      const path = (node.scope as Partial<apigateway.Method> | undefined)?.resource?.path;
      const below = path === undefined ? ANYTHING : pathBelowTenant(path);
      return below === undefined ? [] : [{ method: path === undefined ? 'ANY' : httpMethod, path: `${TENANT_API_ROUTE.getTenant.path}/${below}` }];
    }),
    stages: [
      ...ofType<apigateway.CfnStage>('AWS::ApiGateway::Stage').map(({ restApiId, stageName = '' }) => ({ restApiId, stageName })),
      // A deployment with a stage name creates a stage too.
      ...ofType<apigateway.CfnDeployment>('AWS::ApiGateway::Deployment'),
    ].flatMap(({ restApiId, stageName }) => (stageName !== undefined && apiIds.has(restApiId) ? [stageName] : [])),
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
