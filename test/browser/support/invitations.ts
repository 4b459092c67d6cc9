import { expect } from '@playwright/test';
import { call } from '../../../local/client/api';
import type { IssuedInvitation } from '../../../src/contract/api';
import { outputs } from '../../e2e/support/engine';
import type { Customer } from '../../e2e/support/people';

/** Invites a person through the API, as an admin of a tenant. The link opens the dashboard that the tests use. */
export async function invite({ tenantId, tokens }: Customer, email: string): Promise<Required<IssuedInvitation>> {
  const { status, body } = await call(outputs.ApiUrl, {
    method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email, role: 'member' },
  }, tokens.accessToken);
  expect(status).toBe(201);
  return { ...body, link: onDistribution(body.link) };
}

/** Converts a link of the local engine, which has its local address, to a link on the distribution. */
export function onDistribution(link: string): string {
  return link.replace(outputs.LocalDashboardUrl!, outputs.DashboardUrl);
}
