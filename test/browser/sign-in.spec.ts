import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

test('a person is still signed in after a reload and in a second tab', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await expect(page.getByRole('banner')).toContainText(email);

  await page.reload();
  await dashboard.expectTenant(tenantId);

  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText(tenantId)).toBeVisible();
});

test('the error for a wrong password does not reveal whether an account exists', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  visitor.willSee(/status of 400 .*cognito-idp/);
  const { email } = await newCustomer();
  await dashboard.open();
  for (const address of [email, 'nobody@example.com']) {
    await dashboard.signIn(address, 'Wrong-Horse-77');
    await expect(page.getByRole('alert')).toHaveText(/This email and password don't match\./);
  }
});

test('a forgotten password is reset with a code from an email', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  await expect(dashboard.heading).toHaveText('Reset your password');
  await expect(dashboard.heading).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(dashboard.heading).toHaveText('Choose a new password');
  await page.getByLabel('Confirmation code').fill('654321');
  await expect(page.getByText('At least 12 characters.')).toBeVisible();
  await page.getByLabel('New password', { exact: true }).fill('Battery-Staple-9');
  await page.getByLabel('Confirm new password', { exact: true }).fill('Battery-Staple-9');
  await page.getByRole('button', { name: 'Change password' }).click();
  await dashboard.expectSignIn();
  await expect(page.getByText('Your password is changed. Sign in with the new one.')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await dashboard.signIn(email, 'Battery-Staple-9');
  await dashboard.expectTenant(tenantId);
});

test('a sign-out applies to every tab', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText(tenantId)).toBeVisible();

  await dashboard.signOut();
  await expect(page.getByText('You\'re signed out.')).toBeVisible();
  await expect(second.getByText('You were signed out in another tab.')).toBeVisible();
  await expect(second.getByText(tenantId)).toBeHidden();
});
