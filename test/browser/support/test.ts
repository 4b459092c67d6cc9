import { chromium, test as base } from '@playwright/test';
import { outputs } from './deployment';
import { Visitor } from './visitor';
import { browserArguments } from '../../../local/browser/arguments';
import { provideChromium } from '../../../local/browser/chromium';
import { DEFAULT_CACHE_DIRECTORY } from '../../../local/process/state-directory';

export { expect } from '@playwright/test';

interface Fixtures {
  /**
   * Opens a browser for another person, with separate storage. At the end, the test fails if a visitor has seen an unexpected error, or
   * if a token is in a forbidden place.
   */
  readonly newVisitor: () => Promise<Visitor>;
  /** The person that most tests are about. */
  readonly visitor: Visitor;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from this pattern.
  browser: [async ({}, use) => {
    const browser = await chromium.launch({
      ...await provideChromium(DEFAULT_CACHE_DIRECTORY, new AbortController().signal),
      args: browserArguments(outputs.Endpoint),
    });
    await use(browser);
    await browser.close();
  }, { scope: 'worker', timeout: 120_000 }],

  newVisitor: async ({ browser, contextOptions }, use) => {
    const visitors: Visitor[] = [];
    await use(async () => {
      const visitor = await Visitor.in(await browser.newContext(contextOptions));
      visitors.push(visitor);
      return visitor;
    });
    for (const visitor of visitors) {
      await visitor.leave();
    }
  },

  visitor: async ({ newVisitor }, use) => use(await newVisitor()),
});
