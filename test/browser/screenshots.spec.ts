import * as path from 'node:path';
import { PAGES } from './support/pages';
import { test } from './support/test';

/** How people look at it. */
const VIEWS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: 'light', viewport: { width: 360, height: 740 } },
} as const;

const DIRECTORY = process.env.SCREENSHOTS_DIRECTORY!;

for (const [view, { colorScheme, viewport }] of Object.entries(VIEWS)) {
  for (const { name, show } of PAGES) {
    test(`${name}, ${view}`, async ({ newVisitor }) => {
      const visitor = await newVisitor();
      await visitor.page.setViewportSize(viewport);
      await visitor.page.emulateMedia({ colorScheme });
      await show(visitor);
      await visitor.page.screenshot({ path: path.join(DIRECTORY, `${name}-${view}.png`) });
    });
  }
}
