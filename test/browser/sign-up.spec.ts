import { configurationOf } from './support/configuration';
import { expect, test } from './support/test';
import { newEmail } from '../e2e/support/people';

test('somebody signs up, finds a tenant, renames it, and finds the new name again', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.expectSignIn();
  await dashboard.signUp(newEmail());
  await dashboard.expectTenant();
  await expect(page.getByText('Admin', { exact: true })).toBeVisible();

  await dashboard.rename('Bräuhaus & Söhne 🍺');
  await expect(page.getByText('Saved. The tenant is now called “Bräuhaus & Söhne 🍺”.')).toBeVisible();
  await expect(dashboard.tenantName).toHaveText('Bräuhaus & Söhne 🍺');

  await page.reload();
  await dashboard.expectTenant();
  await expect(dashboard.tenantName).toHaveText('Bräuhaus & Söhne 🍺');
});

test('a wrong confirmation code can be corrected', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  visitor.willSee(/status of 400 .*cognito-idp/);
  await dashboard.open();
  await dashboard.enterAccount(newEmail());
  await dashboard.confirm('000000');
  await expect(page.getByRole('alert')).toBeVisible();
  await dashboard.confirm();
  await dashboard.expectTenant();
});

test('a password that the pool would refuse is refused while it is typed', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.fillInAccount(newEmail(), 'short');
  await expect(page.getByText('Password must have at least 12 characters')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create account' })).toBeDisabled();
  await expect(dashboard.heading).toHaveText('Create your account');
});

test('a password that the pool would take is taken, whatever its characters are', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.fillInAccount(newEmail(), 'allinlowercase');
  await expect(page.getByRole('button', { name: 'Create account' })).toBeEnabled();
});

test('an address that has an account already is told so', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  await dashboard.open();
  await dashboard.signUp(email);
  await dashboard.expectTenant();
  await dashboard.signOut();

  visitor.willSee(/status of 400 .*cognito-idp/);
  await dashboard.enterAccount(email);
  await expect(page.getByRole('alert')).toContainText('There is an account with this email already');
});

test('where administrators alone make accounts, none is offered', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  const deployed = await configurationOf(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, signIn: { ...deployed.signIn, signUp: false } } }));
  await dashboard.open();
  await dashboard.expectSignIn();
  await expect(page.getByLabel('Email')).toBeVisible();
  await expect(page.getByText('Create account')).toHaveCount(0);
});
