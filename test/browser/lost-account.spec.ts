/** People whose account was disabled or deleted. Their tokens stay valid until they expire; the API tells the page. */
import { AdminDeleteUserCommand, AdminDisableUserCommand, AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { invite } from './support/invitations';
import { expect, test } from './support/test';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newEmail, pool } from '../e2e/support/people';

const LOSSES = [
  {
    account: 'disabled',
    Command: AdminDisableUserCommand,
    heading: 'Your account is disabled',
    invitationText: 'Ask the operator of this service to enable it.',
    changeText: 'Your account is disabled. Ask the operator of this service to enable it.',
  },
  {
    account: 'deleted',
    Command: AdminDeleteUserCommand,
    heading: 'Your account no longer exists',
    invitationText: 'create a new account with the email address that the invitation was sent to.',
    changeText: 'Your account no longer exists. Sign out, then create a new account or ask the operator of this service.',
  },
] as const;

for (const { account, Command, heading, invitationText, changeText } of LOSSES) {
  const lose = async (email: string) => pool.cognito.send(new Command({ UserPoolId: outputs.UserPoolId, Username: email }));

  test(`a person whose account is ${account} sees this at an invitation, and signs out`, async ({ visitor }) => {
    const { dashboard, page } = visitor;
    const [ann, ben] = [await newCustomer('Ann'), await newCustomer('Ben')];
    const { link } = await invite(ann, ben.email);
    await visitor.openAs(ben);
    await dashboard.expectTenant(ben.tenantId);
    await page.goto(link);
    await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
    await lose(ben.email);
    visitor.willSee(/status of 403 .*invitations\/accept/);
    await page.getByRole('button', { name: 'Accept' }).click();
    const alert = page.getByRole('alert');
    await expect(alert.getByRole('heading', { name: heading })).toBeVisible();
    await expect(alert).toContainText(invitationText);

    visitor.willSee(/status of 403 .*invitations\/preview/);
    await page.reload();
    await expect(alert.getByRole('heading', { name: heading })).toBeVisible();
    await alert.getByRole('button', { name: 'Sign out' }).click();
    await dashboard.expectSignIn();
  });

  test(`a person whose account is ${account} sees this when a tenant is not created`, async ({ visitor }) => {
    const { dashboard, page } = visitor;
    const ben = await newCustomer('Ben');
    await visitor.openAs(ben, '/tenants/new');
    await dashboard.nameField.fill('Second');
    await lose(ben.email);
    visitor.willSee(/status of 403 .*tenants/);
    await dashboard.nameField.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: "The tenant wasn't created" })).toContainText(changeText);
    await expect(dashboard.nameField).toHaveValue('Second');
  });
}

test('an invitation for another address is refused by the address in the pool, not by the one in an older token', async ({ visitor }) => {
  const { page } = visitor;
  const [ann, ben] = [await newCustomer('Ann'), await newCustomer('Ben')];
  const { link } = await invite(ann, ben.email);
  await pool.cognito.send(new AdminUpdateUserAttributesCommand({
    UserPoolId: outputs.UserPoolId,
    Username: ben.email,
    UserAttributes: [{ Name: 'email', Value: newEmail() }, { Name: 'email_verified', Value: 'true' }],
  }));
  await visitor.openAs(ben);
  visitor.willSee(/status of 403 .*invitations\/preview/);
  await page.goto(link);
  await expect(page.getByRole('alert').getByRole('heading', { name: 'This invitation is for another email address' })).toBeVisible();
});
