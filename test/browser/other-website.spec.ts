import { randomUUID } from 'node:crypto';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import type { BrowserContext } from '@playwright/test';
import { outputs } from './support/deployment';
import { expect, test } from './support/test';

/*
 * A website that is open in the browser of a developer whose engine runs. The engine runs the functions that it is given as that developer,
 * so one request that creates a stack would be the website's code on the developer's machine.
 */

const WEBSITE = 'http://website.example/';
const COGNITO_ON_THE_DASHBOARD = `${outputs.LocalDashboardUrl}/_aws-hosts/cognito-idp.us-east-1.amazonaws.com/`;

/** A request for a stack, complete but for the signature: of a key that everybody knows, and signed by nobody. */
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

/** What the page of the website has in it, to make the browser ask for a URL. */
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
    test(`another website gives ${target} nothing to do by ${way}`, async ({ browser, contextOptions }) => {
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

/** Resolves when the browser has been answered, or has given up by itself: nothing is on its way any more. */
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
