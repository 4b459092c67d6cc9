import type { Page } from '@playwright/test';

const MAX_PRESSES = 30;

/** Presses the tab key until the element with this label or text has the focus. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < MAX_PRESSES; presses++) {
    await page.keyboard.press('Tab');
    const names = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement | null;
      return [focused?.getAttribute('aria-label'), focused?.textContent, focused?.labels?.[0]?.textContent].map((text) => text?.trim());
    });
    if (names.includes(name)) return;
  }
  throw new Error(`"${name}" must get the focus within ${MAX_PRESSES} presses of the tab key.`);
}

/** Replaces the contents of a field by typing. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}
