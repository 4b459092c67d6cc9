import type { Page } from '@playwright/test';

const MAX_PRESSES = 30;

/** Presses the tab key until something has the focus, by its label or its text. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < MAX_PRESSES; presses++) {
    await page.keyboard.press('Tab');
    const names = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement | null;
      return [focused?.getAttribute('aria-label'), focused?.textContent, focused?.labels?.[0]?.textContent].map((text) => text?.trim());
    });
    if (names.includes(name)) return;
  }
  throw new Error(`Expected the tab key to lead to "${name}" within ${MAX_PRESSES} presses.`);
}

/** Types into a field in place of what is in it. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}
