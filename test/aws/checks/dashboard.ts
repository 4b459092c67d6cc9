import { sendRaw } from '../../e2e/support/raw-request';
import { demand, demandEqual, type Check } from '../check';
import type { DeployedApp } from '../support/deployed-app';
import { getPage, type Page } from '../support/page';

const SCRIPT = /<script[^>]+src="(\/assets\/[^"]+\.js)"/;

/** Headers of every response, with their expected values. */
const SECURITY_HEADERS: ReadonlyArray<readonly [name: string, value: RegExp]> = [
  ['content-security-policy', /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/],
  ['strict-transport-security', /max-age=63072000/],
  ['x-content-type-options', /^nosniff$/],
  ['x-frame-options', /^DENY$/],
  ['referrer-policy', /^no-referrer$/],
  ['permissions-policy', /camera=\(\)/],
  ['cross-origin-opener-policy', /^same-origin$/],
];

const PROPAGATION_MS = 60_000;

export const dashboard: Check = {
  proves: 'CloudFront serves the page, its script, the configuration and the page of an unknown path, with the security headers and compressed; a missing file is a 404',
  covers: 'CloudFront asks its origins at each request',
  run: async (app) => {
    const { outputs, isEngine } = app;
    const url = outputs.DashboardUrl;
    const page = await getPage(url, '/');
    demandEqual('The status of the page', page.status, 200);
    for (const [name, value] of SECURITY_HEADERS) {
      demand(value.test(page.headers[name] ?? ''), `The header ${name} must match ${value}, but was ${page.headers[name]}.`);
    }
    demand(page.headers['content-security-policy'].includes('execute-api'), 'The content security policy must let the page call the API.');

    const script = SCRIPT.exec(page.text)?.[1];
    demand(script !== undefined, 'The page must name a script below /assets/.');
    const asset = await getPage(url, script, { 'accept-encoding': 'br, gzip' });
    demandEqual('The status of the script', asset.status, 200);
    demand(/javascript/.test(asset.headers['content-type']), `The script must be JavaScript, but was ${asset.headers['content-type']}.`);
    demand(/max-age=31536000/.test(asset.headers['cache-control']), `The script must be cached for a year, but was ${asset.headers['cache-control']}.`);
    const encoding = await compressed(app, script);
    if (!isEngine) await cached(app, script);

    const unknown = await getPage(url, '/tenant/nobody/settings');
    demandEqual('The status of an unknown path', unknown.status, 200);
    demandEqual('What is at an unknown path', unknown.text, page.text);
    for (const path of ['/assets/no-such-file.js', '/no-such-file.txt']) {
      demandEqual(`The status of ${path}`, (await getPage(url, path)).status, 404);
    }
    const configuration = JSON.parse((await getPage(url, '/config.json')).text);
    demandEqual('The pool in the configuration', configuration.signIn.userPoolId, outputs.UserPoolId);

    if (!isEngine) {
      const plain = await fetch(url.replace('https:', 'http:'), { redirect: 'manual' });
      demand([301, 307, 308].includes(plain.status), `Plain HTTP must be redirected, but was answered ${plain.status}.`);
    }
    const preflight = await sendRaw(outputs.ApiUrl, {
      method: 'OPTIONS', path: 'tenants/nobody', headers: { 'Origin': url, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization' },
    });
    demandEqual('The origin that the API allows', preflight.headers['access-control-allow-origin'], url);
    return `page, script (${encoding}), configuration and preflight are as documented`;
  },
};

/** Waits for a compressed script: CloudFront can serve the first responses uncompressed. */
function compressed(app: DeployedApp, path: string): Promise<string> {
  return app.eventually('a compressed script', async () => {
    const { headers } = await getPage(app.outputs.DashboardUrl, path, { 'accept-encoding': 'br, gzip' });
    return headers['content-encoding'];
  }, PROPAGATION_MS);
}

function cached(app: DeployedApp, path: string): Promise<Page> {
  return app.eventually('a script from the cache of CloudFront', async () => {
    const answer = await getPage(app.outputs.DashboardUrl, path, { 'accept-encoding': 'br, gzip' });
    return /hit/i.test(answer.headers['x-cache'] ?? '') ? answer : undefined;
  }, PROPAGATION_MS);
}
