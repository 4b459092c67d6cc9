import type { Page } from '@playwright/test';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

/** The configuration of the deployed dashboard. */
export async function configurationOf(page: Page): Promise<DashboardConfiguration> {
  return page.evaluate(async () => (await fetch('/config.json')).json()) as Promise<DashboardConfiguration>;
}
