import { tabTo } from './support/keyboard';
import { expect, test } from './support/test';
import { PASSWORD } from '../../local/client/user-pool';
import { newCustomer, newEmail } from '../e2e/support/people';

test('the whole page works without a mouse', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await page.getByLabel('Email').focus();
  await page.keyboard.type(email);
  await tabTo(page, 'Password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await dashboard.expectTenant(tenantId);
  await expect(dashboard.heading).toBeFocused();

  await page.reload();
  await dashboard.expectTenant(tenantId);
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Skip to content');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await tabTo(page, 'Rename');
  await page.keyboard.press('Enter');
  await expect(dashboard.nameField).toBeFocused();
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await expect(dashboard.tenantName).toHaveText('By keyboard');
  await expect(dashboard.renameButton).toBeFocused();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('nothing is cut off, and all targets are large enough', async ({ visitor: { dashboard, page } }) => {
    const { email } = await newCustomer();
    await dashboard.open();
    await dashboard.expectSignIn();
    expect(await overflow()).toBe(0);
    await expectPressable();
    await dashboard.signIn(email);
    await dashboard.expectTenant();
    expect(await overflow()).toBe(0);
    await expectPressable();
    expect(await page.getByRole('navigation').evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);

    await dashboard.goTo('Members');
    await expect(dashboard.person(email)).toBeVisible();
    expect(await overflow()).toBe(0);
    await expectPressable();
    await dashboard.invite(newEmail());
    expect(await overflow()).toBe(0);
    await expectPressable();
    await dashboard.switcher.click();
    await expect(page.getByRole('link', { name: 'Create another tenant' })).toBeVisible();
    expect(await overflow()).toBe(0);
    await expectPressable();

    async function expectPressable(): Promise<void> {
      for (const control of await page.getByRole('button').or(page.getByRole('link')).all()) {
        const box = await control.boundingBox();
        // The target size of WCAG 2.2, success criterion 2.5.5. The skip link is hidden until it has the focus.
        if (box !== null && box.y >= 0) {
          expect.soft(Math.min(box.width, box.height), await control.textContent() ?? '').toBeGreaterThanOrEqual(44);
        }
      }
    }

    function overflow(): Promise<number> {
      return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    }
  });
});
