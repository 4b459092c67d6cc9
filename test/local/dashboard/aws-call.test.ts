import type { IncomingHttpHeaders } from 'node:http';
import { awsCall } from '../../../local/dashboard/aws-call';
import type { DashboardConfiguration } from '../../../src/contract/dashboard';

const API = 'abc123.execute-api.us-east-1.amazonaws.com';
const COGNITO = 'cognito-idp.us-east-1.amazonaws.com';
const DEPLOYED = { apiUrl: `https://${API}/prod/`, signIn: { userPoolId: 'us-east-1_Pool' } } as DashboardConfiguration;

const OPERATION = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const TOKEN = { 'authorization': 'Bearer token', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };

function ask(method: string, url: string, headers: IncomingHttpHeaders) {
  return awsCall({ method, url: `/_aws-hosts/${url}`, headers }, DEPLOYED);
}

test('passes on an operation of Cognito', () => {
  expect(ask('POST', `${COGNITO}/`, OPERATION)).toMatchObject({ host: COGNITO, path: '/' });
});

test.each([
  ['GET', 'tenant/t1', {}],
  ['PUT', 'tenant/t1', { 'if-match': '"1"', 'content-type': 'application/json' }],
  ['GET', 'tenant/t1/members?limit=100&cursor=WyJ0MSJd', {}],
  ['POST', 'tenants/u%401', { 'idempotency-key': 'x'.repeat(16) }],
])('passes on %s %s of the API', (method, path, headers) => {
  expect(ask(method, `${API}/prod/${path}`, { ...TOKEN, ...headers })).toMatchObject({ host: API, path: `/prod/${path}`, headers });
});

test('passes on only the headers that the page sends', () => {
  const headers = { 'cookie': 'a=b', 'x-amz-security-token': 'x', 'x-forwarded-host': 'x', 'referer': 'x', 'sec-fetch-site': 'same-origin' };
  expect(ask('GET', `${API}/prod/tenant/t1`, { ...TOKEN, ...headers })?.headers).toEqual({ authorization: 'Bearer token' });
});

describe('refuses', () => {
  const createStack = 'Action=CreateStack&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test/20261129/us-east-1/cloudformation/aws4_request';

  test.each([
    ['a query to Cognito', 'POST', `${COGNITO}/?${createStack}`, OPERATION],
    ['a navigation to Cognito', 'GET', `${COGNITO}/?${createStack}`, { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
    ['a form that is sent to Cognito', 'POST', `${COGNITO}/`, { ...OPERATION, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
    ['a form that an old browser sends', 'POST', `${COGNITO}/`, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a signed request to Cognito', 'POST', `${COGNITO}/`, { ...OPERATION, authorization: 'AWS4-HMAC-SHA256 Credential=test' }],
    ['an operation of another service', 'POST', `${COGNITO}/`, { ...OPERATION, 'x-amz-target': 'AWSStepFunctions.CreateStateMachine' }],
    ['another path of Cognito', 'POST', `${COGNITO}/2015-03-31/functions`, OPERATION],
    ['Cognito of another Region', 'POST', 'cognito-idp.eu-west-1.amazonaws.com/', OPERATION],
    ['another API', 'GET', 'other.execute-api.us-east-1.amazonaws.com/prod/tenant/t1', TOKEN],
    ['another stage', 'GET', `${API}/dev/tenant/t1`, TOKEN],
    ['another service', 'GET', 'lambda.us-east-1.amazonaws.com/2015-03-31/functions/', TOKEN],
    ['a navigation to the API', 'GET', `${API}/prod/tenant/t1`, { ...TOKEN, 'sec-fetch-mode': 'navigate' }],
    ['an image of the API', 'GET', `${API}/prod/tenant/t1`, { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a frame of the API', 'GET', `${API}/prod/tenant/t1`, { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['an action in the query', 'GET', `${API}/prod/tenant/t1?${createStack}`, TOKEN],
    ['a signature in the headers', 'GET', `${API}/prod/tenant/t1`, { ...TOKEN, authorization: 'AWS4-HMAC-SHA256 Credential=test' }],
    ['a target in the headers', 'POST', `${API}/prod/tenant/t1`, { ...TOKEN, 'x-amz-target': 'DynamoDB_20120810.Scan' }],
    ['a path that leaves the stage', 'GET', `${API}/prod/../_ministack/reset`, TOKEN],
    ['an encoded path that leaves the stage', 'GET', `${API}/prod/%2e%2e/_ministack/reset`, TOKEN],
    ['an encoded slash', 'GET', `${API}/prod/tenant%2ft1`, TOKEN],
    ['a backslash', 'GET', `${API}/prod/..\\_ministack`, TOKEN],
    ['an empty segment', 'GET', `${API}/prod//tenant`, TOKEN],
  ])('%s', (_, method, url, headers) => {
    expect(ask(method, url, headers)).toBeUndefined();
  });
});
