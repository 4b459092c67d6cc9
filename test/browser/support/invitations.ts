import { expect } from '@playwright/test';
import { call } from '../../../local/client/api';
import type { IssuedInvitation } from '../../../src/contract/api';
import { outputs } from '../../e2e/support/engine';
import type { Customer } from '../../e2e/support/people';

/** Invites somebody through the API, as an admin of a tenant. The link leads to the dashboard that the stories use. */
export async function invite({ tenantId, tokens }: Customer, email: string): Promise<Required<IssuedInvitation>> {
  const { status, body } = await call(outputs.ApiUrl, {
    method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email, role: 'member' },
  }, tokens.accessToken);
  expect(status).toBe(201);
  return { ...body, link: onDistribution(body.link) };
}

/** The page of a link on the distribution: the links of the local engine lead to its local address. */
export function onDistribution(link: string): string {
  return link.replace(outputs.LocalDashboardUrl!, outputs.DashboardUrl);
}
