import type { Locator, Page } from '@playwright/test';
import { axe } from './support/axe';
import { configurationOf } from './support/configuration';
import { expect, test } from './support/test';
import { newCustomer } from '../e2e/support/people';

/** The lightest colors that the construct accepts: white text on them is just readable. */
const AT_THE_LIMIT = ['#1877c9', '#767676'];

for (const primaryColor of AT_THE_LIMIT) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`all text is readable in ${primaryColor}, ${colorScheme}, also under the pointer`, async ({ visitor: { dashboard, page } }) => {
      const { email, tenantId } = await newCustomer();
      await page.emulateMedia({ colorScheme });
      await dashboard.open();
      const configuration = await configurationOf(page);
      await page.route('**/config.json', (route) => route.fulfill({
        json: { ...configuration, branding: { ...configuration.branding, primaryColor } },
      }));
      await dashboard.open();
      await dashboard.expectSignIn();
      const button = (name: string) => page.getByRole('button', { name });
      expect(await unreadable(page, button('Sign in'), button('Forgot your password?'), page.getByRole('tab', { name: 'Create account' }))).toEqual([]);

      await dashboard.signIn(email);
      await dashboard.expectTenant(tenantId);
      expect(await unreadable(page, button('Copy'), button('Rename'), button('Sign out'), page.getByRole('link', { name: 'My tenants' }))).toEqual([]);
      await dashboard.renameButton.click();
      expect(await unreadable(page, button('Save'), button('Cancel'))).toEqual([]);
      await page.getByRole('link', { name: 'My tenants' }).click();
      await expect(page.getByText('Joined')).toBeVisible();
      expect(await unreadable(page)).toEqual([]);
      await dashboard.open('/no/such/page');
      const link = page.getByRole('link', { name: 'Go to your tenant' });
      await expect(link).toBeVisible();
      expect(await unreadable(page, link)).toEqual([]);
    });
  }
}

/** The texts with too little contrast according to axe, first without the pointer on an element, then with it on each of these. */
async function unreadable(page: Page, ...pressed: readonly Locator[]): Promise<string[]> {
  const found = await violations(page);
  for (const control of pressed) {
    await control.hover();
    found.push(...await violations(page));
  }
  return found;
}

async function violations(page: Page): Promise<string[]> {
  const results = await axe(page).withRules(['color-contrast']).analyze();
  return results.violations.flatMap(({ nodes }) => nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`));
}
