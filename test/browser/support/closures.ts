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
 * Refuses the next closure, export, or deletion of an account, as the API does ten minutes after a sign-in. Each call refuses one more.
 *
 * @returns the number of refused requests
 */
export async function demandSignIn(visitor: Visitor, resource: 'closure' | 'exports' | 'account' = 'closure'): Promise<() => number> {
  visitor.willSee(new RegExp(`status of 401 .*${resource}`));
  let refused = 0;
  await visitor.page.route(`**/${resource === 'account' ? 'tenants' : 'tenant'}/*/${resource}`, (route) => {
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
