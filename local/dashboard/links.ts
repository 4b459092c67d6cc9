import { readFileSync } from 'node:fs';
import * as https from 'node:https';
import { type FunctionConfiguration, LambdaClient, paginateListFunctions, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { REGION } from '../engine/environment';
import type { Engine } from '../engine/running-engine';

/**
 * Replaces the dashboard's address in the links of responses and mails by the local address: browsers find the distribution's host on AWS only.
 * Functions read their links from their environment. An address without a path is an origin for CORS, and does not change.
 */
export async function leadLinksTo(localUrl: string, dashboardUrl: string, engine: Engine): Promise<void> {
  // Without this, the SDK prints a warning about future Node.js versions into our progress.
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

/** The environment with changed links. Returns nothing if it has no links. */
function withLocalLinks(
  { Environment: { Variables: variables = {} } = {} }: FunctionConfiguration, localUrl: string, dashboardUrl: string,
): Record<string, string> | undefined {
  const isLink = (value: string) => value.startsWith(`${dashboardUrl}/`);
  if (!Object.values(variables).some(isLink)) return undefined;
  return Object.fromEntries(Object.entries(variables).map(
    ([name, value]) => [name, isLink(value) ? localUrl + value.slice(dashboardUrl.length) : value],
  ));
}
