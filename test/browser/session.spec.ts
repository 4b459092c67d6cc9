import { AdminUserGlobalSignOutCommand } from '@aws-sdk/client-cognito-identity-provider';
import { configurationOf } from './support/configuration';
import { expect, test } from './support/test';
import { outputs } from '../e2e/support/engine';
import { newCustomer, pool } from '../e2e/support/people';

/** The validity of the pool's tokens is one hour. */
const AN_HOUR_MS = 3_600_000;
const A_MINUTE_MS = 60_000;

test('the tokens are refreshed after an hour without a visible effect', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await page.clock.install();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);

  const refresh = page.waitForRequest((request) => /RefreshToken/.test(request.headers()['x-amz-target'] ?? ''));
  await page.clock.fastForward(AN_HOUR_MS + A_MINUTE_MS);
  await page.getByRole('link', { name: 'My tenants' }).click();
  await refresh;
  await expect(page.getByText('Joined')).toBeVisible();
  await page.getByRole('link', { name: 'Tenant', exact: true }).click();
  await dashboard.rename('An hour later');
  await expect(dashboard.tenantName).toHaveText('An hour later');
});

test('after a global sign-out, the sign-in leads back to the same page', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  await page.clock.install();
  await dashboard.open('/tenants');
  await dashboard.signIn(email);
  await expect(page.getByText(tenantId)).toBeVisible();

  await pool.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: outputs.UserPoolId, Username: email }));
  visitor.willSee(/status of 400 .*cognito-idp/);
  await page.clock.fastForward(AN_HOUR_MS + A_MINUTE_MS);
  await page.getByRole('link', { name: 'Tenant', exact: true }).click();
  await expect(page.getByText('Your session has ended.')).toBeVisible();

  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
});

test('the tokens are deleted with the tab if staySignedIn is off', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  const configuration = await configurationOf(page);
  await context.route('**/config.json', (route) => route.fulfill({
    json: { ...configuration, signIn: { ...configuration.signIn, staySignedIn: false } },
  }));
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await page.reload();
  await dashboard.expectTenant(tenantId);

  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByLabel('Email')).toBeVisible();
});
