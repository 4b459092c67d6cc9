import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

/** Longer than loaded data is treated as fresh. */
const A_MINUTE_MS = 60_000;

for (const { status, heading } of [
  { status: 403, heading: 'You don\'t have access to this tenant' },
  { status: 404, heading: 'This tenant doesn\'t exist' },
]) {
  test(`a user who loses a tenant while it is shown sees this (${status})`, async ({ visitor }) => {
    const { dashboard, page } = visitor;
    const customer = await newCustomer();
    const { tenantId } = customer;
    await page.clock.install();
    await visitor.openAs(customer);
    await dashboard.expectTenant(tenantId);

    visitor.willSee(new RegExp(`status of ${status} .*execute-api`));
    await refuse(page, '**/tenant/*', status);
    await comeBack(page);
    await expect(page.getByRole('alert').getByRole('heading', { name: heading })).toBeVisible();
    await expect(page.getByText(tenantId)).toBeHidden();
    await expect(dashboard.renameButton).toBeHidden();
  });
}

test('a user who can no longer list the tenants sees this', async ({ visitor }) => {
  const { page } = visitor;
  const customer = await newCustomer();
  const { tenantId } = customer;
  await page.clock.install();
  await visitor.openAs(customer, '/tenants');
  await expect(page.getByText(tenantId)).toBeVisible();

  visitor.willSee(/status of 403 .*execute-api/);
  await refuse(page, '**/tenants/*', 403);
  await comeBack(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText(tenantId)).toBeHidden();
});

test('loaded data stays when the server fails in the background', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const customer = await newCustomer();
  const { tenantId } = customer;
  await page.clock.install();
  await visitor.openAs(customer);
  await dashboard.expectTenant(tenantId);

  visitor.willSee(/status of 501 .*execute-api/);
  await refuse(page, '**/tenant/*', 501);
  const failed = page.waitForResponse((response) => response.status() === 501);
  await comeBack(page);
  await failed;
  await page.waitForTimeout(500);
  await dashboard.expectTenant(tenantId);
});

async function refuse(page: Page, pattern: string, status: number): Promise<void> {
  await page.route(pattern, (route) => route.request().method() === 'GET'
    ? route.fulfill({ status, json: {}, headers: { 'access-control-allow-origin': '*' } })
    : route.continue());
}

/** Simulates that the person was in another tab for a while. */
async function comeBack(page: Page): Promise<void> {
  await page.clock.fastForward(A_MINUTE_MS);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
}
