import { randomUUID } from 'node:crypto';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import type { BrowserContext } from '@playwright/test';
import { outputs } from './support/deployment';
import { expect, test } from './support/test';

/*
 * A website that a developer opens while the local engine runs. The engine runs functions with the developer's permissions, so a single
 * request that creates a stack would run the website's code on the developer's machine.
 */

const WEBSITE = 'http://website.example/';
const COGNITO_ON_THE_DASHBOARD = `${outputs.LocalDashboardUrl}/_aws-hosts/cognito-idp.us-east-1.amazonaws.com/`;

/** A request that creates a stack, complete except for the signature: it names a well-known key, and is not signed. */
function createStack(address: string, stackName: string): string {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${address}?${new URLSearchParams({
    'Action': 'CreateStack',
    'Version': '2010-05-15',
    'StackName': stackName,
    'TemplateBody': JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }),
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `test/${now.slice(0, 8)}/us-east-1/cloudformation/aws4_request`,
    'X-Amz-Date': now,
    'X-Amz-Expires': '300',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0'.repeat(64),
  })}`;
}

const escaped = (url: string) => url.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** The contents of the website's page that make the browser request a URL. */
const WAYS: Readonly<Record<string, (url: string) => string>> = {
  'a script that leads the page there': (url) => `<script>location = ${JSON.stringify(url)}</script>`,
  'a frame': (url) => `<iframe src="${escaped(url)}"></iframe>`,
  'a popup': (url) => `<script>window.open(${JSON.stringify(url)})</script>`,
  'a refresh of the page': (url) => `<meta http-equiv="refresh" content="0; url=${escaped(url)}">`,
  'a form that sends itself': (url) => `<form method="post" action="${escaped(url)}"></form><script>document.forms[0].submit()</script>`,
  'an image': (url) => `<img src="${escaped(url)}">`,
};

for (const [target, address] of [['the dashboard of the engine', COGNITO_ON_THE_DASHBOARD], ['the engine itself', `${outputs.Endpoint}/`]]) {
  for (const [way, page] of Object.entries(WAYS)) {
    test(`another website cannot reach ${target} with ${way}`, async ({ browser, contextOptions }) => {
      const stackName = `attack-${randomUUID()}`;
      const context = await browser.newContext(contextOptions);
      const url = createStack(address, stackName);
      await context.route(WEBSITE, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A website</title>${page(url)}` }));

      await Promise.all([answered(context, stackName), (await context.newPage()).goto(WEBSITE)]);
      await context.close();

      expect(await stackNames()).not.toContain(stackName);
    });
  }
}

/** Resolves when the browser has received a response, or has given up: no request is pending then. */
async function answered(context: BrowserContext, stackName: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const isIt = (url: string) => url.includes(stackName);
    context.on('requestfinished', (request) => isIt(request.url()) && resolve());
    context.on('requestfailed', (request) => isIt(request.url()) && resolve());
  });
}

async function stackNames(): Promise<Array<string | undefined>> {
  const { StackSummaries = [] } = await new CloudFormationClient().send(new ListStacksCommand());
  return StackSummaries.map(({ StackName }) => StackName);
}
