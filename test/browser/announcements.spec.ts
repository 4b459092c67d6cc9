import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { newCustomer, newEmail, pool } from '../e2e/support/people';

test('whose tenant is being set up hears of it, and that it is ready', async ({ visitor: { dashboard, page } }) => {
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

test('who has signed out hears of it', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await listen(page);
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await dashboard.signOut();
  await expect.poll(() => heard(page)).toEqual(['You\'re signed out.']);
});

/** Notes what a screen reader says of itself: what comes into a polite region that was there before, and empty. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: string[] = [];
    const known = new WeakSet<Element>();
    Object.assign(window, { said });
    const look = () => {
      for (const region of document.querySelectorAll('[role=status]:not([aria-busy])')) {
        if (region.textContent === '') {
          // A reader takes a moment to get to know it.
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
