import type { Page } from '@playwright/test';
import { invite } from './support/invitations';
import { expect, test } from './support/test';
import { call } from '../../local/client/api';
import { CLAIM, TENANT_ACCESS } from '../../src/contract/claims';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newEmail, newMember } from '../e2e/support/people';
import { signedAgain } from '../e2e/support/pool-key';

test('an admin of a read-only tenant sees everything, and no button that changes anything', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const max = await newMember(ann.tenantId);
  const invited = newEmail();
  await invite(ann, invited);
  // The deployment of these tests gives no access to suspended tenants. So the tenant is active, and only the dashboard is told otherwise.
  const suspended = { status: 'suspended' };
  const accessToken = await signedAgain(ann.tokens.accessToken, { [CLAIM.access]: TENANT_ACCESS.readOnly });
  await answerWith(page, accessToken, `tenant/${ann.tenantId}`, (tenant) => ({ ...tenant, ...suspended }));
  await answerWith(page, accessToken, `tenants/${ann.userId}`, ({ tenants, ...rest }) => (
    { ...rest, tenants: tenants.map((tenant: object) => ({ ...tenant, ...suspended })) }
  ));
  await visitor.openAs({ ...ann, tokens: { ...ann.tokens, accessToken } });

  await expect(page.getByText(ann.tenantId)).toBeVisible();
  await expect(page.getByText('Suspended', { exact: true })).toBeVisible();
  const banner = page.getByRole('status').filter({ hasText: 'is read-only' });
  await expect(banner).toContainText('You can see everything, but you can\'t change anything.');
  await expect(dashboard.renameButton).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Close tenant' })).toHaveCount(0);

  await dashboard.goTo('Members');
  await expect(banner).toBeVisible();
  await expect(dashboard.person(max.email)).toBeVisible();
  await expect(page.getByRole('button', { name: /Change|Remove|Leave/ })).toHaveCount(0);

  await dashboard.goTo('Invitations');
  await expect(page.getByText(invited)).toBeVisible();
  await expect(page.getByRole('button', { name: /Send|Revoke|Invite/ })).toHaveCount(0);
  // The token is as recent as the status, so the page does not ask for another one.
  await page.waitForTimeout(1_000);
  await expect(banner).toBeVisible();
});

/** Changes the responses of a route. */
async function answerWith(page: Page, token: string, path: string, change: (body: any) => object): Promise<void> {
  await page.route((url) => url.pathname.endsWith(`/${path}`), async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const { body } = await call(outputs.ApiUrl, { path }, token);
    return route.fulfill({ json: change(body), headers: { 'access-control-allow-origin': '*' } });
  });
}
