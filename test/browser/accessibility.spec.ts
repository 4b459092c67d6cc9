import type { Page } from '@playwright/test';
import { axe } from './support/axe';
import { PAGES } from './support/pages';
import { expect, test } from './support/test';

for (const { name, show } of PAGES) {
  test(`${name}: axe finds no violations, light or dark`, async ({ newVisitor }) => {
    const visitor = await newVisitor();
    await visitor.page.emulateMedia({ colorScheme: 'light' });
    await show(visitor);
    expect(await violations(visitor.page)).toEqual([]);

    const light = await background(visitor.page);
    await visitor.page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => background(visitor.page)).not.toBe(light);
    expect(await violations(visitor.page)).toEqual([]);
  });
}

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** The violations that axe finds, each with its element. */
async function violations(page: Page): Promise<string[]> {
  // During a transition, colors are neither the old nor the new ones.
  await page.waitForFunction(() => !document.getAnimations().some((animation) => animation instanceof CSSTransition));
  const results = await axe(page).analyze();
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}
