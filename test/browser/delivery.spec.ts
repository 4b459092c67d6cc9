import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { configurationOf } from './support/configuration';
import { outputs } from './support/deployment';
import { expect, test } from './support/test';

const YEAR_SECONDS = 31_536_000;

test('pages are sent with headers that keep foreign scripts, frames and listeners out', async ({ visitor: { page } }) => {
  const headers = (await page.goto(outputs.DashboardUrl))!.headers();
  const policy = Object.fromEntries(headers['content-security-policy'].split(/; */).map((directive) => {
    const [name, ...sources] = directive.split(' ');
    return [name, sources];
  }));
  expect(policy).toMatchObject({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  });
  const { apiUrl } = await configurationOf(page);
  expect(policy['connect-src']).toEqual(["'self'", 'https://cognito-idp.us-east-1.amazonaws.com', new URL(apiUrl).origin]);
  expect(headers).toMatchObject({
    'strict-transport-security': expect.stringMatching(/max-age=\d{8}/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
});

test('browsers revalidate pages and configuration each time, and cache hashed files for a year', async ({ visitor: { page } }) => {
  const answers = new Map<string, string>();
  page.on('response', (response) => answers.set(new URL(response.url()).pathname, response.headers()['cache-control'] ?? ''));
  await page.goto(outputs.DashboardUrl);
  await expect(page.getByLabel('Email')).toBeVisible();

  for (const path of ['/', '/config.json']) {
    expect(answers.get(path), path).toContain('no-cache');
  }
  const assets = [...answers].filter(([path]) => path.startsWith('/assets/'));
  expect(assets.length).toBeGreaterThan(1);
  for (const [path, cacheControl] of assets) {
    expect(cacheControl, path).toContain(`max-age=${YEAR_SECONDS}`);
    expect(cacheControl, path).toContain('immutable');
  }
});

test('a deep link returns the page, and a missing file returns an error', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  visitor.willSee(/status of 404 .*(assets|missing)/);
  await dashboard.open();
  const get = async (path: string) => page.evaluate(async (url) => {
    const { status, headers } = await fetch(url);
    return { status, contentType: headers.get('content-type') };
  }, path);
  expect(await get('/tenants')).toEqual({ status: 200, contentType: expect.stringContaining('text/html') });
  for (const path of ['/assets/index-00000000.js', '/missing.js']) {
    expect(await get(path), path).toEqual({ status: 404, contentType: expect.not.stringContaining('text/html') });
  }
});

test('the bucket with the pages answers only the distribution', async ({ visitor: { page } }) => {
  const { Buckets } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand());
  const bucket = Buckets!.find(({ Name }) => Name!.includes('dashboard'))!.Name;
  const answer = await page.request.get(`${outputs.Endpoint}/${bucket}/index.html`);
  expect(answer.status()).toBe(403);
});

test('a script that is injected into the page does not run', async ({ visitor }) => {
  const { dashboard, page } = visitor;
  visitor.willSee(/inline script violates the following Content Security Policy/);
  await dashboard.open();
  await dashboard.expectSignIn();
  const violation = page.evaluate(() => new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective), { once: true });
    const script = document.createElement('script');
    script.textContent = 'window.injected = true;';
    document.body.append(script);
  }));
  expect(await violation).toBe('script-src-elem');
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
});
