import { expect } from '@playwright/test';
import { call } from '../../../local/client/api';
import type { IssuedInvitation } from '../../../src/contract/api';
import { outputs } from '../../e2e/support/engine';
import type { Customer } from '../../e2e/support/people';

/** Invites somebody through the API, as an admin of a tenant. */
export async function invite({ tenantId, tokens }: Customer, email: string): Promise<Required<IssuedInvitation>> {
  const { status, body } = await call(outputs.ApiUrl, {
    method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email, role: 'member' },
  }, tokens.accessToken);
  expect(status).toBe(201);
  return body;
}
