import { awsDestination, onOneOrigin } from '../../local/dashboard/configuration';
import { isOfOwnOrigin } from '../../local/dashboard/own-origin';
import { adaptToPlainHttp } from '../../local/dashboard/plain-http-headers';
import type { DashboardConfiguration } from '../../src/contract/dashboard';

const DEPLOYED: DashboardConfiguration = {
  apiUrl: 'https://0a4021be.execute-api.us-east-1.amazonaws.com/prod/',
  signIn: { userPoolId: 'us-east-1_abc', userPoolClientId: 'client', tokenUse: 'access', staySignedIn: true },
  branding: { title: 'Devices' },
};
const ORIGIN = 'http://localhost:4567';

test('the API and Cognito are on the origin of the page, and nothing else of the configuration changes', () => {
  expect(onOneOrigin(DEPLOYED, ORIGIN)).toEqual({
    ...DEPLOYED,
    apiUrl: 'http://localhost:4567/_aws-hosts/0a4021be.execute-api.us-east-1.amazonaws.com/prod/',
    signIn: { ...DEPLOYED.signIn, endpoint: 'http://localhost:4567/_aws-hosts/cognito-idp.us-east-1.amazonaws.com/' },
  });
});

test('an endpoint of the deployment\'s own is kept, below the origin', () => {
  const deployed = { ...DEPLOYED, signIn: { ...DEPLOYED.signIn, endpoint: 'https://cognito-idp.eu-west-1.amazonaws.com/' } };
  expect(onOneOrigin(deployed, ORIGIN).signIn.endpoint).toBe('http://localhost:4567/_aws-hosts/cognito-idp.eu-west-1.amazonaws.com/');
});

test('what is asked of such an address is asked of that host, with path and query as they are', () => {
  const { apiUrl } = onOneOrigin(DEPLOYED, '');
  expect(awsDestination(`${apiUrl}tenant/a%2Fb?x=1`)).toEqual({
    host: '0a4021be.execute-api.us-east-1.amazonaws.com', path: '/prod/tenant/a%2Fb?x=1',
  });
});

test.each(['/', '/tenants/x', '/_aws-hosts/example.com/', '/_aws-hosts/evil.com/.amazonaws.com/', '/_aws-hosts/lambda.us-east-1.amazonaws.com/', '/_aws-hosts/'])('%s leads nowhere', (url) => {
  expect(awsDestination(url)).toBeUndefined();
});

test('over plain http nothing demands https, the page calls its own origin, and the rest of the policy stays', () => {
  const headers = {
    'strict-transport-security': 'max-age=31536000',
    'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self' https://cognito-idp.us-east-1.amazonaws.com; upgrade-insecure-requests; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
  };
  adaptToPlainHttp(headers);
  expect(headers).toEqual({
    'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
  });
});

test.each([
  ['a page of the dashboard', { host: 'localhost:4567', origin: 'http://localhost:4567' }],
  ['a page of the dashboard by its other name', { host: '127.0.0.1:4567', origin: 'http://127.0.0.1:4567' }],
  ['no page', { host: 'localhost:4567' }],
])('%s is let through', (_, headers) => {
  expect(isOfOwnOrigin(headers, 4567)).toBe(true);
});

test.each([
  ['another website', { host: 'localhost:4567', origin: 'https://example.com' }],
  ['a page on another port of this machine', { host: 'localhost:4567', origin: 'http://localhost:3000' }],
  ['a page without an origin', { host: 'localhost:4567', origin: 'null' }],
  ['a foreign name that leads to this machine', { host: 'example.com:4567', origin: 'http://example.com:4567' }],
  ['nobody who says which host is meant', {}],
])('%s is not', (_, headers) => {
  expect(isOfOwnOrigin(headers, 4567)).toBe(false);
});
