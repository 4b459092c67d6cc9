import type { Page } from '@playwright/test';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** What the dashboard in this page was told at its deployment. */
export async function configurationOf(page: Page): Promise<DashboardConfiguration> {
  return page.evaluate(async () => (await fetch('/config.json')).json()) as Promise<DashboardConfiguration>;
}
