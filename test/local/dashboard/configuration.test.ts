import { onOneOrigin } from '../../../local/dashboard/configuration';
import { adaptToPlainHttp } from '../../../local/dashboard/plain-http-headers';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

const DEPLOYED: DashboardConfiguration = {
  apiUrl: 'https://0a4021be.execute-api.us-east-1.amazonaws.com/prod/',
  signIn: { userPoolId: 'us-east-1_abc', userPoolClientId: 'client', tokenUse: 'access', staySignedIn: true },
  branding: { title: 'Devices' },
};
const ORIGIN = 'http://localhost:4567';

test('moves the API and Cognito to the origin of the page, and changes nothing else', () => {
  expect(onOneOrigin(DEPLOYED, ORIGIN)).toEqual({
    ...DEPLOYED,
    apiUrl: 'http://localhost:4567/_aws-hosts/0a4021be.execute-api.us-east-1.amazonaws.com/prod/',
    signIn: { ...DEPLOYED.signIn, endpoint: 'http://localhost:4567/_aws-hosts/cognito-idp.us-east-1.amazonaws.com/' },
  });
});

test('keeps the path of an endpoint that the deployment configures', () => {
  const deployed = { ...DEPLOYED, signIn: { ...DEPLOYED.signIn, endpoint: 'https://cognito-idp.eu-west-1.amazonaws.com/' } };
  expect(onOneOrigin(deployed, ORIGIN).signIn.endpoint).toBe('http://localhost:4567/_aws-hosts/cognito-idp.eu-west-1.amazonaws.com/');
});

test('over plain http, no header demands https, the page can call its own origin, and the rest of the policy stays', () => {
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
