/** The end of a tenant, as its admins and members see it. */
import { randomBytes } from 'node:crypto';
import { GetTokensFromRefreshTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from '@playwright/test';
import { closeTenant, demandSignIn } from './support/closures';
import { configurationOf } from './support/configuration';
import { tabTo } from './support/keyboard';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { call } from '../../local/client/api';
import { PASSWORD } from '../../local/client/user-pool';
import { outputs } from '../e2e/support/engine';
import { type Customer, newCustomer, newMember, pool } from '../e2e/support/people';

/** The date of the deletion, thirty days from now. */
const DATE = /will be deleted on \w+ \d+, 20\d\d/;

test('an admin closes the tenant after typing its name, and restores it', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await visitor.openAs(ann);
  await askToClose(visitor);
  const [field, button] = [nameField(page), closeButton(page)];
  await expect(field).toBeFocused();
  await expect(button).toBeDisabled();
  await field.fill('Acm');
  await expect(button).toBeDisabled();
  await field.fill('Acme');
  await button.click();

  await expect(page.getByRole('heading', { name: DATE })).toHaveText(/^Acme /);
  await expect(dashboard.heading).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText(ann.tenantId)).toHaveCount(0);
  // The page shows the date, and no notice repeats it.
  await expect(page.getByText(DATE)).toHaveCount(1);
  expect(await statusOf(ann)).toBe('closing');
  await page.reload();
  await page.getByRole('button', { name: 'Restore Acme' }).click();
  await dashboard.expectTenant(ann.tenantId);
  await expect(dashboard.heading).toBeFocused();
  expect(await statusOf(ann)).toBe('active');
});

test('the dialog works without a mouse, and returns the focus when it is closed', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await tabTo(page, 'Close tenant');
  await page.keyboard.press('Enter');
  await expect(nameField(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Close tenant' })).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.type('Acme');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: DATE })).toBeVisible();
  await tabTo(page, 'Restore Acme');
  await page.keyboard.press('Enter');
  await dashboard.expectTenant(ann.tenantId);
});

test('an admin who signed in too long ago enters the password in the dialog, and stays signed in', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const ann = await newCustomer('Acme');
  const refused = await demandSignIn(visitor);
  await dashboard.open();
  await dashboard.signIn(ann.email);
  await dashboard.expectTenant(ann.tenantId);
  const otherTab = await context.newPage();
  await otherTab.goto(outputs.DashboardUrl);
  await expect(otherTab.getByText(ann.tenantId)).toBeVisible();

  const before = await refreshToken(page);
  await confirmName(visitor, 'Acme');
  const password = page.getByRole('dialog').getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await expect(page.getByRole('dialog')).toContainText(`enter the password of ${ann.email}`);
  await page.keyboard.press('Enter');
  await expect(password).toHaveAccessibleDescription(/Enter your password\./);

  visitor.willSee(/status of 400 .*cognito-idp/);
  await password.fill('Wrong-password-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: "This email and password don't match." })).toBeVisible();
  await expect(password).toBeFocused();
  expect(await refreshToken(page)).toBe(before);

  await password.fill(PASSWORD);
  await closeButton(page).click();
  await expect(page.getByRole('heading', { name: DATE })).toBeVisible();
  expect(refused()).toBe(1);
  expect(await statusOf(ann)).toBe('closing');

  // The new tokens replace the old ones, which are revoked. The other tab goes on with the new ones.
  expect(await refreshToken(page)).not.toBe(before);
  const refresh = new GetTokensFromRefreshTokenCommand({ RefreshToken: before!, ClientId: outputs.UserPoolClientId });
  await expect(pool.cognito.send(refresh)).rejects.toThrow();
  await expect(otherTab.getByRole('heading', { name: DATE })).toBeVisible();
  await otherTab.getByRole('button', { name: 'Restore Acme' }).click();
  await expect(otherTab.getByText(ann.tenantId)).toBeVisible();
  await expect(page.getByText(ann.tenantId)).toBeVisible();
});

test('a refresh that began before the new sign-in does not end the session', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await demandSignIn(visitor);
  await dashboard.open();
  await dashboard.signIn(ann.email);
  await dashboard.expectTenant(ann.tenantId);

  let release = () => {};
  const isClosed = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHeld = false;
  await page.route('https://cognito-idp.*.amazonaws.com/', async (route) => {
    if (isHeld || !/RefreshToken$/.test(route.request().headers()['x-amz-target'] ?? '')) return route.fallback();
    isHeld = true;
    const { RefreshToken, ClientId } = route.request().postDataJSON();
    const json = await pool.cognito.send(new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId }));
    await isClosed;
    return route.fulfill({ json, headers: { 'access-control-allow-origin': '*' } });
  });
  // A list without the tenant of the token makes the page refresh the token.
  await page.route('**/tenants/*', (route) => route.fulfill({ json: { tenants: [] }, headers: { 'access-control-allow-origin': '*' } }), { times: 1 });
  await dashboard.switcher.click();
  await expect.poll(() => isHeld).toBe(true);
  await page.keyboard.press('Escape');

  await confirmName(visitor, 'Acme');
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
  const closed = page.waitForResponse((response) => /closure$/.test(response.url()) && response.status() === 202);
  await closeButton(page).click();
  await closed;
  release();
  await expect(page.getByRole('heading', { name: DATE })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: DATE })).toBeVisible();
});

for (const { title, prepare } of [
  {
    title: 'who needs a second factor',
    prepare: async ({ page }: Visitor) => page.route('https://cognito-idp.*.amazonaws.com/', (route) => (
      /RespondToAuthChallenge$/.test(route.request().headers()['x-amz-target'] ?? '')
        ? route.fulfill({
          json: { ChallengeName: 'SOFTWARE_TOKEN_MFA', ChallengeParameters: {}, Session: 'of-a-challenge-that-only-this-story-knows' },
          headers: { 'access-control-allow-origin': '*' },
        })
        : route.fallback()
    )),
  },
  { title: 'whose new sign-in is refused too', prepare: async (visitor: Visitor) => void await demandSignIn(visitor) },
]) {
  test(`an admin ${title} is told to sign out and in again`, async ({ visitor }) => {
    const { dashboard, page } = visitor;
    const ann = await newCustomer('Acme');
    await demandSignIn(visitor);
    await visitor.openAs(ann);
    await prepare(visitor);
    await confirmName(visitor, 'Acme');
    const enterPassword = async () => {
      await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
      await closeButton(page).click();
    };
    await enterPassword();
    await expect(page.getByRole('alert').filter({ hasText: 'Sign out, sign in again, and close the tenant within ten minutes.' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await dashboard.expectTenant(ann.tenantId);
    expect(await statusOf(ann)).toBe('active');
  });
}

test('an admin who has to sign out does so in the dialog', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await demandSignIn(visitor);
  await demandSignIn(visitor);
  await visitor.openAs(ann);
  await confirmName(visitor, 'Acme');
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await closeButton(page).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText("You're signed out.")).toBeVisible();
  await dashboard.expectSignIn();
});

test('an admin sees that the tenant was renamed in the meantime, and confirms its new name', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  await visitor.openAs(ann);
  await askToClose(visitor);
  await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${ann.tenantId}`, body: { name: 'Acme Devices' } }, ann.tokens.accessToken);
  visitor.willSee(/status of 409 .*closure/);
  await nameField(page).fill('Acme');
  await closeButton(page).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Type its current name.');
  await expect(page.getByRole('dialog', { name: 'Close “Acme Devices”?' })).toBeVisible();
  await expect(closeButton(page)).toBeDisabled();
  await nameField(page).fill('Acme Devices');
  await closeButton(page).click();
  await expect(page.getByRole('heading', { name: DATE })).toHaveText(/^Acme Devices /);
});

test('a member of a closed tenant sees whom to ask, and continues when it is restored', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  const ben = await newMember(ann.tenantId);
  await closeTenant(ann, 'Acme');
  // His token is from before the closure.
  visitor.willSee(/status of 403 .*\/tenant\//);
  await visitor.openAs(ben);
  await expect(page.getByRole('heading', { name: DATE })).toHaveText(/^Acme /);
  await expect(page.getByText('ask an admin of this tenant, or the operator of this service')).toBeVisible();
  await expect(page.getByRole('button', { name: /Restore/ })).toHaveCount(0);

  await restoreTenant(ann);
  await page.getByRole('button', { name: 'Check again' }).click();
  await dashboard.expectTenant(ann.tenantId);
});

test('an admin restores a tenant that another admin has restored already', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await closeTenant(ann, 'Acme');
  await visitor.openAs(ann);
  await expect(page.getByRole('heading', { name: DATE })).toBeVisible();
  await restoreTenant(ann);
  visitor.willSee(/status of 409 .*closures/);
  await page.getByRole('button', { name: 'Restore Acme' }).click();
  await dashboard.expectTenant(ann.tenantId);
});

test('an admin sees why a tenant can no longer be restored', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  await closeTenant(ann, 'Acme');
  await visitor.openAs(ann);
  visitor.willSee(/status of 409 .*closures/);
  await page.route('**/closures/*', (route) => route.fulfill({
    status: 409, json: { status: 409, detail: '', code: 'deletionStarted' }, headers: { 'access-control-allow-origin': '*' },
  }));
  await page.getByRole('button', { name: 'Restore Acme' }).click();
  await expect(page.getByRole('alert')).toContainText('The deletion of this tenant has begun, so it can no longer be restored.');
});

test('an admin of two tenants closes one, works in the other, and restores the first in the list', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  const headers = { 'Idempotency-Key': randomBytes(16).toString('hex') };
  await call(outputs.ApiUrl, { method: 'POST', path: `tenants/${ann.userId}`, headers, body: { name: 'Industries' } }, ann.tokens.accessToken);
  await dashboard.open();
  await dashboard.signIn(ann.email);
  await expect(dashboard.tenantName).toHaveText('Industries');
  await confirmName(visitor, 'Industries');
  await expect(page.getByRole('status').filter({ hasText: DATE })).toContainText('“Industries” is closed, and will be deleted on');
  await expect(page.getByRole('status').filter({ hasText: DATE })).toContainText('You now work in “Acme”.');
  await expect(dashboard.tenantName).toHaveText('Acme');

  await dashboard.goTo('My tenants');
  const item = page.getByRole('listitem').filter({ hasText: 'Industries' });
  await expect(item).toContainText('Closing');
  await expect(item).toContainText(/Will be deleted on \w+ \d+, 20\d\d/);
  await expect(item.getByRole('button', { name: 'Work in Industries' })).toHaveCount(0);
  await item.getByRole('button', { name: 'Restore Industries' }).click();
  await expect(page.getByRole('status').filter({ hasText: '“Industries” is restored.' })).toBeVisible();
  await expect(dashboard.heading).toBeFocused();
  await expect(item).not.toContainText('Closing');
  await expect(item).not.toContainText('Will be deleted');
});

test('nobody can close or restore a tenant if the API has no routes for it', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  await dashboard.open('/favicon.svg');
  const deployed = await configurationOf(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, features: { ...deployed.features, closure: false } } }));
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await expect(page.getByRole('heading', { name: 'Danger zone' })).toHaveCount(0);
  await closeTenant(ann, 'Acme');
  await page.reload();
  await expect(page.getByRole('heading', { name: DATE })).toBeVisible();
  await expect(page.getByRole('button', { name: /Restore/ })).toHaveCount(0);
});

async function askToClose({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Close tenant' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function confirmName(visitor: Visitor, name: string): Promise<void> {
  await askToClose(visitor);
  await nameField(visitor.page).fill(name);
  await closeButton(visitor.page).click();
}

function nameField(page: Page) {
  return page.getByRole('dialog').getByLabel(/^To confirm, type/);
}

function closeButton(page: Page) {
  return page.getByRole('dialog').getByRole('button', { name: 'Close tenant' });
}

async function restoreTenant({ userId, tenantId, tokens }: Customer): Promise<void> {
  const { status } = await call(outputs.ApiUrl, { method: 'DELETE', path: `tenants/${userId}/closures/${tenantId}` }, tokens.accessToken);
  expect(status).toBe(200);
}

async function statusOf({ userId, tokens }: Customer): Promise<string> {
  const { body } = await call(outputs.ApiUrl, { path: `tenants/${userId}` }, tokens.accessToken);
  return body.tenants[0].status;
}

async function refreshToken(page: Page): Promise<string | null> {
  return page.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith('.refreshToken'))!));
}
