/** The first ten minutes of a new user: on the width of a phone, with the keyboard only. */
import { tabTo, typeInto } from './support/keyboard';
import { expect, test } from './support/test';
import { DashboardPage } from '../../local/browser/dashboard-page';
import { CONFIRMATION_CODE, PASSWORD } from '../../local/client/user-pool';
import { outputs } from '../e2e/support/engine';
import { newEmail } from '../e2e/support/people';

test.use({ viewport: { width: 360, height: 740 } });

test('a person signs up with a mistyped address, corrects it, reloads, names themselves and their tenant, and invites a colleague', async ({ newVisitor }) => {
  test.slow();
  const [ada, ben] = [await newVisitor(), await newVisitor()];
  const [adasEmail, bensEmail] = [newEmail(), newEmail()];
  const { page } = ada;
  // The address that the local engine prints.
  const dashboard = new DashboardPage(page, outputs.LocalDashboardUrl!);

  await test.step('Ada signs up with a mistyped address', async () => {
    await dashboard.open();
    await dashboard.expectSignIn();
    await tabTo(page, 'Sign in');
    await page.keyboard.press('ArrowRight');
    await expect(dashboard.heading).toHaveText('Create your account');
    await typeInto(page, 'Email', newEmail());
    await typeInto(page, 'Full name', 'Ada King');
    await typeInto(page, 'Password', PASSWORD);
    await typeInto(page, 'Confirm password', PASSWORD);
    await page.keyboard.press('Enter');
  });

  await test.step('she notices the mistake at the code, and corrects it', async () => {
    await expect(dashboard.heading).toHaveText('Check your email');
    await tabTo(page, 'Use another email address');
    await page.keyboard.press('Enter');
    await expect(dashboard.heading).toHaveText('Create your account');
    await typeInto(page, 'Email', adasEmail);
    await typeInto(page, 'Full name', 'Ada King');
    await typeInto(page, 'Password', PASSWORD);
    await typeInto(page, 'Confirm password', PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByText(`enter the code that we sent to ${adasEmail}`)).toBeVisible();
  });

  await test.step('her phone loads the page again while she looks for the mail; she signs in, confirms, and reaches her tenant', async () => {
    await page.reload();
    await expect(page.getByText("Your email isn't confirmed yet.")).toBeVisible();
    ada.willSee(/status of 400 /);
    await typeInto(page, 'Password', PASSWORD);
    await page.keyboard.press('Enter');
    await expect(dashboard.heading).toHaveText('Check your email');
    await typeInto(page, 'Confirmation code', CONFIRMATION_CODE);
    await page.keyboard.press('Enter');
  });

  await test.step('she names her tenant', async () => {
    await expect(page.getByRole('heading', { name: 'Name your tenant' })).toBeVisible();
    await typeInto(page, 'Tenant name', 'Analytical Engines');
    await page.keyboard.press('Enter');
    await expect(dashboard.tenantName).toHaveText('Analytical Engines');
    await expect(dashboard.renameButton).toBeFocused();
  });

  const link = await test.step('she invites Ben, and copies the link', async () => {
    await page.reload();
    await dashboard.expectTenant();
    await tabTo(page, 'Invitations');
    await page.keyboard.press('Enter');
    await expect(dashboard.heading).toHaveText('Invitations');
    await typeInto(page, 'Email addresses', bensEmail);
    await tabTo(page, 'Invite');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: `${bensEmail} is invited` })).toBeFocused();
    await tabTo(page, `Copy invitation link for ${bensEmail}`);
    return await page.getByText(/\/invitation#/).textContent() ?? '';
  });

  await test.step('Ben sees the inviter and the tenant, finds his address filled in, and signs up', async () => {
    await ben.page.goto(link);
    await expect(ben.page.getByText('Join “Analytical Engines”')).toBeVisible();
    await expect(ben.page.getByText(`Invited by Ada King. Create an account or sign in with ${bensEmail}.`)).toBeVisible();
    await expect(ben.page.getByText('These details come from the link.')).toBeVisible();
    expect(ben.page.url()).toBe(`${outputs.LocalDashboardUrl}/invitation`);
    await expect(ben.page.getByLabel('Email')).toHaveValue(bensEmail);
    await typeInto(ben.page, 'Full name', 'Ben Babbage');
    await typeInto(ben.page, 'Password', PASSWORD);
    await typeInto(ben.page, 'Confirm password', PASSWORD);
    await ben.page.keyboard.press('Enter');
    await expect(ben.page.getByText(`enter the code that we sent to ${bensEmail}`)).toBeVisible();
    await typeInto(ben.page, 'Confirmation code', CONFIRMATION_CODE);
    await ben.page.keyboard.press('Enter');
    await expect(ben.page.getByRole('heading', { name: 'Join “Analytical Engines”' })).toBeVisible();
    await tabTo(ben.page, 'Accept');
    await ben.page.keyboard.press('Enter');
    await expect(new DashboardPage(ben.page, outputs.LocalDashboardUrl!).tenantName).toHaveText('Analytical Engines');
    // An invited person is not asked for the name of the tenant.
    await expect(ben.page.getByRole('heading', { name: 'Name your tenant' })).toHaveCount(0);
    expect(await ben.page.evaluate(() => JSON.stringify(history.state) ?? '')).not.toContain(new URL(link).hash.slice(1, 40));
  });

  await test.step('both are in the list of members, with their names', async () => {
    await dashboard.goTo('Members');
    await expect(dashboard.person(adasEmail)).toContainText('Ada King');
    await expect(dashboard.person(bensEmail)).toContainText('Ben Babbage');
  });
});
