import { defineConfig } from '@playwright/test';
import { outputs } from './support/deployment';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  // Screenshots are taken only by `npm run screenshots`.
  testIgnore: process.env.SCREENSHOTS_DIRECTORY ? [] : '**/screenshots.spec.ts',
  outputDir: '../../.local/test/browser',
  // Only two, because the browsers, the engine and its functions share the machine.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // No retries: an unstable test is a failure.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ...(process.env.BROWSER_REPORT ? [['json', { outputFile: process.env.BROWSER_REPORT }] as const] : [])],
  use: {
    baseURL: outputs.DashboardUrl,
    // The engine's certificate is from its own authority. This browser can reach no other host.
    ignoreHTTPSErrors: true,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
    // No trace by default, because it also records each action of tests that succeed. `--trace on` records one.
    screenshot: 'only-on-failure',
  },
});
