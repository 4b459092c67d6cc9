import { outputs } from './support/deployment';
import { expect, test } from './support/test';
import { DashboardPage } from '../../local/browser/dashboard-page';
import { newEmail } from '../e2e/support/people';

test('a developer signs up at the local address, and renames their tenant', async ({ visitor: { page } }) => {
  const dashboard = new DashboardPage(page, outputs.LocalDashboardUrl!);
  await dashboard.open();
  await dashboard.signUp(newEmail());
  await dashboard.expectTenant();
  await dashboard.nameTenant('At home');
  await expect(dashboard.tenantName).toHaveText('At home');
  await page.reload();
  await expect(dashboard.tenantName).toHaveText('At home');
  expect(new URL(page.url()).protocol).toBe('http:');
});

test('a colleague opens an invitation link as shown, and joins', async ({ newVisitor }) => {
  const [ann, ben] = [await newVisitor(), await newVisitor()];
  const atAnns = new DashboardPage(ann.page, outputs.LocalDashboardUrl!);
  const [annsEmail, bensEmail] = [newEmail(), newEmail()];
  await atAnns.open();
  await atAnns.signUp(annsEmail);
  await atAnns.expectTenant();
  await atAnns.nameTenant('At home');
  const link = await atAnns.invite(bensEmail);
  // The browser of this test resolves the distribution's hosts; other browsers don't.
  expect(new URL(link).host).toBe(new URL(outputs.LocalDashboardUrl!).host);

  const atBens = new DashboardPage(ben.page, outputs.LocalDashboardUrl!);
  await ben.page.goto(link);
  await atBens.signUp(bensEmail);
  await ben.page.getByRole('button', { name: 'Accept' }).click();
  await expect(atBens.tenantName).toHaveText('At home');
});
