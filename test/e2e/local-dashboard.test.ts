import { outputs } from './support/engine';
import { newCustomer, newEmail } from './support/people';
import { PASSWORD } from '../../local/client/user-pool';
import type { DashboardConfiguration } from '../../src/contract/dashboard';

const url = outputs.LocalDashboardUrl!;

async function configuration(origin = url): Promise<DashboardConfiguration> {
  return await (await fetch(`${origin}/config.json`)).json() as DashboardConfiguration;
}

test('any browser can open the address: plain http, on this machine', () => {
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
});

test.each(['/', '/tenants'])('%s is the page of the dashboard, which can only call its own origin and needs no https', async (path) => {
  const response = await fetch(url + path);

  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await response.text()).toContain('<div id="root">');
  const policy = response.headers.get('content-security-policy')!.split('; ');
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('upgrade-insecure-requests');
  expect(response.headers.has('strict-transport-security')).toBe(false);
});

test('serves the scripts of the page, and answers 404 for a missing file', async () => {
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(await (await fetch(url)).text())!;

  expect((await fetch(url + script)).headers.get('content-type')).toMatch(/javascript/);
  expect((await fetch(`${url}/assets/missing.js`)).status).toBe(404);
});

test('the configuration is the deployed one, with the API and Cognito on the origin of the request', async () => {
  const origin = url.replace('localhost', '127.0.0.1');
  const { apiUrl, signIn, branding } = await configuration(origin);

  expect(signIn).toMatchObject({ userPoolId: outputs.UserPoolId, userPoolClientId: outputs.UserPoolClientId });
  expect(branding.title).toBe('Devices');
  expect([apiUrl, signIn.endpoint].map((address) => new URL(address!).origin)).toEqual([origin, origin]);
});

test('users can sign up through it, and get error messages', async () => {
  const { signIn } = await configuration();
  const signUp = (password: string) => fetch(signIn.endpoint!, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp', 'origin': url },
    body: JSON.stringify({ ClientId: signIn.userPoolClientId, Username: newEmail(), Password: password }),
  });

  const accepted = await signUp(PASSWORD);
  expect([accepted.status, await accepted.json()]).toMatchObject([200, { UserConfirmed: false }]);
  const refused = await signUp('short');
  expect([refused.status, await refused.json()]).toMatchObject([400, { __type: 'InvalidPasswordException' }]);
});

test('users can read and rename their tenant through it', async () => {
  const { apiUrl } = await configuration();
  const { tenantId, tokens } = await newCustomer();
  const headers = { 'authorization': `Bearer ${tokens.accessToken}`, 'content-type': 'application/json', 'origin': url };

  const before = await fetch(`${apiUrl}tenant/${tenantId}`, { headers });
  expect(before.status).toBe(200);
  const renamed = await fetch(`${apiUrl}tenant/${tenantId}`, {
    method: 'PUT', headers: { ...headers, 'if-match': before.headers.get('etag')! }, body: JSON.stringify({ name: 'Ada & Co' }),
  });
  expect([renamed.status, await renamed.json()]).toMatchObject([200, { name: 'Ada & Co' }]);
  expect((await fetch(`${apiUrl}tenant/${tenantId}`)).status).toBe(401);
});

test('refuses another website in the same browser, including its preflights', async () => {
  const { signIn } = await configuration();

  for (const address of [url, signIn.endpoint!]) {
    for (const method of ['OPTIONS', 'POST']) {
      const { status, headers } = await fetch(address, { method, headers: { origin: 'https://example.com' } });
      expect([status, headers.has('access-control-allow-origin')]).toEqual([403, false]);
    }
  }
});

test('refuses resources that another website embeds, whose requests have no origin', async () => {
  const imageOf = (site: string) => fetch(url, { headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' } });
  expect((await imageOf('cross-site')).status).toBe(403);
  expect((await imageOf('same-site')).status).toBe(403);
  expect((await imageOf('same-origin')).status).toBe(200);
});

test.each([
  '/_ministack/health', '/_ministack/sqs/messages', '/_localstack/health',
  '/_aws/sqs/messages', '/v2/', '/iceberg/v1/config', '/restapis', '//',
])('%s is the page, not another service of the engine', async (path) => {
  const response = await fetch(`${url}${path}`);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await response.text()).toContain('<div id="root">');
});

test.each(['lambda.us-east-1.amazonaws.com/2015-03-31/functions/', 'cognito-idp.us-east-1.amazonaws.com/?Action=ListStacks&Version=2010-05-15'])('refuses %s, which the page never requests', async (path) => {
  expect((await fetch(`${url}/_aws-hosts/${path}`)).status).toBe(403);
});

test('pages only support reading', async () => {
  expect((await fetch(url, { method: 'POST', body: 'x', headers: { origin: url } })).status).toBe(405);
});
