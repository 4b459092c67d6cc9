import { outputs } from './support/deployment';
import { expect, test } from './support/test';
import { DashboardPage } from '../../local/browser/dashboard-page';
import { newEmail } from '../e2e/support/people';

test('a person at this machine signs up at the plain address, and renames their tenant', async ({ visitor: { page } }) => {
  const dashboard = new DashboardPage(page, outputs.LocalDashboardUrl!);
  await dashboard.open();
  await dashboard.signUp(newEmail());
  await dashboard.expectTenant();
  await dashboard.rename('At home');
  await expect(dashboard.tenantName).toHaveText('At home');
  await page.reload();
  await expect(dashboard.tenantName).toHaveText('At home');
  expect(new URL(page.url()).protocol).toBe('http:');
});
