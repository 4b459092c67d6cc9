/** Exports of a tenant, as its admins see them. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { demandSignIn } from './support/closures';
import { configurationOf } from './support/configuration';
import { tabTo } from './support/keyboard';
import { expect, test } from './support/test';
import type { Visitor } from './support/visitor';
import { PASSWORD } from '../../local/client/user-pool';
import { EXPORT_WINDOW_SECONDS } from '../../src/contract/exports';
import { newCustomer, newMember } from '../e2e/support/people';

const CORS = { 'access-control-allow-origin': '*' };

/** Exports run on the engine, which starts a process for each function. */
const LONG = { timeout: 60_000 };

test('an admin exports the tenant without a mouse, and downloads its files', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  await periodBegun();
  const ann = await newCustomer('Acme');
  const ben = await newMember(ann.tenantId);
  const requests = requestsOf(page);
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await tabTo(page, 'Export data');
  await page.keyboard.press('Enter');
  await expect(status(page, 'The export is being prepared. This can take a few minutes. You can leave this page.')).toBeVisible();

  await expect.poll(() => page.evaluate((id) => sessionStorage.getItem(`cdk-tenancy.export.${id}`), ann.tenantId)).not.toBeNull();
  await expect(page.getByRole('heading', { name: 'Export data' })).toBeFocused();

  // The same export is there after a reload, without another request.
  await page.reload();
  await expect(status(page, /^Your export is ready\./)).toBeVisible(LONG);
  expect(requests()).toBe(1);
  const members = page.getByRole('listitem').filter({ hasText: 'members-00001.jsonl' });
  await expect(members).toContainText(/2 rows, \d+ bytes/);
  const content = await download(page, 'members-00001.jsonl');
  expect(content.trimEnd().split('\n').map((line) => JSON.parse(line).userId).sort()).toEqual([ann.userId, ben.userId].sort());
  expect(JSON.parse(await download(page, 'manifest.json'))).toMatchObject({ tenantId: ann.tenantId });

  // Another request within ten minutes leads to the same export.
  const before = await page.getByRole('link', { name: 'members-00001.jsonl' }).getAttribute('href');
  await page.getByRole('button', { name: 'Export again' }).click();
  await expect.poll(requests).toBe(2);
  await expect(status(page, /^Your export is ready\./)).toBeVisible();
  expect(pathOf(await page.getByRole('link', { name: 'members-00001.jsonl' }).getAttribute('href'))).toBe(pathOf(before));
});

test('an admin who signed in long ago enters the password', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  const refused = await demandSignIn(visitor, 'exports');
  await visitor.openAs(ann);
  await exportButton(page).click();
  const password = page.getByRole('dialog', { name: 'Export data' }).getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await expect(page.getByRole('dialog')).toContainText(`enter the password of ${ann.email}`);
  visitor.willSee(/status of 400 .*cognito-idp/);
  await password.fill('Wrong-password-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: "This email and password don't match." })).toBeVisible();
  await password.fill(PASSWORD);
  await page.getByRole('dialog').getByRole('button', { name: 'Export data' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(status(page, /^Your export is ready\./)).toBeVisible(LONG);
  expect(refused()).toBe(1);
});

test('an admin whose new sign-in is refused too is told to sign out and in again', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  await demandSignIn(visitor, 'exports');
  await demandSignIn(visitor, 'exports');
  await visitor.openAs(ann);
  await exportButton(page).click();
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Sign out, sign in again, and export the data within ten minutes.' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(exportButton(page)).toBeFocused();
});

test('an admin sees that an export has failed', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  await answerExports(visitor, { status: 200, json: { exportId: '0'.repeat(32), status: 'failed', requestedAt: new Date().toISOString() } });
  await visitor.openAs(ann);
  await exportButton(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The export failed' })).toContainText('If it fails again, contact the operator of this service.');
  await expect(page.getByRole('button', { name: 'Export again' })).toBeEnabled();
  await expect(page.getByRole('link', { name: 'manifest.json' })).toHaveCount(0);
});

test('an export that is deleted by now can be requested again', async ({ visitor }) => {
  const { page } = visitor;
  const ann = await newCustomer('Acme');
  visitor.willSee(/status of 404 .*exports/);
  await answerExports(visitor, { status: 404, json: { status: 404, detail: '', code: 'exportNotFound' } });
  await visitor.openAs(ann);
  await exportButton(page).click();
  await expect(exportButton(page)).toBeEnabled();
  await expect(page.getByRole('alert').filter({ hasText: 'export' })).toHaveCount(0);
});

test('members do not see exports, and nobody does if the API has no routes for them', async ({ visitor, newVisitor }) => {
  const { dashboard, page } = visitor;
  const ann = await newCustomer('Acme');
  const ben = await newMember(ann.tenantId);
  const other = await newVisitor();
  await other.openAs(ben);
  await other.dashboard.expectTenant(ann.tenantId);
  await expect(exportButton(other.page)).toHaveCount(0);

  await dashboard.open('/favicon.svg');
  const deployed = await configurationOf(page);
  expect(deployed.features).toMatchObject({ exports: true });
  await page.route('**/config.json', (route) => route.fulfill({ json: { ...deployed, features: { ...deployed.features, exports: false } } }));
  await visitor.openAs(ann);
  await dashboard.expectTenant(ann.tenantId);
  await expect(exportButton(page)).toHaveCount(0);
});

function exportButton(page: Page) {
  return page.getByRole('button', { name: 'Export data' });
}

function status(page: Page, text: string | RegExp) {
  return page.getByRole('status').filter({ hasText: text });
}

/** Counts the requests of exports. */
function requestsOf(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && /\/exports$/.test(request.url())) count++;
  });
  return () => count;
}

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  expect(file.suggestedFilename()).toBe(name);
  return readFileSync(await file.path(), 'utf8');
}

/** Answers the request of an export, and every question about it. */
async function answerExports({ page }: Visitor, answer: { readonly status: number; readonly json: object }): Promise<void> {
  await page.route('**/tenant/*/exports', (route) => (
    route.request().method() === 'POST' ? route.fulfill({ status: 202, json: { exportId: '0'.repeat(32) }, headers: CORS }) : route.fallback()
  ));
  await page.route('**/tenant/*/exports/*', (route) => (
    route.request().method() === 'GET' ? route.fulfill({ ...answer, headers: CORS }) : route.fallback()
  ));
}

/** Waits until requests result in one export for at least 90 seconds. */
async function periodBegun(): Promise<void> {
  const period = EXPORT_WINDOW_SECONDS * 1000;
  const left = period - (Date.now() % period);
  if (left > 90_000) return;
  test.setTimeout(180_000);
  await sleep(left);
}

function pathOf(link: string | null): string {
  return new URL(link!).pathname;
}
