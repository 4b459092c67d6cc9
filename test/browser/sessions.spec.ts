/** The end of all sessions of a person, by the person and by an admin. */
import { expect, test } from './support/test';
import { call } from '../../local/client/api';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newMember, pool } from '../e2e/support/people';

/** A token of another device, which the API sees for the first time after the sessions have ended. */
const statusOf = async (token: string, userId: string) => (await call(outputs.ApiUrl, { method: 'GET', path: `tenants/${userId}` }, token)).status;

test('a person signs out on all devices, and sees the sign-in page', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  const { accessToken } = await pool.signIn(ann.email);
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await page.getByRole('link', { name: ann.email }).click();
  await expect(dashboard.heading).toHaveText('Your account');

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();

  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await statusOf(accessToken, ann.userId)).toBe(401);
});

test('a person whose request fails stays signed in, and reads why', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  await page.route(/\/sign-out$/, async (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  visitor.willSee(/net::ERR_FAILED|Failed to load/);
  await visitor.openAs(ann, '/account');

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();

  await expect(page.getByRole('alert')).toContainText("You weren't signed out");
  await expect(page.getByRole('button', { name: 'Sign out everywhere' })).toBeEnabled();
});

test('an admin signs a member out on all devices', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  const max = await newMember(ann.tenantId);
  const { accessToken } = await pool.signIn(max.email);
  await visitor.openAs(ann);
  await dashboard.goTo('Members');
  const button = dashboard.person(max.email).getByRole('button', { name: 'Sign out everywhere: Max' });
  await button.click();
  const dialog = page.getByRole('dialog', { name: 'Sign out Max everywhere?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();

  await expect(page.getByText('Max was signed out on all devices.')).toBeVisible();
  await expect(button).toBeFocused();
  expect(await statusOf(accessToken, max.userId)).toBe(401);
  await expect(dashboard.person(ann.email).getByRole('button', { name: /everywhere/ })).toHaveCount(0);
});

test('a member has no such button', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  const max = await newMember(ann.tenantId);
  await visitor.openAs(max);
  await dashboard.goTo('Members');
  await expect(dashboard.person(ann.email)).toBeVisible();
  await expect(page.getByRole('button', { name: /everywhere/ })).toHaveCount(0);
});
