import { onDistribution } from './support/invitations';
import { expect, test } from './support/test';
import { newCustomer, newEmail } from '../e2e/support/people';

test('a person is invited, signs up, is promoted, switches between two tenants, is removed, and loses access', async ({ newVisitor }) => {
  test.slow();
  const [ann, ben] = [await newVisitor(), await newVisitor()];
  const { email: annsEmail, tenantId } = await newCustomer('Ann');
  const bensEmail = newEmail();

  await test.step('Ann invites Ben, and gets the link for him', async () => {
    await ann.dashboard.open();
    await ann.dashboard.signIn(annsEmail);
    await ann.dashboard.expectTenant(tenantId);
    await ann.dashboard.rename('Of Ann');
    await expect(ann.dashboard.tenantName).toHaveText('Of Ann');
  });
  const link = await ann.dashboard.invite(bensEmail);
  await expect(ann.dashboard.person(bensEmail)).toContainText('Valid until');

  await test.step('Ben signs up with the link, and its code is no longer in the address', async () => {
    await ben.page.goto(onDistribution(link));
    await expect(ben.page.getByText('You\'ve been invited to join a tenant')).toBeVisible();
    expect(ben.page.url()).toBe(`${ben.dashboard.url}/invitation`);
    await ben.dashboard.signUp(bensEmail);
  });

  await test.step('he accepts, and works in the tenant of Ann; he has no tenant of his own', async () => {
    await expect(ben.page.getByRole('heading', { name: 'Join “Of Ann”' })).toBeVisible();
    await ben.page.getByRole('button', { name: 'Accept' }).click();
    await ben.dashboard.expectTenant(tenantId);
    await expect(ben.page.getByText('Member', { exact: true })).toBeVisible();
    await ben.dashboard.goTo('My tenants');
    await expect(ben.page.getByText('Joined')).toHaveCount(1);
    await expect(ben.page.getByText(tenantId)).toBeVisible();
    await expect(ben.dashboard.navigation('Invitations')).toHaveCount(0);
  });

  await test.step('he creates his own tenant, and works in it', async () => {
    await ben.page.getByRole('link', { name: 'Create another tenant' }).click();
    await ben.dashboard.nameField.fill('Of Ben');
    await ben.page.getByRole('button', { name: 'Create tenant' }).click();
    await expect(ben.dashboard.tenantName).toHaveText('Of Ben');
    await expect(ben.dashboard.switcher).toContainText('Of Ben');
  });

  await test.step('Ann makes him an admin', async () => {
    await ann.dashboard.goTo('Members');
    const member = ann.dashboard.person(bensEmail);
    await member.getByRole('button', { name: 'Change the role' }).click();
    await member.getByRole('combobox').selectOption('Admin');
    await member.getByRole('button', { name: 'Save' }).click();
    await expect(member.getByText('Admin', { exact: true })).toBeVisible();
    await expect(member.getByRole('button', { name: 'Change the role' })).toBeFocused();
  });

  await test.step('he switches to her tenant, and is an admin there', async () => {
    await ben.dashboard.switchTo('Of Ann');
    await expect(ben.page.getByText('You now work in “Of Ann”.')).toBeVisible();
    await expect(ben.dashboard.tenantName).toHaveText('Of Ann');
    await expect(ben.dashboard.navigation('Invitations')).toBeVisible();
    await ben.dashboard.switchTo('Of Ben');
    await expect(ben.dashboard.tenantName).toHaveText('Of Ben');
    await ben.dashboard.switchTo('Of Ann');
    await expect(ben.dashboard.tenantName).toHaveText('Of Ann');
  });

  await test.step('Ann removes him', async () => {
    await ann.dashboard.person(bensEmail).getByRole('button', { name: 'Remove' }).click();
    await ann.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(ann.dashboard.person(bensEmail)).toHaveCount(0);
    await expect(ann.dashboard.person(annsEmail)).toBeFocused();
  });

  await test.step('he can no longer change anything, sees this, and works in his own tenant', async () => {
    ben.willSee(/status of 403 .*execute-api/);
    await ben.dashboard.rename('Of Ben, too');
    await expect(ben.page.getByText('You\'re no longer a member of “Of Ann”. You now work in “Of Ben”.')).toBeVisible();
    await expect(ben.dashboard.tenantName).toHaveText('Of Ben');
    await ben.dashboard.goTo('My tenants');
    await expect(ben.page.getByText('Joined')).toHaveCount(1);
    await expect(ben.page.getByText(tenantId)).toHaveCount(0);
  });
  await ann.dashboard.goTo('Tenant');
  await expect(ann.dashboard.tenantName).toHaveText('Of Ann');
});
