import { CfnResource, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isParameter } from '../../../contract/access-rules';
import { TENANT_API_ROUTE, TENANT_PATH } from '../../../contract/routes';

const ANYTHING = '{proxy+}';

/** A route that the app has at synthesis. */
export interface KnownRoute {
  /** `ANY` for all. */
  readonly method: string;
  /** In API Gateway's notation, below `/tenant/{tenantId}`: what `/{proxy+}` answers there is `/tenant/{tenantId}/{proxy+}`. */
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
      // A method that has no construct above it does not say which path it belongs to: it may answer anything.
      const path = (node.scope as Partial<apigateway.Method> | undefined)?.resource?.path;
      const below = path === undefined ? ANYTHING : pathBelowTenant(path);
      return below === undefined ? [] : [{ method: path === undefined ? 'ANY' : httpMethod, path: `${TENANT_API_ROUTE.getTenant.path}/${below}` }];
    }),
    stages: [
      ...ofType<apigateway.CfnStage>('AWS::ApiGateway::Stage').map(({ restApiId, stageName = '' }) => ({ restApiId, stageName })),
      // It makes a stage too, if it names one.
      ...ofType<apigateway.CfnDeployment>('AWS::ApiGateway::Deployment'),
    ].flatMap(({ restApiId, stageName }) => (stageName !== undefined && apiIds.has(restApiId) ? [stageName] : [])),
  };
}

/** What a route answers behind `/tenant/{tenantId}/`, if anything: parameters may have other names, and stand for the beginning too. */
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
