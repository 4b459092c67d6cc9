import { paginateGetResources } from '@aws-sdk/client-api-gateway';
import { call, callSigned } from '../../../local/client/api';
import { demand, type Check } from '../check';
import { clients } from '../support/clients';

export const routes: Check = {
  proves: 'API Gateway can call the function behind every route: none answers with a server error, and every preflight answers 204',
  covers: 'A function runs without a look at its resource policy',
  run: async ({ outputs, people }) => {
    const ann = await people.ann();
    const { accessToken } = await people.signIn(ann);
    const ids: Readonly<Record<string, string>> = { tenantId: ann.tenantId, userId: ann.userId };
    let count = 0;
    for (const apiUrl of [outputs.ApiUrl, outputs.AdminApiUrl]) {
      for (const { method, path } of await routesOf(apiUrl)) {
        // Without valid ids and bodies, the requests change and remove nothing.
        const request = {
          method,
          path: path.slice(1).replace(/\{(\w+)\+?\}/g, (_, name: string) => ids[name] ?? '0'.repeat(32)),
          body: ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined,
        };
        const { status } = apiUrl === outputs.ApiUrl ? await call(apiUrl, request, accessToken) : await callSigned(apiUrl, request);
        demand(method === 'OPTIONS' ? status === 204 : status < 500, `${method} ${path} must not answer with a server error, and a preflight must answer 204, but the status was ${status}.`);
        count++;
      }
    }
    return `${count} routes`;
  },
};

async function routesOf(apiUrl: string): Promise<Array<{ readonly method: string; readonly path: string }>> {
  // https://<id>.execute-api..., or .../execute-api/<id>/ of the local engine.
  const restApiId = /execute-api\/(\w+)\//.exec(apiUrl)?.[1] ?? new URL(apiUrl).hostname.split('.')[0];
  const found = [];
  for await (const { items = [] } of paginateGetResources({ client: clients.apiGateway() }, { restApiId, embed: ['methods'], limit: 500 })) {
    found.push(...items.flatMap(({ path, resourceMethods = {} }) => Object.keys(resourceMethods).map((method) => ({ method, path: path! }))));
  }
  return found;
}
