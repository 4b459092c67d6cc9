import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { newCustomer, newEmail, pool } from '../e2e/support/people';

test('screen readers announce that a tenant is being set up, and that it is ready', async ({ visitor: { dashboard, page } }) => {
  const email = newEmail();
  await pool.createByAdministrator(email);
  let answers = 0;
  await page.route('**/tenants/*', (route) => route.request().method() === 'GET' && answers++ < 2
    ? route.fulfill({
      json: { tenants: [], creation: { status: 'creating', retryAfterSeconds: 1 } },
      headers: { 'access-control-allow-origin': '*' },
    })
    : route.continue());
  await listen(page);
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant();
  await expect.poll(() => heard(page)).toEqual(['Setting up your tenant. This takes a few seconds.', 'Your tenant is ready.']);
});

test('screen readers announce the sign-out', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await listen(page);
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await dashboard.signOut();
  await expect.poll(() => heard(page)).toEqual(['You\'re signed out.']);
});

/** Records the texts that a screen reader announces: the ones added to a polite live region that existed, empty, before. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: string[] = [];
    const known = new WeakSet<Element>();
    Object.assign(window, { said });
    const look = () => {
      for (const region of document.querySelectorAll('[role=status]:not([aria-busy])')) {
        if (region.textContent === '') {
          // A screen reader needs a moment to detect the region.
          setTimeout(() => known.add(region), 50);
        } else if (known.has(region) && said.at(-1) !== region.textContent) {
          said.push(region.textContent);
        }
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  });
}

function heard(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { said: string[] }).said);
}
