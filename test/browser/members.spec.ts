import { invite } from './support/invitations';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { call } from '../../local/client/api';
import { outputs } from '../e2e/support/engine';
import { newCustomer, newEmail, newMember } from '../e2e/support/people';

test('the last admin can neither leave nor become a member, and sees what to do', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  const { email, tenantId } = customer;
  await visitor.openAs(customer);
  await dashboard.expectTenant(tenantId);
  await dashboard.goTo('Members');
  visitor.willSee(/status of 409 .*membership/);
  await page.getByRole('button', { name: 'Leave tenant' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText("You're the last admin of this tenant. Make another member an admin first.");
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Leave tenant' })).toBeFocused();

  visitor.willSee(/status of 409 .*members/);
  const self = dashboard.person(email);
  await self.getByRole('button', { name: 'Change the role' }).click();
  await self.getByRole('combobox').selectOption('Member');
  await self.getByRole('button', { name: 'Save' }).click();
  await expect(self.getByRole('alert')).toContainText('Make another member an admin first.');
  await self.getByRole('combobox').press('Escape');
  await expect(self.getByText('Admin', { exact: true })).toBeVisible();
  await expect(self.getByRole('button', { name: 'Remove' })).toHaveCount(0);
});

test('a member sees the other members, and cannot change them', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const ben = await newMember(ann.tenantId);
  await visitor.openAs(ben);
  await dashboard.expectTenant(ann.tenantId);
  await dashboard.goTo('Members');
  await expect(dashboard.person(ann.email)).toContainText('Admin');
  await expect(dashboard.person(ben.email)).toContainText('You');
  await expect(page.getByRole('button', { name: /Change|Remove/ })).toHaveCount(0);

});

test('a user who leaves their only tenant sees this, and can create a tenant', async ({ visitor: { dashboard, page } }) => {
  const ann = await newCustomer('Ann');
  const email = newEmail();
  await page.goto((await invite(ann, email)).link);
  await dashboard.signUp(email);
  await page.getByRole('button', { name: 'Accept' }).click();
  await dashboard.expectTenant(ann.tenantId);
  await dashboard.goTo('Members');
  await page.getByRole('button', { name: 'Leave tenant' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('You\'re no longer a member of')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'You\'re not in a tenant yet' })).toBeVisible();
  await expect(dashboard.heading).toBeFocused();

  await page.getByRole('link', { name: 'Create a tenant' }).click();
  await dashboard.nameField.fill('Of Ben');
  await dashboard.nameField.press('Enter');
  await expect(dashboard.tenantName).toHaveText('Of Ben');
});

for (const { title, act } of [
  { title: 'opens the list of their tenants', act: async ({ dashboard }: Visitor) => dashboard.goTo('My tenants') },
  {
    title: 'leaves the tenant',
    act: async ({ page, dashboard }: Visitor) => {
      await dashboard.goTo('Members');
      await page.getByRole('button', { name: 'Leave tenant' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    },
  },
]) {
  test(`a removed member who ${title} is told that they're no longer a member`, async ({ visitor }) => {
    const { dashboard, page } = visitor;
    const ann = await newCustomer('Ann');
    const ben = await newMember(ann.tenantId);
    await visitor.openAs(ben);
    await dashboard.expectTenant(ann.tenantId);
    await call(outputs.ApiUrl, { method: 'DELETE', path: `tenant/${ann.tenantId}/members/${ben.userId}` }, ann.tokens.accessToken);
    if (title.startsWith('leaves')) visitor.willSee(/status of 404 .*membership/);
    await act(visitor);
    await expect(page.getByRole('status').filter({ hasText: "You're no longer a member of “Ann”." })).toBeVisible();
    await expect(page.getByText(ann.tenantId)).toHaveCount(0);
    await expect(dashboard.switcher).not.toContainText('Ann');
  });
}

test('an admin who becomes a member loses the rights of admins', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const ben = await newMember(ann.tenantId);
  await visitor.openAs(ann);
  await dashboard.goTo('Members');
  for (const [email, role] of [[ben.email, 'Admin'], [ann.email, 'Member']] as const) {
    const person = dashboard.person(email);
    await person.getByRole('button', { name: 'Change the role' }).click();
    await person.getByRole('combobox').selectOption(role);
    await person.getByRole('button', { name: 'Save' }).click();
    await expect(person.getByText(role, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole('button', { name: 'Change the role' })).toHaveCount(0);
  await expect(dashboard.navigation('Invitations')).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Your role in' })).toContainText('is now “Member”.');
});

test('a page that fails to load is fetched by a reload', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  const { email } = customer;
  await visitor.openAs(customer);
  await dashboard.expectTenant();
  visitor.willSee(/ERR_FAILED .*members-page/);
  await page.route('**/assets/members-page-*.js', (route) => route.abort(), { times: 1 });
  await dashboard.goTo('Members');
  await expect(dashboard.person(email)).toBeVisible();
});

test('the tenant switcher closes with the keyboard, and when the person moves to another part of the page', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  await visitor.openAs(customer);
  await dashboard.expectTenant();
  const panel = page.getByRole('link', { name: 'Create another tenant' });
  await dashboard.switcher.focus();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(dashboard.switcher).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(panel).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(panel).toBeHidden();
});
