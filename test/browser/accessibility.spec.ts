import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PAGES } from './support/pages';
import { expect, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, show } of PAGES) {
    test(`${name}, ${colorScheme}: axe finds nothing`, async ({ newVisitor }) => {
      const visitor = await newVisitor();
      await visitor.page.emulateMedia({ colorScheme });
      await show(visitor);
      expect(await violations(visitor.page)).toEqual([]);
    });
  }
}

/** What axe has to complain about, in a form that says where. */
async function violations(page: Page): Promise<string[]> {
  const results = await new AxeBuilder({ page }).analyze();
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}
