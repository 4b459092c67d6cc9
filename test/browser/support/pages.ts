import { randomBytes } from 'node:crypto';
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, type Locator } from '@playwright/test';
import { closeTenant, demandSignIn } from './closures';
import { invite } from './invitations';
import type { Visitor } from './visitor';
import { call } from '../../../local/client/api';
import { outputs } from '../../e2e/support/engine';
import { type Customer, newCustomer, newFormerMember, newMember, pool } from '../../e2e/support/people';

/** A page in one of its states. */
export interface Scene {
  /** Lower-case words, which are also used as a file name. */
  readonly name: string;
  readonly show: (visitor: Visitor) => Promise<void>;
}

/** All pages and states that people can see. */
export const PAGES: readonly Scene[] = [
  {
    name: 'sign-in',
    show: async ({ dashboard }) => {
      await dashboard.open();
      await dashboard.expectSignIn();
    },
  },
  {
    name: 'create-account',
    show: async ({ dashboard, page }) => {
      await dashboard.open();
      await page.getByRole('tab', { name: 'Create account' }).click();
      await page.getByLabel('Password', { exact: true }).fill('short');
      await page.getByLabel('Confirm password', { exact: true }).focus();
      await expect(page.getByText('Password must have at least 12 characters')).toBeVisible();
    },
  },
  {
    name: 'check-your-email',
    show: async ({ dashboard, page }) => {
      await dashboard.open();
      await dashboard.enterAccount(readableEmail());
      await expect(page.getByLabel('Confirmation code')).toBeVisible();
    },
  },
  {
    name: 'reset-password',
    show: async ({ dashboard, page }) => {
      await dashboard.open();
      await page.getByRole('button', { name: 'Forgot your password?' }).click();
      await expect(dashboard.heading).toHaveText('Reset your password');
    },
  },
  {
    name: 'name-your-tenant',
    show: async ({ dashboard, page }) => {
      await dashboard.open();
      await dashboard.signUp(readableEmail(), 'Ann King');
      await expect(page.getByRole('heading', { name: 'Name your tenant' })).toBeVisible();
    },
  },
  { name: 'tenant', show: async (visitor) => void await showTenant(visitor) },
  {
    name: 'tenant-of-a-member',
    show: async (visitor) => {
      const { tenantId } = await newCustomer('Ann');
      await visitor.openAs(await newMember(tenantId, readableEmail()));
      await visitor.dashboard.expectTenant(tenantId);
    },
  },
  {
    name: 'rename',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.dashboard.renameButton.click();
      await visitor.dashboard.nameField.fill('');
      await visitor.dashboard.nameField.press('Enter');
      await expect(visitor.page.getByText('Enter a name.')).toBeVisible();
    },
  },
  {
    name: 'renamed-by-somebody-else',
    show: async (visitor) => {
      const { tenantId, tokens } = await showTenant(visitor);
      await visitor.dashboard.renameButton.click();
      await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Acme Devices' } }, tokens.accessToken);
      visitor.willSee(/status of 412 .*execute-api/);
      await visitor.dashboard.nameField.fill('Acme Industries');
      await visitor.page.getByRole('button', { name: 'Save' }).click();
      await expect(visitor.page.getByText('The name has changed')).toBeVisible();
    },
  },
  {
    name: 'my-tenants',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.page.getByRole('link', { name: 'My tenants' }).click();
      await expect(visitor.page.getByText('Joined')).toBeVisible();
    },
  },
  {
    name: 'close-tenant',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.page.getByRole('button', { name: 'Close tenant' }).click();
      await visitor.page.getByRole('dialog').getByRole('textbox').fill('Acme Dev');
    },
  },
  {
    name: 'close-tenant-after-signing-in-again',
    show: async (visitor) => {
      await demandSignIn(visitor);
      await showTenant(visitor);
      await visitor.page.getByRole('button', { name: 'Close tenant' }).click();
      await visitor.page.getByRole('dialog').getByRole('textbox').fill('Acme Devices');
      await visitor.page.getByRole('dialog').getByRole('button', { name: 'Close tenant' }).click();
      await expect(visitor.page.getByLabel('Password', { exact: true })).toBeFocused();
    },
  },
  {
    name: 'export',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.page.getByRole('button', { name: 'Export data' }).click();
      await expect(visitor.page.getByRole('link', { name: 'manifest.json' })).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'export-after-signing-in-again',
    show: async (visitor) => {
      await demandSignIn(visitor, 'exports');
      await showTenant(visitor);
      await visitor.page.getByRole('button', { name: 'Export data' }).click();
      await expect(visitor.page.getByLabel('Password', { exact: true })).toBeFocused();
    },
  },
  {
    name: 'closed-tenant',
    show: async (visitor) => {
      const customer = await newCustomer('Acme Devices', readableEmail());
      await closeTenant(customer, 'Acme Devices');
      await visitor.openAs(customer);
      await expect(visitor.page.getByRole('button', { name: 'Restore' })).toBeVisible();
    },
  },
  {
    name: 'closed-tenant-of-a-member',
    show: async (visitor) => {
      const customer = await newCustomer('Acme Devices', readableEmail());
      const member = await newMember(customer.tenantId, readableEmail());
      await closeTenant(customer, 'Acme Devices');
      visitor.willSee(/status of 403 .*\/tenant\//);
      await visitor.openAs(member);
      await expect(visitor.page.getByText('ask an admin of this tenant')).toBeVisible();
    },
  },
  {
    name: 'my-tenants-with-a-closed-one',
    show: async (visitor) => {
      const customer = await showTenant(visitor);
      const headers = { 'Idempotency-Key': randomBytes(16).toString('hex') };
      const { userId, tokens } = customer;
      await call(outputs.ApiUrl, { method: 'POST', path: `tenants/${userId}`, headers, body: { name: 'Acme Industries' } }, tokens.accessToken);
      await closeTenant(customer, 'Acme Devices');
      await visitor.dashboard.goTo('My tenants');
      await expect(visitor.page.getByRole('button', { name: 'Restore' })).toBeVisible();
      await expect(visitor.page.getByText('You now work in')).toBeVisible();
    },
  },
  {
    name: 'setting-up',
    show: async ({ dashboard, page }) => {
      const email = readableEmail();
      await pool.createByAdministrator(email);
      await page.route('**/tenants/*', (route) => route.request().method() === 'GET'
        ? route.fulfill({ json: { tenants: [], creation: { status: 'creating', retryAfterSeconds: 30 } }, headers: { 'access-control-allow-origin': '*' } })
        : route.continue());
      await dashboard.open();
      await dashboard.signIn(email);
      await expect(page.getByRole('heading', { name: 'Setting up your tenant' })).toBeVisible();
    },
  },
  {
    name: 'no-tenant',
    show: async ({ dashboard, page }) => {
      const { email } = await newFormerMember(readableEmail());
      await dashboard.open();
      await dashboard.signIn(email);
      await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
    },
  },
  {
    name: 'takes-longer-than-usual',
    show: async ({ dashboard, page }) => {
      const email = readableEmail();
      await pool.createByAdministrator(email);
      await page.clock.install();
      await page.route('**/tenants/*', (route) => route.request().method() === 'GET'
        ? route.fulfill({ json: { tenants: [], creation: { status: 'creating', retryAfterSeconds: 40 } }, headers: { 'access-control-allow-origin': '*' } })
        : route.continue());
      await dashboard.open();
      await dashboard.signIn(email);
      await expect(page.getByRole('heading', { name: 'Setting up your tenant' })).toBeVisible();
      // Another wait of 40 seconds would exceed the minute that the page waits.
      await page.clock.runFor(41_000);
      await expect(page.getByRole('heading', { name: 'This is taking longer than usual' })).toBeVisible();
    },
  },
  {
    name: 'choose-a-new-password',
    show: async ({ dashboard, page }) => {
      const { email } = await newCustomer('Acme Devices', readableEmail());
      await dashboard.open();
      await page.getByRole('button', { name: 'Forgot your password?' }).click();
      await page.getByLabel('Email').fill(email);
      await page.getByRole('button', { name: 'Send code' }).click();
      await expect(dashboard.heading).toHaveText('Choose a new password');
    },
  },
  {
    name: 'signed-out',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.dashboard.signOut();
      await expect(visitor.page.getByText('You\'re signed out.')).toBeVisible();
    },
  },
  {
    name: 'renamed',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.dashboard.rename('Acme Industries');
      await expect(visitor.page.getByText('Saved.')).toBeVisible();
    },
  },
  {
    name: 'not-saved',
    show: async (visitor) => {
      await showTenant(visitor);
      visitor.willSee(/status of 500 .*execute-api/);
      await visitor.page.route('**/tenant/*', (route) => route.request().method() === 'PUT'
        ? route.fulfill({ status: 500, headers: { 'access-control-allow-origin': '*' } })
        : route.continue());
      await visitor.dashboard.rename('Acme Industries');
      await expect(visitor.page.getByText('The name wasn\'t saved')).toBeVisible();
    },
  },
  {
    name: 'page-cannot-be-loaded',
    show: async (visitor) => {
      visitor.willSee(/status of 503 .*config\.json/);
      await visitor.page.route('**/config.json', (route) => route.fulfill({ status: 503 }));
      await visitor.dashboard.open();
      await expect(visitor.dashboard.heading).toHaveText('The page can\'t be loaded');
    },
  },
  {
    name: 'server-error',
    show: async (visitor) => {
      visitor.willSee(/status of 500 .*execute-api/);
      const { email } = await newCustomer('Acme Devices', readableEmail());
      await visitor.page.route('**/tenant/*', (route) => route.request().method() === 'GET'
        ? route.fulfill({ status: 500, headers: { 'access-control-allow-origin': '*' } })
        : route.continue());
      await visitor.dashboard.open();
      await visitor.dashboard.signIn(email);
      await expect(visitor.page.getByRole('button', { name: 'Try again' })).toBeVisible();
    },
  },
  {
    name: 'offline',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.context.setOffline(true);
      await expect(visitor.page.getByText('You\'re offline.')).toBeVisible();
    },
  },
  {
    name: 'members',
    show: async (visitor) => void await showMembers(visitor),
  },
  {
    name: 'activity',
    show: async (visitor) => {
      const customer = await newCustomer('Ann King', readableEmail());
      const { tenantId, tokens } = customer;
      const { userId } = await newMember(tenantId, readableEmail());
      const path = `tenant/${tenantId}`;
      await call(outputs.ApiUrl, { method: 'PUT', path: `${path}/members/${userId}`, body: { role: 'admin' } }, tokens.accessToken);
      await call(outputs.ApiUrl, { method: 'PUT', path, body: { name: 'Acme Industries' } }, tokens.accessToken);
      await visitor.openAs(customer, '/activity');
      const { page } = visitor;
      await expect(async () => {
        await page.getByRole('button', { name: 'Refresh' }).click();
        await expect(page.getByRole('cell', { name: 'Renamed the tenant' })).toBeVisible({ timeout: 1_000 });
        await expect(page.getByRole('cell', { name: /^Changed the role/ })).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 40_000 });
      await expect(page.getByRole('button', { name: 'Refresh', exact: true })).toBeVisible();
      await page.mouse.move(0, 0);
    },
  },
  {
    name: 'change-a-role',
    show: async (visitor) => {
      await (await showMembers(visitor)).getByRole('button', { name: 'Change the role' }).click();
      await expect(visitor.page.getByRole('combobox')).toBeFocused();
    },
  },
  {
    name: 'sign-a-member-out',
    show: async (visitor) => {
      await (await showMembers(visitor)).getByRole('button', { name: /^Sign out everywhere/ }).click();
      await expect(visitor.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'account',
    show: async (visitor) => {
      const ann = await newCustomer('Acme');
      await visitor.openAs(ann, '/account');
      await expect(visitor.page.getByRole('button', { name: 'Sign out everywhere' })).toBeVisible();
    },
  },
  {
    name: 'remove-a-member',
    show: async (visitor) => {
      await (await showMembers(visitor)).getByRole('button', { name: 'Remove' }).click();
      await expect(visitor.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'invitations',
    show: async (visitor) => {
      const customer = await showTenant(visitor);
      await invite(customer, readableEmail());
      await visitor.dashboard.invite(readableEmail());
      await expect(visitor.page.getByText('Valid until')).toHaveCount(2);
    },
  },
  {
    name: 'invitations-of-a-member',
    show: async (visitor) => {
      const { tenantId } = await newCustomer('Ann');
      await visitor.openAs(await newMember(tenantId, readableEmail()), '/invitations');
      await expect(visitor.page.getByText('Only admins can invite people')).toBeVisible();
    },
  },
  {
    name: 'several-invited',
    show: async (visitor) => {
      visitor.willSee(/status of 409 .*invitations/);
      await showTenant(visitor);
      const refused = readableEmail();
      await visitor.page.route('**/tenant/*/invitations', (route) => route.request().postDataJSON()?.email === refused
        ? route.fulfill({ status: 409, headers: { 'access-control-allow-origin': '*' }, json: { status: 409, detail: '', code: 'alreadyMember' } })
        : route.continue());
      await visitor.dashboard.goTo('Invitations');
      await visitor.page.getByLabel('Email').fill([readableEmail(), readableEmail(), refused].join(', '));
      await visitor.page.getByRole('button', { name: 'Invite' }).click();
      await expect(visitor.page.getByRole('heading', { name: '2 of 3 people are invited' })).toBeVisible();
    },
  },
  {
    name: 'invited',
    show: async ({ page }) => {
      const email = readableEmail();
      const { link } = await invite(await newCustomer('Ann'), email);
      await page.goto(`${link}&${new URLSearchParams({ tenant: 'Acme Devices', to: email, by: 'Ann King' })}`);
      await expect(page.getByText('Join “Acme Devices”')).toBeVisible();
    },
  },
  {
    name: 'verify-your-email',
    show: async (visitor) => {
      const email = readableEmail();
      await pool.createByAdministrator(email);
      await pool.cognito.send(new AdminUpdateUserAttributesCommand({
        UserPoolId: outputs.UserPoolId, Username: email, UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
      }));
      visitor.willSee(/status of 403 .*invitations\/preview/);
      await visitor.page.goto((await invite(await newCustomer('Ann'), email)).link);
      await visitor.page.getByRole('tab', { name: 'Sign in' }).click();
      await visitor.dashboard.signIn(email);
      await visitor.page.getByRole('button', { name: 'Verify your email now' }).click();
      await expect(visitor.page.getByLabel('Confirmation code')).toBeVisible();
    },
  },
  {
    name: 'invitation',
    show: async (visitor) => {
      const { email } = await showTenant(visitor);
      await visitor.page.goto((await invite(await newCustomer('Ann'), email)).link);
      await expect(visitor.page.getByRole('button', { name: 'Accept' })).toBeVisible();
    },
  },
  {
    name: 'invitation-for-another-email',
    show: async (visitor) => {
      visitor.willSee(/status of 403 .*invitations\/preview/);
      await showTenant(visitor);
      await visitor.page.goto((await invite(await newCustomer('Ann'), readableEmail())).link);
      await expect(visitor.page.getByRole('alert')).toContainText('This invitation is for another email');
    },
  },
  {
    name: 'enter-an-invitation',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.dashboard.open('/invitation#no-code');
      await expect(visitor.page.getByText('This isn\'t an invitation')).toBeVisible();
    },
  },
  {
    name: 'new-tenant',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.dashboard.open('/tenants/new');
      await visitor.page.getByRole('button', { name: 'Create tenant' }).click();
      await expect(visitor.page.getByText('Enter a name.')).toBeVisible();
    },
  },
  {
    name: 'two-tenants',
    show: async (visitor) => {
      const { userId, tokens } = await showTenant(visitor);
      const headers = { 'Idempotency-Key': randomBytes(16).toString('hex') };
      await call(outputs.ApiUrl, { method: 'POST', path: `tenants/${userId}`, headers, body: { name: 'Acme Industries' } }, tokens.accessToken);
      await visitor.dashboard.goTo('My tenants');
      await visitor.dashboard.switcher.click();
      await expect(visitor.page.getByRole('banner').getByRole('button', { name: 'Acme Industries' })).toBeVisible();
    },
  },
  {
    name: 'page-not-found',
    show: async (visitor) => {
      await showTenant(visitor);
      await visitor.dashboard.open('/no/such/page');
      await expect(visitor.dashboard.heading).toHaveText('Page not found');
    },
  },
];

/** Returns the other member in the list. */
async function showMembers(visitor: Visitor): Promise<Locator> {
  const { tenantId } = await showTenant(visitor);
  const { email } = await newMember(tenantId, readableEmail());
  await visitor.dashboard.goTo('Members');
  await expect(visitor.page.getByText('Joined')).toHaveCount(2);
  return visitor.dashboard.person(email);
}

/** Returns a new address that looks realistic in screenshots. */
function readableEmail(): string {
  return `ann+${randomBytes(3).toString('hex')}@acme.example`;
}

async function showTenant(visitor: Visitor): Promise<Customer> {
  const customer = await newCustomer('Acme Devices', readableEmail());
  await visitor.openAs(customer);
  await visitor.dashboard.expectTenant(customer.tenantId);
  return customer;
}
