import { expect, test } from './support/test';
import { call } from '../../local/client/api';
import { outputs } from '../e2e/support/engine';
import { addMember, newCustomer, newEmail, newFormerMember, newMember, pool } from '../e2e/support/people';

const MEMBERSHIPS = '**/tenants/*';
const TENANT = '**/tenant/*';
const JSON_FOR_ALL = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };

test('a user whose tenant is still being created waits, and then sees it without an action', async ({ visitor: { dashboard, page } }) => {
  // An administrator has added this user, so the sign-in starts the creation of the tenant.
  const email = newEmail();
  await pool.createByAdministrator(email);
  // The engine is fast, so the first two responses simulate a slower one.
  let answers = 0;
  await page.route(MEMBERSHIPS, async (route) => {
    if (route.request().method() === 'GET' && answers++ < 2) {
      return route.fulfill({ json: { tenants: [], creation: { status: 'creating', retryAfterSeconds: 1 } }, headers: JSON_FOR_ALL });
    }
    return route.continue();
  });

  await dashboard.open();
  await dashboard.signIn(email);
  await expect(page.getByRole('heading', { name: 'Setting up your tenant' })).toBeVisible();
  await dashboard.expectTenant();
  expect(answers).toBeGreaterThanOrEqual(3);
});

test('a user without a tenant sees this, and finds the tenant once it exists', async ({ visitor: { dashboard, page } }) => {
  const { email, userId } = await newFormerMember();
  await dashboard.open();
  await dashboard.signIn(email);
  await expect(page.getByRole('heading', { name: 'You\'re not in a tenant yet' })).toBeVisible();

  const inviter = await newCustomer();
  await addMember(inviter.tenantId, userId, email);
  await page.getByRole('button', { name: 'Check again' }).click();
  await dashboard.expectTenant(inviter.tenantId);
});

test('a member sees the tenant, but no button to rename it', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const admin = await newCustomer();
  const member = await newMember(admin.tenantId);
  await visitor.openAs(member);
  await dashboard.expectTenant(admin.tenantId);
  await expect(page.getByText('Member', { exact: true })).toBeVisible();
  await expect(dashboard.renameButton).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Close tenant' })).toHaveCount(0);
});

test('a rename after a colleague\'s rename shows the newer name, and can replace it', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer();
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);

  await dashboard.renameButton.click();
  await renameByColleague(ann, 'By the colleague');
  visitor.willSee(/status of 412 .*execute-api/);
  await dashboard.nameField.fill('By Ann');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('form').getByRole('alert')).toContainText('Another admin changed the name to “By the colleague” in the meantime');
  await expect(dashboard.nameField).toHaveValue('By Ann');

  await page.getByRole('button', { name: 'Save' }).click();
  await expect(dashboard.tenantName).toHaveText('By Ann');
});

test('a rename after a colleague\'s rename can keep the newer name', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer();
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);

  await dashboard.renameButton.click();
  await renameByColleague(ann, 'By the colleague');
  visitor.willSee(/status of 412 .*execute-api/);
  await dashboard.nameField.fill('By Ann');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Keep the newer name' }).click();
  await expect(dashboard.tenantName).toHaveText('By the colleague');
});

test('an invalid name is refused before it is sent', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer();
  await visitor.openAs(customer);
  await dashboard.expectTenant();
  const name = await dashboard.tenantName.textContent();

  await dashboard.rename('   ');
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await dashboard.nameField.fill('n'.repeat(129));
  await dashboard.nameField.press('Enter');
  await expect(page.getByText('Enter at most 128 characters.')).toBeVisible();
  await dashboard.nameField.press('Escape');
  await expect(dashboard.tenantName).toHaveText(name!);
  await expect(dashboard.renameButton).toBeFocused();
});

test('the page says that it is offline, and continues when the connection is back', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const customer = await newCustomer();
  const { tenantId } = customer;
  await visitor.openAs(customer);
  await dashboard.expectTenant(tenantId);

  await context.setOffline(true);
  await expect(page.getByText('You\'re offline.')).toBeVisible();
  await page.getByRole('link', { name: 'My tenants' }).click();
  await expect(dashboard.heading).toHaveText('My tenants');
  await context.setOffline(false);
  await expect(page.getByText('You\'re offline.')).toBeHidden();
  await expect(page.getByText('Joined')).toBeVisible();
});

test('a name that could not be saved stays in its field', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const customer = await newCustomer();
  await visitor.openAs(customer);
  await dashboard.expectTenant();

  visitor.willSee(/ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await dashboard.rename('Without a connection');
  await expect(page.getByRole('alert').getByText('The name wasn\'t saved')).toBeVisible();
  await expect(dashboard.nameField).toHaveValue('Without a connection');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(dashboard.tenantName).toHaveText('Without a connection');
});

test('after a server error, one press tries again', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer();
  const { tenantId } = customer;
  let isBroken = true;
  await page.route(TENANT, (route) => isBroken && route.request().method() === 'GET'
    ? route.fulfill({ status: 500, json: { type: 'about:blank', title: 'Internal Server Error', status: 500, detail: '' }, headers: JSON_FOR_ALL })
    : route.continue());
  visitor.willSee(/status of 500 .*execute-api/);
  await visitor.openAs(customer);
  await expect(page.getByRole('heading', { name: 'Something went wrong on our side' })).toBeVisible();

  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await dashboard.expectTenant(tenantId);
});

test('a page that cannot load its configuration says so, and starts at one press', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  visitor.willSee(/status of 503 .*config\.json/);
  await page.route('**/config.json', (route) => route.fulfill({ status: 503 }));
  await dashboard.open();
  await expect(dashboard.heading).toHaveText('The page can\'t be loaded');
  await page.unroute('**/config.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await dashboard.expectSignIn();
});

/** A colleague renames the tenant. */
async function renameByColleague({ tenantId, tokens }: Awaited<ReturnType<typeof newCustomer>>, name: string): Promise<void> {
  const { status } = await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${tenantId}`, body: { name } }, tokens.accessToken);
  expect(status).toBe(200);
}
