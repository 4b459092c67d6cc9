import { outputs } from './support/deployment';
import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

test('a deep link opens its page, also after a sign-in', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await dashboard.open('/tenants?from=mail');
  await dashboard.signIn(email);
  await expect(dashboard.heading).toHaveText('My tenants');
  await expect(page.getByText(tenantId)).toBeVisible();
  expect(page.url()).toBe(`${outputs.DashboardUrl}/tenants?from=mail`);
  await expect(page).toHaveTitle('My tenants · Devices');
});

test('the Back and Forward buttons work', async ({ visitor: { dashboard, page } }) => {
  const { email } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant();
  await page.getByRole('link', { name: 'My tenants' }).click();
  await expect(dashboard.heading).toHaveText('My tenants');
  await expect(dashboard.heading).toBeFocused();
  await page.goBack();
  await expect(dashboard.heading).toHaveText('Tenant information');
  await page.goForward();
  await expect(dashboard.heading).toHaveText('My tenants');
});

test('an unknown address shows that there is no page, with a link to the tenant', async ({ visitor: { dashboard, page } }) => {
  const { email } = await newCustomer();
  await dashboard.open('/no/such/page');
  await dashboard.signIn(email);
  await expect(dashboard.heading).toHaveText('Page not found');
  await page.getByRole('link', { name: 'Go to your tenant' }).click();
  await dashboard.expectTenant();
});

test('on a phone, the tenant switcher has enough room for the name', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  await page.setViewportSize({ width: 390, height: 800 });
  await visitor.openAs(await newCustomer('Northern Brewery'));
  await dashboard.expectTenant();
  const name = dashboard.switcher.getByText('Northern Brewery');
  await expect(name).toBeVisible();
  expect(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
