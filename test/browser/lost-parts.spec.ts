import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

const PART_MISSING = /PartMissingError: A part of the page could not be loaded\./;

test('a part of the page that fails to load once is loaded again', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  visitor.willSee(/ERR_FAILED .*signed-in-app/);
  visitor.willSee(PART_MISSING);
  await page.route('**/assets/signed-in-app-*.js', (route) => route.abort(), { times: 1 });
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
});

test('a part of the page that never loads is not requested forever', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  visitor.willSee(/ERR_FAILED .*signed-in-app/);
  visitor.willSee(PART_MISSING);
  await page.route('**/assets/signed-in-app-*.js', (route) => route.abort());
  await dashboard.open();
  await dashboard.signIn(email);
  await expect(dashboard.heading).toHaveText('Part of the page couldn\'t be loaded');
  await page.unroute('**/assets/signed-in-app-*.js');
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await dashboard.expectTenant(tenantId);
});

test('a user who signs out without a connection sees this, and gets the sign-in when the connection is back', async ({ visitor }) => {
  const { dashboard, page, context } = visitor;
  const { email, tenantId } = await newCustomer();
  // With a route, the browser doesn't use its cache, as for a person who never had to sign in with this release.
  await page.route('**/assets/**', (route) => route.continue());
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await page.reload();
  await dashboard.expectTenant(tenantId);

  visitor.willSee(/ERR_INTERNET_DISCONNECTED/);
  visitor.willSee(PART_MISSING);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(dashboard.heading).toHaveText('Part of the page couldn\'t be loaded');
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await context.setOffline(false);
  await dashboard.expectSignIn();
});

test('without a connection, the sign-in does not promise to continue by itself', async ({ visitor: { dashboard, page, context } }) => {
  await dashboard.open();
  await dashboard.expectSignIn();
  await context.setOffline(true);
  await expect(page.getByText('You\'re offline. You can sign in when you\'re back online.')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('You\'re offline.')).toBeHidden();
});

test('the page says so if the browser blocks storage', async ({ visitor: { dashboard, page } }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
  });
  await dashboard.open();
  await expect(dashboard.heading).toHaveText('Your browser blocks storage for this page');
  await page.goto('about:blank');
});
