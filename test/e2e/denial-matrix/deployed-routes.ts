import { APIGatewayClient, paginateGetResources, type Resource } from '@aws-sdk/client-api-gateway';
import { outputs } from '../support/engine';

/** The API of a route. */
export type ApiName = 'tenant API' | 'admin API';

export const API_URL: Readonly<Record<ApiName, string>> = {
  'tenant API': outputs.ApiUrl,
  'admin API': outputs.AdminApiUrl,
};

export interface DeployedRoute {
  readonly api: ApiName;
  readonly method: string;
  /** Path in the notation of API Gateway. */
  readonly path: string;
}

/** The name of a route in tables and messages. */
export function routeName({ api, method, path }: DeployedRoute): string {
  return `${api}: ${method} ${path}`;
}

/** Reads all methods of all resources of both APIs from API Gateway. */
export async function deployedRoutes(): Promise<DeployedRoute[]> {
  const byApi = await Promise.all((Object.keys(API_URL) as ApiName[]).map(async (api) => {
    const resources = await resourcesOf(API_URL[api]);
    return resources.flatMap(({ path, resourceMethods = {} }) => Object.keys(resourceMethods).map((method) => ({ api, method, path: path! })));
  }));
  return byApi.flat();
}

async function resourcesOf(apiUrl: string): Promise<Resource[]> {
  const restApiId = /execute-api\/(\w+)\//.exec(apiUrl)![1];
  const resources: Resource[] = [];
  for await (const { items = [] } of paginateGetResources({ client: new APIGatewayClient() }, { restApiId, embed: ['methods'], limit: 500 })) {
    resources.push(...items);
  }
  return resources;
}
