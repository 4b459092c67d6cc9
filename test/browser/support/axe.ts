import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Axe for a page without frames of other origins. It evaluates its findings in the page itself, instead of loading axe again in another page. */
export function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}
