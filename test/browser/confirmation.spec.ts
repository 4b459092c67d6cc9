/** Problems between a sign-up and the first page. */
import { expect, test } from './support/test';
import { PASSWORD } from '../../local/client/user-pool';
import { newCustomer, newEmail } from '../e2e/support/people';

test('a mistyped address can be noticed and corrected, with the button or by going back', async ({ visitor: { dashboard, page } }) => {
  const [first, second, right] = [newEmail(), newEmail(), newEmail()];
  await dashboard.open();
  await dashboard.enterAccount(first, 'Ada King');
  await expect(page.getByText(`enter the code that we sent to ${first}`)).toBeVisible();
  await page.getByRole('button', { name: 'Use another email address' }).click();
  await expect(dashboard.heading).toHaveText('Create your account');
  await expect(dashboard.heading).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(first);
  await expect(page.getByLabel('Full name')).toHaveValue('Ada King');

  await dashboard.enterAccount(second, 'Ada Lovelace');
  await expect(page.getByText(`enter the code that we sent to ${second}`)).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Email')).toHaveValue(second);
  await expect(page.getByLabel('Full name')).toHaveValue('Ada Lovelace');
  await dashboard.enterAccount(right);
  await dashboard.confirm();
  await dashboard.expectTenant();
  await expect(page.getByRole('banner')).toContainText(right);
});

test('a person who reloads at the code signs in, confirms and reaches their tenant', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  await dashboard.open();
  await dashboard.enterAccount(email);
  await expect(page.getByLabel('Confirmation code')).toBeVisible();
  await page.reload();
  await expect(page.getByText("Your email isn't confirmed yet. Sign in, and we'll send you a new code.")).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue(email);
  // Cognito says that the account is not confirmed.
  visitor.willSee(/status of 400 .*cognito-idp/);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(`enter the code that we sent to ${email}`)).toBeVisible();
  await dashboard.confirm();
  await dashboard.expectTenant();
  await expect(page.getByRole('heading', { name: 'Name your tenant' })).toBeVisible();
});

test('a person who has to sign in after the confirmation sees that the account is confirmed', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  await dashboard.open();
  await dashboard.enterAccount(email);
  await expect(page.getByLabel('Confirmation code')).toBeVisible();
  // The automatic sign-in afterwards fails.
  visitor.willSee(/ERR_FAILED .*cognito-idp/);
  await page.route('https://cognito-idp.*.amazonaws.com/', (route) => (
    route.request().headers()['x-amz-target'].endsWith('InitiateAuth') ? route.abort() : route.continue()
  ));
  await dashboard.confirm();
  await expect(page.getByText('Your email is confirmed. Sign in.')).toBeVisible();
  await page.unrouteAll();
  await dashboard.signIn(email);
  await dashboard.expectTenant();
});

test('a new code is announced instead of the error, and the emptied field has the focus', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const email = newEmail();
  await dashboard.open();
  await dashboard.enterAccount(email);
  visitor.willSee(/status of 400 .*cognito-idp/);
  await dashboard.confirm('000000');
  await expect(page.getByText("That code isn't right.")).toBeVisible();
  await page.getByRole('button', { name: 'Send a new code' }).click();
  await expect(page.getByRole('status').filter({ hasText: `We sent a new code to ${email}.` })).toBeVisible();
  await expect(page.getByText("That code isn't right.")).toBeHidden();
  await expect(page.getByLabel('Confirmation code')).toBeFocused();
  await expect(page.getByLabel('Confirmation code')).toHaveValue('');

  await dashboard.confirm('000000');
  await expect(page.getByText("That code isn't right.")).toBeVisible();
});

test('a confirmation without a code asks for the code', async ({ visitor: { dashboard, page } }) => {
  await dashboard.open();
  await dashboard.enterAccount(newEmail());
  await dashboard.confirm('  ');
  await expect(page.getByRole('alert')).toContainText('Enter the code from the email.');
  await dashboard.confirm();
  await dashboard.expectTenant();
});

test('the password reset shows where the code went, accepts another address, and goes back by one step', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  const mistyped = newEmail();
  await dashboard.open();
  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email').fill(mistyped);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByText(`If there's an account for ${mistyped}, we've sent a code to that address.`)).toBeVisible();
  await page.getByRole('button', { name: 'Use another email address' }).click();
  await expect(dashboard.heading).toHaveText('Reset your password');
  await expect(page.getByLabel('Email')).toHaveValue(mistyped);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(dashboard.heading).toHaveText('Choose a new password');

  await page.goBack();
  await expect(dashboard.heading).toHaveText('Reset your password');
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await page.goBack();
  await dashboard.expectSignIn();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
});

test('the notice about the previous session disappears when an error is shown', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await dashboard.signOut();
  await expect(page.getByText("You're signed out.")).toBeVisible();
  visitor.willSee(/status of 400 .*cognito-idp/);
  await dashboard.signIn(email, 'Wrong-Horse-77');
  await expect(page.getByRole('alert')).toContainText("This email and password don't match.");
  await expect(page.getByText("You're signed out.")).toBeHidden();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
});
