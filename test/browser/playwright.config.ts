import { defineConfig } from '@playwright/test';
import { outputs } from './support/deployment';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  // Pictures are taken on purpose, by `npm run screenshots`.
  testIgnore: process.env.SCREENSHOTS_DIRECTORY ? [] : '**/screenshots.spec.ts',
  outputDir: '../../.local/test/browser',
  // A browser, the engine and its functions share the machine.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // What does not hold at once does not hold.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(process.env.BROWSER_REPORT ? [['json', { outputFile: process.env.BROWSER_REPORT }] as const] : [])],
  use: {
    baseURL: outputs.DashboardUrl,
    // The engine's certificate is of an authority of its own; no other host exists for this browser.
    ignoreHTTPSErrors: true,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
    // No trace: each action would be recorded, of stories that do not fail too. `--trace on` makes one.
    screenshot: 'only-on-failure',
  },
});
