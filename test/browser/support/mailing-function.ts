import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { Page, Request } from '@playwright/test';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { outputs } from '../../e2e/support/engine';
import { deployFunction } from '../../e2e/support/functions';
import type { Customer } from '../../e2e/support/people';

const CODE = path.join(__dirname, '..', '..', '..', 'assets', 'runtime', 'invitations', 'index.mjs');

/**
 * Redirects a page's requests to a copy of the invitation function that sends mails. The example sends no mails, so its function's role
 * has no permission to: SES refuses each mail.
 *
 * @returns removes the function
 */
export async function sendMailsFrom(page: Page, customer: Customer): Promise<() => Promise<unknown>> {
  const { Role, Runtime, Handler, Environment } = await deployedFunction();
  const mailing = await deployFunction<object, APIGatewayProxyResult>({
    Role,
    Runtime,
    Handler,
    files: { 'index.mjs': readFileSync(CODE) },
    environment: { ...Environment!.Variables, TENANCY_MAIL_FROM: 'invitations@acme.example', TENANCY_INVITATION_URL: `${outputs.DashboardUrl}/invitation` },
  });
  await page.route(/\/tenant\/[^/]+\/invitations/, async (route, request) => {
    if (request.method() !== 'POST') return route.continue();
    const { statusCode, headers, body } = await mailing.invoke(eventOf(request, customer));
    return route.fulfill({ status: statusCode, headers: headers as Record<string, string>, body });
  });
  return mailing.remove;
}

async function deployedFunction(): Promise<FunctionConfiguration> {
  for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient() }, {})) {
    const found = Functions.find(({ Environment }) => {
      const variables = Environment?.Variables ?? {};
      return 'TENANCY_MAIL_FROM' in variables && 'TENANCY_TENANT_ROLE_ARN' in variables;
    });
    if (found !== undefined) return found;
  }
  throw new Error('The deployment has no function for invitations.');
}

/** The event as API Gateway passes it to the function. */
function eventOf(request: Request, { userId, tenantId, tokens }: Customer): object {
  const [, invitationId] = /\/invitations\/([^/]+)/.exec(request.url()) ?? [];
  return {
    httpMethod: request.method(),
    resource: `/tenant/{tenantId}/invitations${invitationId === undefined ? '' : '/{invitationId}/resend'}`,
    path: new URL(request.url()).pathname,
    pathParameters: { tenantId, invitationId },
    headers: request.headers(),
    multiValueHeaders: Object.fromEntries(Object.entries(request.headers()).map(([name, value]) => [name, [value]])),
    body: request.postData(),
    requestContext: { authorizer: { userId, tenantId, tenantRole: 'admin', userName: userId, expiresAt: String(tokens.claims.exp) } },
  };
}
