import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium, type Response } from '@playwright/test';
import type { Benchmark, Row } from './benchmark';
import { sample } from './measure';
import { browserArguments } from '../local/browser/arguments';
import { provideChromium } from '../local/browser/chromium';
import { DashboardPage } from '../local/browser/dashboard-page';
import { readOutputs } from '../local/client/outputs';
import { UserPoolClient } from '../local/client/user-pool';
import { DEFAULT_CACHE_DIRECTORY } from '../local/process/state-directory';

const TARGET_BYTES = 250_000;
const TARGET_SCORE = 95;
const ROUNDS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
/** Assumed level of CloudFront, which does not document it. Other CDNs use this level. */
const BROTLI_QUALITY = 5;

/** Size and Lighthouse scores of the dashboard, before the sign-in and after it. */
export const dashboard: Benchmark = {
  name: 'dashboard',
  onEngine: true,
  run: async (signal) => {
    const outputs = readOutputs();
    const profile = mkdtempSync(path.join(tmpdir(), 'dashboard-'));
    // Lighthouse opens pages in the profile of the browser, so the user must be signed in there.
    const context = await chromium.launchPersistentContext(profile, {
      ...await provideChromium(DEFAULT_CACHE_DIRECTORY, signal),
      args: [...browserArguments(outputs.Endpoint), '--remote-debugging-port=0', '--ignore-certificate-errors'],
    });
    try {
      const port = Number(readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
      const page = new DashboardPage(await context.newPage(), outputs.DashboardUrl);
      const signedOut = await measure('before sign-in', port, page, () => page.expectSignIn());

      const email = `bench-${Date.now()}@example.com`;
      await new UserPoolClient(outputs).signUp(email, 'Bench');
      await page.signIn(email);
      await page.expectTenant();
      const signedIn = await measure('after sign-in', port, page, () => page.expectTenant());
      return [...signedOut, ...signedIn];
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  },
};

async function measure(when: string, port: number, page: DashboardPage, isThere: () => Promise<void>): Promise<Row[]> {
  return [await weigh(when, page, isThere), ...await scores(when, port, page.url)];
}

/** Compressed size of the scripts and styles of the first page, as they are transferred. */
async function weigh(when: string, page: DashboardPage, isThere: () => Promise<void>): Promise<Row> {
  const bodies: Promise<Buffer>[] = [];
  const note = (response: Response) => {
    if (['script', 'stylesheet'].includes(response.request().resourceType())) {
      bodies.push(response.body());
    }
  };
  page.page.on('response', note);
  await page.open();
  await isThere();
  await page.page.waitForLoadState('networkidle');
  page.page.off('response', note);
  const bytes = (await Promise.all(bodies))
    .map((body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }).length)
    .reduce((sum, length) => sum + length, 0);
  return {
    figure: `scripts and styles of the dashboard, ${when}`,
    measured: `${bytes} bytes, compressed`,
    reference: '-',
    result: `${(bytes / TARGET_BYTES).toFixed(2)} of the target`,
    target: `<= ${TARGET_BYTES} bytes`,
    holds: bytes <= TARGET_BYTES,
  };
}

/** The scores of Lighthouse: all categories on a desktop, and the performance on a phone with a slow connection. */
async function scores(when: string, port: number, url: string): Promise<Row[]> {
  const { default: lighthouse, desktopConfig, defaultConfig } = await import('lighthouse');
  const runs = [['desktop', desktopConfig, CATEGORIES], ['phone', defaultConfig, ['performance']]] as const;
  const rows: Row[] = [];
  for (const [device, config, onlyCategories] of runs) {
    const pointsByTitle = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++) {
      const result = await lighthouse(url, {
        port,
        logLevel: 'error',
        onlyCategories: [...onlyCategories],
        // Clears caches, as at a first visit, but keeps the user signed in.
        clearStorageTypes: ['cache_storage', 'service_workers'],
      }, config);
      for (const { title, score } of Object.values(result!.lhr.categories)) {
        pointsByTitle.set(title, [...pointsByTitle.get(title) ?? [], Math.round((score ?? 0) * 100)]);
      }
    }
    rows.push(...[...pointsByTitle].map(([title, points]) => toRow(`${title} of the dashboard (Lighthouse, ${device}), ${when}`, points)));
  }
  return rows;
}

/** @param points points of all rounds; the result is the median, because other work of the machine slows down single rounds */
function toRow(figure: string, points: readonly number[]): Row {
  const { median } = sample(points);
  return {
    figure,
    measured: `${median} of 100`,
    reference: `${points.join(', ')} in ${ROUNDS} rounds`,
    result: `${(median / TARGET_SCORE).toFixed(2)} of the target`,
    target: `>= ${TARGET_SCORE}`,
    holds: median >= TARGET_SCORE,
  };
}
