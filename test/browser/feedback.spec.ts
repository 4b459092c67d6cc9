/** Feedback about actions, visible at every scroll position. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { newCustomer, newEmail, newMember } from '../e2e/support/people';

const FOR_ALL = { 'access-control-allow-origin': '*' };

test('the first new row of a list gets the focus', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer('Ann');
  const person = (name: string) => ({ userId: name, name, email: `${name}@example.com`, role: 'member', joinedAt: '2026-03-02T10:00:00.000Z' });
  let isBroken = true;
  await page.route('**/tenant/*/members*', (route) => {
    if (!route.request().url().includes('cursor=')) return route.fulfill({ headers: FOR_ALL, json: { members: [person('ann'), person('ben')], nextCursor: 'c' } });
    return isBroken ? route.fulfill({ headers: FOR_ALL, status: 501, json: {} }) : route.fulfill({ headers: FOR_ALL, json: { members: [person('cleo'), person('dan')] } });
  });
  await visitor.openAs(customer, '/members');
  const more = page.getByRole('button', { name: 'Load more' });
  visitor.willSee(/status of 501 .*members/);
  await more.click();
  await expect(page.getByRole('alert').filter({ hasText: "The rest of the list couldn't be loaded. Try again." })).toBeVisible();
  await expect(more).toBeFocused();
  isBroken = false;
  await page.keyboard.press('Enter');
  await expect(dashboard.person('cleo@example.com')).toBeFocused();
  await expect(more).toHaveCount(0);
});

test('a changed role and a removal are reported on the visible part of the page, and the focus stays in the list', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Ann');
  const members = [await newMember(ann.tenantId), await newMember(ann.tenantId), await newMember(ann.tenantId)];
  // Simulates a tenant with many members, where the end of the list is far away.
  await page.setViewportSize({ width: 1280, height: 320 });
  await visitor.openAs(ann, '/members');
  await expect(page.getByText('Joined')).toHaveCount(4);
  const [first, second] = await page.getByRole('main').getByRole('listitem').all();
  const member = await first.getByText('You').count() === 0 ? first : second;
  const email = await member.getByText(/@example\.com/).textContent() ?? '';
  expect([ann, ...members].map((person) => person.email)).toContain(email);

  const row = dashboard.person(email);
  await row.getByRole('button', { name: 'Change the role' }).click();
  await row.getByRole('combobox').selectOption('Admin');
  await row.getByRole('button', { name: 'Save' }).click();
  await expectInSight(page, 'now has the role “Admin”.');
  await expect(row.getByRole('button', { name: 'Change the role' })).toBeFocused();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText('now has the role “Admin”.')).toHaveCount(0);

  await row.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expectInSight(page, 'was removed from the tenant.');
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('listitem').and(page.locator(':focus'))).toHaveCount(1);
});

test('a switch in another tab is noticed at once, and the loss of unsaved text is reported', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const customer = await newCustomer('Of Ann');
  await visitor.openAs(customer);
  await expect(dashboard.tenantName).toHaveText('Of Ann');
  await dashboard.open('/tenants/new');
  await dashboard.nameField.fill('Second');
  await dashboard.nameField.press('Enter');
  await expect(dashboard.tenantName).toHaveText('Second');
  await dashboard.renameButton.click();
  await dashboard.nameField.fill('Half a na');

  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('banner').locator('summary').click();
  await other.getByRole('banner').getByRole('button', { name: 'Of Ann' }).click();
  await expect(other.getByText('You now work in “Of Ann”.')).toBeVisible();

  // This tab updates without any action.
  await expect(page.getByText('You now work in “Of Ann”.')).toBeVisible();
  await expect(page.getByText("The name “Half a na” wasn't saved. The tenant is still called “Second”.")).toBeVisible();
  await expect(dashboard.tenantName).toHaveText('Of Ann');
});

test('a form with unsaved text says so when the person leaves the page', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  await visitor.openAs(await newCustomer('Ann'), '/invitations');
  const email = newEmail();
  await page.getByLabel('Email').fill(email);
  await dashboard.goTo('Members');
  await expect(page.getByText(`Still in the form for invitations: ${email}`)).toBeVisible();
  await dashboard.goTo('Invitations');
  await expect(page.getByLabel('Email')).toHaveValue(email);
});

async function expectInSight(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('status').getByText(text)).toBeInViewport();
}
