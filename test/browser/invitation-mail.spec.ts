import type { Page } from '@playwright/test';
import { axe } from './support/axe';
import { expect, test } from './support/test';
import { invitationMail } from '../../src/runtime/invitations/invitation-mail';

const { html } = invitationMail({
  productName: 'Blue Devices',
  tenantName: 'W'.repeat(128),
  inviterName: 'Ada Lovelace, Countess of Something Rather Long Indeed',
  role: 'site-manager-of-the-north-region',
  link: `https://app.example.com/invitation?from=mail#${'0123456789abcdef'.repeat(4)}.${'0'.repeat(32)}.${'A'.repeat(43)}`,
  expiresAt: '2026-12-04T05:06:07.000Z',
});

for (const width of [320, 360, 700]) {
  test(`the invitation email fits into a window of ${width} pixels, light or dark`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setContent(html);

      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await expect(page.getByRole('link', { name: 'Accept the invitation' })).toBeVisible();
      const { violations } = await axe(page).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html: at }) => at)])).toEqual([]);
    }
    expect(await background(page)).not.toBe(await light(page));
  });
}

async function light(page: Page): Promise<string> {
  await page.emulateMedia({ colorScheme: 'light' });
  return background(page);
}

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
