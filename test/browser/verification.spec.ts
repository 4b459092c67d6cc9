/** People with an unverified address, for example because an administrator created their account. */
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { invite } from './support/invitations';
import { expect, test } from './support/test';
import { CONFIRMATION_CODE } from '../../local/client/user-pool';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newEmail, pool } from '../e2e/support/people';

async function newUnverified(): Promise<string> {
  const email = newEmail();
  await pool.createByAdministrator(email);
  await makeUnverified(email);
  return email;
}

async function makeUnverified(email: string): Promise<void> {
  await pool.cognito.send(new AdminUpdateUserAttributesCommand({
    UserPoolId: outputs.UserPoolId, Username: email, UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
  }));
}

test('a person with an unverified address verifies it at the invitation, and accepts', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Of Ann');
  const email = await newUnverified();
  visitor.willSee(/status of 403 .*invitations\/preview/);
  await page.goto((await invite(ann, email)).link);
  await page.getByRole('tab', { name: 'Sign in' }).click();
  await dashboard.signIn(email);
  await expect(page.getByText(`You need to verify ${email} before you can accept this invitation.`)).toBeVisible();
  await page.getByRole('button', { name: 'Verify your email now' }).click();

  const field = page.getByLabel('Confirmation code');
  await expect(field).toBeFocused();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(field).toHaveAccessibleDescription(/Enter the code from the email\./);
  visitor.willSee(/status of 400 .*cognito-idp/);
  await field.fill('000000');
  await field.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: "That code isn't right." })).toBeVisible();
  await page.getByRole('button', { name: 'Send a new code' }).click();
  await expect(page.getByText(`We sent a new code to ${email}.`)).toBeVisible();
  await field.fill(CONFIRMATION_CODE);
  await field.press('Enter');
  await expect(page.getByText('Your email address is verified.')).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(dashboard.tenantName).toHaveText('Of Ann');
});

test('a person whose address is no longer verified, although the token says so, verifies it before accepting', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const [ann, ben] = [await newCustomer('Of Ann'), await newCustomer('Of Ben')];
  await visitor.openAs(ben);
  await dashboard.expectTenant(ben.tenantId);
  await page.goto((await invite(ann, ben.email)).link);
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await makeUnverified(ben.email);
  visitor.willSee(/status of 403 .*invitations\/accept/);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByText(`You need to verify ${ben.email} before you can accept this invitation.`)).toBeVisible();
  await page.getByRole('button', { name: 'Verify your email now' }).click();
  await page.getByLabel('Confirmation code').fill(CONFIRMATION_CODE);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(ann.tenantId);
});

test('a person with an unverified address creates a tenant', async ({ visitor: { dashboard } }) => {
  const email = await newUnverified();
  await dashboard.open('/tenants/new');
  await dashboard.signIn(email);
  await dashboard.nameField.fill('Of Ben');
  await dashboard.nameField.press('Enter');
  await expect(dashboard.tenantName).toHaveText('Of Ben');
});
