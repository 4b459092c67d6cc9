import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

test('the focus moves to the heading after a sign-in or sign-out, but not after a load', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.expectSignIn();
  await expect(dashboard.heading).not.toBeFocused();

  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await expect(dashboard.heading).toBeFocused();
  await dashboard.signOut();
  await expect(dashboard.heading).toBeFocused();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);

  await page.getByRole('link', { name: 'My tenants' }).click();
  await expect(dashboard.heading).toBeFocused();
  await page.reload();
  await expect(page.getByText(tenantId)).toBeVisible();
  await expect(dashboard.heading).toHaveText('My tenants');
  await expect(dashboard.heading).not.toBeFocused();
});

test('the focus moves to the heading when a button disappears after a press', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  visitor.willSee(/status of 501 .*execute-api/);
  await page.route('**/tenant/*', (route) => route.request().method() === 'GET'
    ? route.fulfill({ status: 501, json: {}, headers: { 'access-control-allow-origin': '*' } })
    : route.continue());
  await dashboard.open();
  await dashboard.signIn(email);
  const tryAgain = page.getByRole('button', { name: 'Try again' });
  await expect(tryAgain).toBeVisible();
  await page.unroute('**/tenant/*');
  await tryAgain.click();
  await dashboard.expectTenant(tenantId);
  await expect(dashboard.heading).toBeFocused();
});

test('the focus moves to the heading when the page starts after a press', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  visitor.willSee(/status of 503 .*config\.json/);
  await page.route('**/config.json', (route) => route.fulfill({ status: 503 }));
  await dashboard.open();
  await expect(dashboard.heading).toHaveText('The page can\'t be loaded');
  await page.unroute('**/config.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await dashboard.expectSignIn();
  await expect(dashboard.heading).toBeFocused();
});
