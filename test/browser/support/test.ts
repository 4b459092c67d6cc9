import { chromium, test as base } from '@playwright/test';
import { outputs } from './deployment';
import { Visitor } from './visitor';
import { browserArguments } from '../../../local/browser/arguments';
import { provideChromium } from '../../../local/browser/chromium';
import { DEFAULT_CACHE_DIRECTORY } from '../../../local/process/state-directory';

export { expect } from '@playwright/test';

interface Fixtures {
  /**
   * Opens the browser of another person: storage of its own, and watched. When the test ends, none of the visitors may have
   * seen an error that was not announced, nor may a token be where it does not belong.
   */
  readonly newVisitor: () => Promise<Visitor>;
  /** The one person that most stories are about. */
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
