import { expect } from '@playwright/test';
import type { Visitor } from './visitor';
import { call } from '../../../local/client/api';
import { outputs } from '../../e2e/support/engine';
import type { Customer } from '../../e2e/support/people';

/** Closes a tenant through the API, as one of its admins. */
export async function closeTenant({ tenantId, tokens }: Customer, name: string): Promise<void> {
  const { status } = await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${tenantId}/closure`, body: { name } }, tokens.accessToken);
  expect(status).toBe(202);
}

/**
 * Refuses the next closure as the API does ten minutes after a sign-in. Each call refuses one more.
 *
 * @returns the number of refused closures
 */
export async function demandSignIn(visitor: Visitor): Promise<() => number> {
  visitor.willSee(/status of 401 .*closure/);
  let refused = 0;
  await visitor.page.route('**/tenant/*/closure', (route) => {
    if (refused > 0) return route.fallback();
    refused++;
    return route.fulfill({
      status: 401,
      json: { type: 'about:blank', title: 'Unauthorized', status: 401, detail: '', code: 'signInAgain' },
      headers: { 'access-control-allow-origin': '*' },
    });
  });
  return () => refused;
}
