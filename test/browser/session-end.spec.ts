import { GetTokensFromRefreshTokenCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Page, Route } from '@playwright/test';
import { outputs } from './support/deployment';
import { expect, test } from './support/test';
import { DashboardPage } from '../../local/browser/dashboard-page';
import { newCustomer, newFormerMember, pool } from '../e2e/support/people';

const COGNITO = 'https://cognito-idp.*.amazonaws.com/';
const FOR_ALL = { 'access-control-allow-origin': '*' };

test('tokens that arrive after the sign-out are not stored', async ({ visitor: { dashboard, page } }) => {
  const { email } = await newFormerMember();
  // The token never carries the tenant that the API lists, so the page refreshes it repeatedly.
  let answers = 0;
  await page.route('**/tenants/*', (route) => onlyGet(route, {
    ...(answers++ === 0
      ? { tenants: [], creation: { status: 'creating', retryAfterSeconds: 1 } }
      : { tenants: [{ tenantId: 'tenant-of-nobody', status: 'active', role: 'admin', joinedAt: new Date().toISOString() }] }),
  }));
  let release = () => {};
  const isSignedOut = new Promise<void>((resolve) => {
    release = resolve;
  });
  let refreshes = 0;
  let late: Promise<void> | undefined;
  await onCognito(page, /RefreshToken$/, async (route) => {
    refreshes++;
    const { RefreshToken, ClientId } = route.request().postDataJSON();
    const json = await pool.cognito.send(new GetTokensFromRefreshTokenCommand({ RefreshToken, ClientId }));
    late = isSignedOut.then(() => route.fulfill({ json, headers: FOR_ALL }));
  });
  await dashboard.open();
  await dashboard.signIn(email);
  await expect(page.getByRole('heading', { name: 'Setting up your tenant' })).toBeVisible();
  await expect.poll(() => late !== undefined).toBe(true);

  await dashboard.signOut();
  const answered = page.waitForResponse((response) => /RefreshToken$/.test(response.request().headers()['x-amz-target'] ?? ''));
  release();
  await answered;
  await page.waitForTimeout(2_000);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  expect(refreshes).toBe(1);
  await expect(page.getByText('You\'re signed out.')).toBeVisible();
});

test('a tab waits for all tokens while another tab signs in, and deletes none', async ({ visitor: { dashboard, page, context } }) => {
  const { userId, tenantId, tokens } = await newCustomer();
  const second = await context.newPage();
  await second.goto(outputs.DashboardUrl);
  await expect(second.getByLabel('Email')).toBeVisible();
  await dashboard.open();
  await dashboard.expectSignIn();

  const store = async (entries: Readonly<Record<string, string>>) => page.evaluate(([prefix, values]) => {
    for (const [name, value] of Object.entries(values)) {
      localStorage.setItem(`${prefix}.${name}`, value);
    }
  }, [`CognitoIdentityServiceProvider.${outputs.UserPoolClientId}`, entries] as const);
  // In Amplify's order: the user first.
  await store({ LastAuthUser: userId });
  await second.waitForTimeout(1_000);
  await expect(second.getByLabel('Email')).toBeVisible();
  await store({
    [`${userId}.accessToken`]: tokens.accessToken,
    [`${userId}.idToken`]: tokens.idToken,
    [`${userId}.clockDrift`]: '0',
  });
  await expect(second.getByText(tenantId)).toBeVisible();
  expect(await page.evaluate(() => localStorage.length)).toBe(4);
});

test('a late response in another tab for the previous user does not sign out the next user', async ({ visitor: { dashboard, page, context } }) => {
  const [ann, bob] = [await newCustomer('Ann'), await newCustomer('Bob')];
  await dashboard.open();
  await dashboard.signIn(ann.email);
  await dashboard.expectTenant(ann.tenantId);
  const held: Route[] = [];
  await page.route('**/tenants/*', (route) => void held.push(route));
  await page.getByRole('link', { name: 'My tenants' }).click();
  await expect.poll(() => held.length).toBe(1);

  const second = await context.newPage();
  const inSecond = new DashboardPage(second, outputs.DashboardUrl);
  await inSecond.open();
  await inSecond.signOut();
  await inSecond.signIn(bob.email);
  await inSecond.expectTenant(bob.tenantId);

  // The page no longer waits for this request.
  await page.unroute('**/tenants/*');
  await held[0].fulfill({ status: 401, json: {}, headers: FOR_ALL }).catch(() => undefined);
  await page.waitForTimeout(1_000);
  await second.reload();
  await inSecond.expectTenant(bob.tenantId);
  await expect(page.getByText(bob.tenantId)).toBeVisible();
});

test('a user is signed out even if Cognito does not answer', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await onCognito(page, /RevokeToken$/, async () => undefined);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect.poll(() => page.evaluate(() => localStorage.length), { timeout: 1_000 }).toBe(0);
  await expect(page.getByText('You\'re signed out.')).toBeVisible({ timeout: 6_000 });
  await page.reload();
  await dashboard.expectSignIn();
});

test('the refresh token is revoked after the sign-out', async ({ visitor: { dashboard, page } }) => {
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  const token = await page.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith('.refreshToken'))!));
  await dashboard.signOut();
  await expect(pool.cognito.send(new GetTokensFromRefreshTokenCommand({ RefreshToken: token!, ClientId: outputs.UserPoolClientId })))
    .rejects.toThrow();
});

test('no error is shown while a session ends', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  const { email, tenantId } = await newCustomer();
  await dashboard.open();
  await dashboard.signIn(email);
  await dashboard.expectTenant(tenantId);
  await page.evaluate(() => {
    const alerts: string[] = [];
    Object.assign(window, { alerts });
    new MutationObserver(() => {
      for (const alert of document.querySelectorAll('[role=alert]')) {
        if (alert.textContent !== '') alerts.push(alert.textContent);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });

  visitor.willSee(/status of 401 .*execute-api/);
  await onCognito(page, /RevokeToken$/, async () => undefined);
  await page.route('**/tenants/*', (route) => onlyGet(route, {}, 401));
  await page.getByRole('link', { name: 'My tenants' }).click();
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { alerts: string[] }).alerts)).toEqual([]);
});

function onlyGet(route: Route, json: object, status = 200): Promise<void> {
  return route.request().method() === 'GET' ? route.fulfill({ status, json, headers: FOR_ALL }) : route.continue();
}

/** Answers requests to Cognito whose operation matches. */
async function onCognito(page: Page, action: RegExp, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route(COGNITO, (route) => (
    action.test(route.request().headers()['x-amz-target'] ?? '') ? answer(route) : route.fallback()
  ));
}
