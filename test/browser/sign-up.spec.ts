import { configurationOf } from './support/configuration';
import { expect, test } from './support/test';
import { newEmail } from '../e2e/support/people';

test('a person signs up with their name, names their tenant, renames it, and finds the new name again', async ({ visitor: { dashboard, page } }) => {
  const email = newEmail();
  await dashboard.open();
  await dashboard.expectSignIn();
  await dashboard.signUp(email, 'Ada King');
  await dashboard.expectTenant();
  await expect(page.getByText('Admin', { exact: true })).toBeVisible();

  await expect(dashboard.nameField).toHaveValue('Ada King');
  // The form appears again after a load, until it is answered.
  await page.reload();
  await dashboard.nameTenant('Bräuhaus');
  await expect(dashboard.tenantName).toHaveText('Bräuhaus');
  await expect(dashboard.renameButton).toBeFocused();
  await dashboard.goTo('Members');
  await expect(dashboard.person(email)).toContainText('Ada King');
  await dashboard.goTo('Tenant');

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
  await expect(page.getByRole('alert')).toContainText("That code isn't right. Enter the code from our latest email, or send a new one.");
  await expect(page.getByLabel('Confirmation code')).toBeFocused();
  await dashboard.confirm();
  await dashboard.expectTenant();
});

test('naming the tenant can be skipped, and is not asked for again', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.signUp(newEmail(), 'Ada King');
  await dashboard.expectTenant();
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect(dashboard.tenantName).toHaveText('Ada King');
  await expect(dashboard.renameButton).toBeFocused();
  await page.reload();
  await expect(dashboard.tenantName).toHaveText('Ada King');
});

test('a name of spaces is refused', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.fillInAccount(newEmail(), 'Correct-Horse-7', '   ');
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create account' })).toBeDisabled();
});

test('the password policy is shown before a password is typed, also to screen readers', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await page.getByRole('tab', { name: 'Create account' }).click();
  await expect(page.getByText('At least 12 characters.')).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-description', 'At least 12 characters.');
});

test('a password that the pool would refuse is refused while it is typed', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.fillInAccount(newEmail(), 'short');
  await expect(page.getByText('Password must have at least 12 characters')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create account' })).toBeDisabled();
  await expect(dashboard.heading).toHaveText('Create your account');
});

test('a password that the pool accepts is accepted, with any characters', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.fillInAccount(newEmail(), 'allinlowercase');
  await expect(page.getByRole('button', { name: 'Create account' })).toBeEnabled();
});

test('the form says so if the address already has an account', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  await dashboard.open();
  await dashboard.signUp(email);
  await dashboard.expectTenant();
  await dashboard.signOut();

  visitor.willSee(/status of 400 .*cognito-idp/);
  await dashboard.enterAccount(email);
  await expect(page.getByRole('alert')).toContainText('An account with this email already exists');
  await expect(page.getByRole('alert')).toContainText('Already started? Sign in to get a new code.');
});

test('the sign-up is not offered if only administrators can create accounts', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  const deployed = await configurationOf(page);
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, signIn: { ...deployed.signIn, signUp: false } } }));
  await dashboard.open();
  await dashboard.expectSignIn();
  await expect(page.getByLabel('Email')).toBeVisible();
  await expect(page.getByText('Create account')).toHaveCount(0);
});
