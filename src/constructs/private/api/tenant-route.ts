import { aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { lambdaIntegration } from './lambda-integration';
import { CORS } from '../../../contract/cors';
import { ConstructError } from '../validation/construct-error';

/** Without `OPTIONS`, which is the preflight that each path has. */
const METHODS: readonly string[] = CORS.allowMethods.filter((method) => method !== 'OPTIONS');

/** @see https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html */
const SEGMENT = /^([a-zA-Z0-9._-][a-zA-Z0-9._:-]*|\{[a-zA-Z0-9._-]+\+?\})$/;

/** The parameter that the path of every route already contains. */
const TENANT_PARAMETER = '{tenantId}';

/** An API with routes for tenants. */
interface ApiOfTenants extends IConstruct {
  readonly restApi: apigateway.RestApi;
  /** The resource `/tenant/{tenantId}`. */
  readonly tenantResource: apigateway.IResource;
}

/** Adds a route of the application below the tenant resource. */
export function addTenantRoute(api: ApiOfTenants, method: string, path: string, handler: lambda.IFunction): apigateway.Method {
  if (!METHODS.includes(method)) {
    throw new ConstructError(api, `The method of the route ${path} must be one of ${METHODS.join(', ')}, but was ${method}. Use one of them, in uppercase.`);
  }
  const resource = path.split('/').reduce((parent, segment) => childOf(api, parent, segment, path), api.tenantResource);
  if (resource.node.tryFindChild(method)) {
    throw new ConstructError(api, `The route ${method} ${resource.path} must be unique, but already exists. Choose another path, or handle both requests in one function.`);
  }
  return resource.addMethod(method, lambdaIntegration(api.restApi, handler));
}

function childOf(api: ApiOfTenants, parent: apigateway.IResource, segment: string, path: string): apigateway.IResource {
  if (!SEGMENT.test(segment) || segment === TENANT_PARAMETER) {
    throw new ConstructError(api, `The path of a route must consist of segments below ${api.tenantResource.path}, such as devices or devices/{deviceId}, but was ${JSON.stringify(path)}. `
      + `Leave out ${api.tenantResource.path} and slashes at the beginning and end, and write parameters in the form {deviceId}.`);
  }
  const existing = parent.getResource(segment);
  if (existing) {
    return existing;
  }
  const other = segment.startsWith('{') && siblingParameter(parent);
  if (other) {
    throw new ConstructError(api, `The parameter below ${parent.path} in the route ${path} must be ${other}, as in other routes, but was ${segment}. `
      + 'Rename it: API Gateway accepts one parameter name at each position.');
  }
  return parent.addResource(segment);
}

function siblingParameter(parent: apigateway.IResource): string | undefined {
  return parent.node.children.map(({ node: { id } }) => id).find((id) => id.startsWith('{'));
}
