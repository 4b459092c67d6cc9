import { readFileSync } from 'node:fs';
import * as https from 'node:https';
import { type FunctionConfiguration, LambdaClient, paginateListFunctions, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { REGION } from '../engine/environment';
import type { Engine } from '../engine/running-engine';

/**
 * Makes the links that functions put into answers and mails lead to the local address: no browser finds the distribution's host outside of AWS.
 * Functions have their links in their environment. An address without a path is an origin, which CORS is about, and stays as it is.
 */
export async function leadLinksTo(localUrl: string, dashboardUrl: string, engine: Engine): Promise<void> {
  // The SDK would say in the middle of our progress that it will ask for a newer Node.js one day.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const lambda = new LambdaClient({
    endpoint: engine.endpoint,
    region: REGION,
    credentials: engine.credentials,
    requestHandler: { httpsAgent: new https.Agent({ ca: readFileSync(engine.certificates.authority) }) },
  });
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    await Promise.all(Functions.map(async (configuration) => {
      const variables = withLocalLinks(configuration, localUrl, dashboardUrl);
      if (variables !== undefined) {
        await lambda.send(new UpdateFunctionConfigurationCommand({
          FunctionName: configuration.FunctionName, Environment: { Variables: variables },
        }));
      }
    }));
  }
}

/** The environment with its links changed; nothing if it has none. */
function withLocalLinks(
  { Environment: { Variables: variables = {} } = {} }: FunctionConfiguration, localUrl: string, dashboardUrl: string,
): Record<string, string> | undefined {
  const isLink = (value: string) => value.startsWith(`${dashboardUrl}/`);
  if (!Object.values(variables).some(isLink)) return undefined;
  return Object.fromEntries(Object.entries(variables).map(
    ([name, value]) => [name, isLink(value) ? localUrl + value.slice(dashboardUrl.length) : value],
  ));
}
