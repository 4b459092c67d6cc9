import { createHmac } from 'node:crypto';
import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { JWTPayload } from 'jose';
import nock from 'nock';
import type { ReadCallerRows } from '../../../../src/runtime/functions/authorizer/caller-rows';
import { createHandler } from '../../../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../../../src/runtime/functions/authorizer/verifier';
import { authorizerEvent, CLIENT_ID, lambdaContext, REQUEST_ID, TENANT_ID, USER_ID, USER_POOL_ID } from '../../events';
import { Output } from '../../output';
import { accessClaims, forgedToken, ISSUER, KEY_ID, now, TokenIssuer } from '../../tokens';

const KEY_SET_PATH = `/${USER_POOL_ID}/.well-known/jwks.json`;

let issuer: TokenIssuer;
let stranger: TokenIssuer;
let output: Output;

beforeAll(async () => {
  nock.disableNetConnect();
  issuer = await TokenIssuer.create();
  stranger = await TokenIssuer.create();
});

afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

beforeEach(() => {
  output = new Output();
});

afterEach(() => {
  nock.cleanAll();
  jest.restoreAllMocks();
});

function verifierOf(tokenUse: 'access' | 'id') {
  return createVerifier({ userPoolId: USER_POOL_ID, clientIds: ['another-client', CLIENT_ID], tokenUse });
}

async function handlerWithKeys(tokenUse: 'access' | 'id' = 'access') {
  const verifier = verifierOf(tokenUse);
  verifier.cacheJwks(await issuer.keySet());
  return createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger: output.logger, metrics: output.metrics });
}

function handlerWithoutKeys() {
  return createHandler({ verifier: verifierOf('access'), rules: { endingLength: 24, rules: [] }, logger: output.logger, metrics: output.metrics });
}

async function authorize(authorization: string | string[], header = 'Authorization') {
  return (await handlerWithKeys())(authorizerEvent({ [header]: authorization }), lambdaContext());
}

describe('a good token', () => {
  test('results in a policy and a context', async () => {
    const token = await issuer.accessToken({ exp: 1_900_000_000, auth_time: 1_800_000_000 });

    const { principalId, policyDocument, context, usageIdentifierKey } = await authorize(`Bearer ${token}`);

    expect(principalId).toBe(USER_ID);
    expect(context).toEqual({
      userId: USER_ID, userName: USER_ID, tenantId: TENANT_ID, tenantRole: 'admin', expiresAt: 1_900_000_000, authenticatedAt: 1_800_000_000,
    });
    expect(usageIdentifierKey).toBeUndefined();
    const [{ Resource, Condition }] = policyDocument.Statement as unknown as [{ Resource: string[]; Condition: unknown }];
    expect(Resource).toContain(`arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod/PUT/tenant/${TENANT_ID}`);
    expect(Condition).toEqual({ DateLessThan: { 'aws:CurrentTime': '2030-03-17T17:46:40Z' } });
  });

  test('has the user name of the pool, in both kinds of tokens', async () => {
    const handler = await handlerWithKeys('id');
    const named = await handler(authorizerEvent({ Authorization: `Bearer ${await issuer.idToken({ 'username': undefined, 'cognito:username': 'ann' })}` }), lambdaContext());
    expect(named.context).toMatchObject({ userId: USER_ID, userName: 'ann' });
    const unnamed = await issuer.accessToken({ 'username': null, 'cognito:username': 'ann' });
    expect((await authorize(`Bearer ${unnamed}`)).context).toMatchObject({ userName: 'ann' });
    expect((await authorize(`Bearer ${await issuer.accessToken({ username: 'ann' })}`)).context).toMatchObject({ userId: USER_ID, userName: 'ann' });
  });

  test('can have any role that can be declared', async () => {
    const { context } = await authorize(`Bearer ${await issuer.accessToken({ tenant_role: 'auditor-2' })}`);
    expect(context).toMatchObject({ tenantRole: 'auditor-2' });
  });

  test('is subject to the rules of the application', async () => {
    const verifier = verifierOf('access');
    verifier.cacheJwks(await issuer.keySet());
    const rules = { endingLength: 8, rules: [{ path: 'devices*', methods: ['*'], roles: ['auditor'] }] };
    const handler = createHandler({ verifier, rules, logger: output.logger, metrics: output.metrics });
    const { policyDocument } = await handler(authorizerEvent({ Authorization: `Bearer ${await issuer.accessToken()}` }), lambdaContext());
    expect(policyDocument.Statement).toContainEqual({
      Effect: 'Deny',
      Action: 'execute-api:Invoke',
      Resource: expect.arrayContaining([`arn:aws:execute-api:*:*:abcdef123/*/*t/*${TENANT_ID.slice(-8)}/devices*`]),
    });
  });

  test('of a user without a tenant allows only the routes of the user', async () => {
    const token = await issuer.accessToken({ tenant: undefined, tenant_role: undefined });

    const { policyDocument, context } = await authorize(`Bearer ${token}`);

    expect(context).toEqual({ userId: USER_ID, userName: USER_ID, expiresAt: expect.any(Number), authenticatedAt: expect.any(Number) });
    const [{ Resource }] = policyDocument.Statement as unknown as [{ Resource: string[] }];
    expect(Resource.filter((resource) => !resource.includes(`/tenants/${USER_ID}`))).toEqual([]);
  });

  test('results in the same policy on every path', async () => {
    const handler = await handlerWithKeys();
    const headers = { Authorization: `Bearer ${await issuer.accessToken()}` };
    const api = 'arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod';

    const [one, other] = await Promise.all([
      handler(authorizerEvent(headers, `${api}/GET/tenant/${TENANT_ID}`), lambdaContext()),
      handler(authorizerEvent(headers, `${api}/DELETE/something/else`), lambdaContext()),
    ]);

    expect(one).toEqual(other);
  });

  test.each(['authorization', 'AUTHORIZATION', 'aUthorization'])('is found in the header %s', async (header) => {
    await expect(authorize(`Bearer ${await issuer.accessToken()}`, header)).resolves.toMatchObject({ principalId: USER_ID });
  });

  test('is found without multi-value headers', async () => {
    const event = { ...authorizerEvent({ authorization: `bearer ${await issuer.accessToken()}` }), multiValueHeaders: null };
    await expect((await handlerWithKeys())(event, lambdaContext())).resolves.toMatchObject({ principalId: USER_ID });
  });

  test('can be an ID token if the API accepts those', async () => {
    const handler = await handlerWithKeys('id');
    await expect(handler(authorizerEvent({ Authorization: `Bearer ${await issuer.idToken()}` }), lambdaContext()))
      .resolves.toMatchObject({ principalId: USER_ID });
  });

  test('leaves nothing in the log', async () => {
    await authorize(`Bearer ${await issuer.accessToken()}`);
    expect(output.logs).toEqual([]);
  });
});

describe('with current rights', () => {
  const SESSION_START = now() - 600;
  const rows = (status = 'active', role = 'member') => ({ membership: { role: { S: role } }, tenant: { status: { S: status } } });

  async function decide(readRows: ReadCallerRows, claims: JWTPayload = {}) {
    const verifier = verifierOf('access');
    verifier.cacheJwks(await issuer.keySet());
    const handler = createHandler({
      verifier,
      rules: { endingLength: 24, rules: [] },
      currentRights: { readRows, suspensionAccess: 'none', freshnessSeconds: 30 },
      logger: output.logger,
      metrics: output.metrics,
    });
    return handler(authorizerEvent({ Authorization: `Bearer ${await issuer.accessToken({ auth_time: SESSION_START, ...claims })}` }), lambdaContext());
  }

  const resourcesOf = ({ policyDocument }: APIGatewayAuthorizerResult) => (policyDocument.Statement[0] as unknown as { Resource: string[] }).Resource;
  const endOf = ({ policyDocument }: APIGatewayAuthorizerResult) => {
    const { Condition } = policyDocument.Statement[0] as unknown as { Condition: { DateLessThan: { 'aws:CurrentTime': string } } };
    return Date.parse(Condition.DateLessThan['aws:CurrentTime']) / 1_000;
  };

  test('the policy and the context have the role of the row', async () => {
    const { context, policyDocument } = await decide(async () => rows());

    expect(context).toMatchObject({ tenantId: TENANT_ID, tenantRole: 'member' });
    expect(JSON.stringify(policyDocument)).not.toContain(`PUT/tenant/${TENANT_ID}"`);
  });

  test.each([['a former member', { tenant: { status: { S: 'active' } } }], ['a member of a suspended tenant', rows('suspended')]])(
    'the policy of %s allows only the routes of the user', async (_, found) => {
      const answer = await decide(async () => found);

      expect(answer.context).not.toHaveProperty('tenantId');
      expect(resourcesOf(answer).filter((resource) => !resource.includes(`/tenants/${USER_ID}`))).toEqual([]);
    },
  );

  test('the policy ends when the rights must be read again, counted from before they were read', async () => {
    const startedAt = now();
    const answer = await decide(async () => {
      // The second of the read must not be that of the answer.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      return rows();
    });

    expect(endOf(answer)).toBeGreaterThanOrEqual(startedAt + 30);
    expect(endOf(answer)).toBeLessThanOrEqual(now() - 1 + 30);
    expect(answer.context!.expiresAt).toBeGreaterThan(endOf(answer));
  });

  test('the policy ends with the token if that is earlier', async () => {
    const exp = now() + 10;
    expect(endOf(await decide(async () => rows(), { exp }))).toBe(exp);
  });

  test.each([
    ['an erased user', { record: { erasedat: { S: '2026-01-01T00:00:00.000Z' } } }, 'erased user'],
    ['a session that was ended', { ...rows(), record: { validafter: { N: String(SESSION_START) } } }, 'ended session'],
  ])('%s is unauthorized', async (_, found, reason) => {
    await expect(decide(async () => found)).rejects.toThrow(/^Unauthorized$/);
    expect(output.logs).toEqual([expect.objectContaining({ level: 'INFO', reason })]);
  });

  test('rows that cannot be read are an outage: nobody is let in, nobody is signed out', async () => {
    await expect(decide(async () => { throw new Error('DynamoDB responded with 500.'); })).rejects.toThrow(/^The rights of the caller are not available\.$/);
    expect(output.logs).toEqual([expect.objectContaining({ level: 'ERROR' })]);
    expect(output.counted).toEqual(['RightsUnavailable']);
  });

  test('an invalid token reads nothing', async () => {
    const readRows = jest.fn();
    await expect(decide(readRows, { exp: now() - 1 })).rejects.toThrow(/^Unauthorized$/);
    expect(readRows).not.toHaveBeenCalled();
  });
});

describe('a request without exactly one bearer token is unauthorized', () => {
  test.each<[string, (token: string) => string | string[]]>([
    ['no scheme', (token) => token],
    ['another scheme', (token) => `Basic ${token}`],
    ['an empty header', () => ''],
    ['the scheme alone', () => 'Bearer '],
    ['a doubled scheme', (token) => `Bearer Bearer ${token}`],
    ['two blanks', (token) => `Bearer  ${token}`],
    ['a blank at the end', (token) => `Bearer ${token} `],
    ['two tokens', (token) => `Bearer ${token} ${token}`],
    ['two joined headers', (token) => `Bearer ${token}, Bearer ${token}`],
    ['a doubled header', (token) => [`Bearer ${token}`, `Bearer ${token}`]],
    ['a doubled header with one good value', (token) => ['Basic x', `Bearer ${token}`]],
  ])('%s', async (_, header) => {
    await expect(authorize(header(await issuer.accessToken()))).rejects.toEqual(new Error('Unauthorized'));
  });

  test('no header', async () => {
    await expect((await handlerWithKeys())(authorizerEvent({}), lambdaContext())).rejects.toEqual(new Error('Unauthorized'));
  });

  test('headers that differ in case', async () => {
    const value = `Bearer ${await issuer.accessToken()}`;
    const event = authorizerEvent({ Authorization: value, authorization: value });
    await expect((await handlerWithKeys())(event, lambdaContext())).rejects.toEqual(new Error('Unauthorized'));
  });

  test('no headers at all', async () => {
    const event = { ...authorizerEvent({}), headers: null, multiValueHeaders: null };
    await expect((await handlerWithKeys())(event, lambdaContext())).rejects.toEqual(new Error('Unauthorized'));
  });
});

describe('a bad token is unauthorized', () => {
  const badClaims: Array<[string, JWTPayload]> = [
    ['expired', { exp: now() - 1 }],
    ['not valid yet', { nbf: now() + 600 }],
    ['without an end', { exp: undefined }],
    ['with an expiry that is not a date', { exp: 9e15 }],
    ['of another pool', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1234' }],
    ['without an issuer', { iss: undefined }],
    ['of another client', { client_id: 'someone-else' }],
    ['without a client', { client_id: undefined }],
    ['of the other use', { token_use: 'id', aud: CLIENT_ID, client_id: undefined }],
    ['without a use', { token_use: undefined }],
    ['without a subject', { sub: undefined }],
    ['of a machine, by client credentials: its subject is its app client', { sub: CLIENT_ID, username: undefined, tenant: undefined, tenant_role: undefined }],
    ['of a machine that was given a tenant', { sub: CLIENT_ID, username: undefined }],
    ['with a user name that is a number', { username: 7 }],
    ['with an empty user name', { username: '' }],
    ['with a subject that is a wildcard', { sub: '*' }],
    ['with a subject that has a slash', { sub: 'a/b' }],
    ['with an empty tenant', { tenant: '' }],
    ['with a tenant that is null', { tenant: null }],
    ['with a list of tenants', { tenant: [TENANT_ID] }],
    ['with a tenant object', { tenant: { id: TENANT_ID } }],
    ['with a tenant that is a number', { tenant: 12345 }],
    ['with the tenant *', { tenant: '*' }],
    ['with a tenant that ends in *', { tenant: 'tenant-*' }],
    ['with a tenant that has ?', { tenant: 'tenant-?' }],
    ['with a tenant that has a slash', { tenant: 'a/b' }],
    ['with a tenant that goes up', { tenant: '..' }],
    ['with a tenant in other letters', { tenant: 'tenänt' }],
    ['with a tenant that is encoded', { tenant: 'tenant%2a' }],
    ['with a tenant and a line end', { tenant: `${TENANT_ID}\n` }],
    ['with a tenant that is too long', { tenant: 'a'.repeat(65) }],
    ['with a tenant and no role', { tenant_role: undefined }],
    ['with a role that is none', { tenant_role: 'Owner' }],
    ['with a list of roles', { tenant_role: ['admin'] }],
  ];

  test.each(badClaims)('%s', async (_, changes) => {
    await expect(authorize(`Bearer ${await issuer.accessToken(changes)}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test('an ID token if the API accepts access tokens', async () => {
    await expect(authorize(`Bearer ${await issuer.idToken()}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test('an access token if the API accepts ID tokens', async () => {
    const handler = await handlerWithKeys('id');
    await expect(handler(authorizerEvent({ Authorization: `Bearer ${await issuer.accessToken()}` }), lambdaContext()))
      .rejects.toEqual(new Error('Unauthorized'));
  });

  test('signed by another key of the same name', async () => {
    await expect(authorize(`Bearer ${await stranger.accessToken()}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test('changed after signing', async () => {
    const [header, , signature] = (await issuer.accessToken()).split('.');
    const claims = Buffer.from(JSON.stringify({ ...accessClaims(), tenant: 'another-tenant' })).toString('base64url');
    await expect(authorize(`Bearer ${header}.${claims}.${signature}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test.each(['none', 'None', 'NONE'])('algorithm %s', async (alg) => {
    for (const signature of ['', 'AA']) {
      const token = forgedToken({ alg, kid: KEY_ID }, accessClaims(), signature);
      await expect(authorize(`Bearer ${token}`)).rejects.toEqual(new Error('Unauthorized'));
    }
  });

  test('signed with the public key as a shared secret', async () => {
    const unsigned = forgedToken({ alg: 'HS256', kid: KEY_ID, typ: 'JWT' }, accessClaims(), '').slice(0, -1);
    const signature = createHmac('sha256', await issuer.publicKeyPem()).update(unsigned).digest('base64url');
    await expect(authorize(`Bearer ${unsigned}.${signature}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test('key that comes along in the header', async () => {
    const [jwk] = (await stranger.keySet()).keys;
    const [, claims, signature] = (await stranger.accessToken()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: KEY_ID, jwk })).toString('base64url');
    await expect(authorize(`Bearer ${header}.${claims}.${signature}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test('without a key id', async () => {
    const token = forgedToken({ alg: 'RS256' }, accessClaims(), 'AA');
    await expect(authorize(`Bearer ${token}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test.each(['garbage', 'a.b', 'a.b.c', '..', 'e30.e30.AA'])('a text that is not a token: %s', async (token) => {
    await expect(authorize(`Bearer ${token}`)).rejects.toEqual(new Error('Unauthorized'));
  });

  test('an unknown key, for which the key set is fetched only once', async () => {
    const keySet = nock(ISSUER).get('/.well-known/jwks.json').once().reply(200, await issuer.keySet());
    const handler = await handlerWithKeys();
    const unknown = await TokenIssuer.create('key-nobody-knows');
    const event = authorizerEvent({ Authorization: `Bearer ${await unknown.accessToken()}` });

    await expect(handler(event, lambdaContext())).rejects.toEqual(new Error('Unauthorized'));
    await expect(handler(event, lambdaContext())).rejects.toEqual(new Error('Unauthorized'));

    expect(keySet.isDone()).toBe(true);
    expect(output.counted).toEqual([]);
  });

  test('has its reason in the log', async () => {
    await authorize(`Bearer ${await issuer.accessToken({ exp: now() - 1 })}`).catch(() => undefined);
    expect(output.logs).toContainEqual(expect.objectContaining({ message: 'A request was refused', reason: 'expired', correlation_id: REQUEST_ID }));
  });

  test.each<[string, () => Promise<string>]>([
    ['no bearer token', async () => 'Basic x'],
    ['claims that cannot be used', async () => `Bearer ${await issuer.accessToken({ tenant: '*' })}`],
  ])('has its own reason in the log: %s', async (reason, authorization) => {
    await authorize(await authorization()).catch(() => undefined);
    expect(output.logs).toEqual([expect.objectContaining({ reason })]);
  });

  test('is logged under the id of the invocation when the event has no request context, as a test event in the console', async () => {
    const event = { ...authorizerEvent({}), requestContext: undefined } as never;
    await expect((await handlerWithKeys())(event, lambdaContext())).rejects.toEqual(new Error('Unauthorized'));
    expect(output.logs).toContainEqual(expect.objectContaining({ correlation_id: lambdaContext().awsRequestId }));
  });
});

test('a start fetches one key set', async () => {
  let others = 0;
  const onOther = () => { others += 1; };
  nock.emitter.on('no match', onOther);
  nock(ISSUER).get('/.well-known/jwks.json').reply(200, async () => issuer.keySet());
  const verifier = verifierOf('access');

  await verifier.hydrate();

  nock.emitter.off('no match', onOther);
  expect({ others, isDone: nock.isDone() }).toEqual({ others: 0, isDone: true });
  await expect(verifier.verify(await issuer.accessToken())).resolves.toMatchObject({ sub: USER_ID });
});

describe('a key set that cannot be fetched', () => {
  const faults: Array<[string, (interceptor: nock.Interceptor) => nock.Scope]> = [
    ['answers 500', (keySet) => keySet.reply(500)],
    ['answers 404', (keySet) => keySet.reply(404)],
    ['resets the connection', (keySet) => keySet.replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
    ['has no address', (keySet) => keySet.replyWithError(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))],
    ['is not JSON', (keySet) => keySet.reply(200, '<html>')],
    ['is not a key set', (keySet) => keySet.reply(200, { hello: 'world' })],
    ['has broken keys', (keySet) => keySet.reply(200, { keys: [{ kid: KEY_ID, kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' }] })],
    ['has keys for encryption', (keySet) => keySet.reply(200, { keys: [{ kid: KEY_ID, kty: 'RSA', alg: 'RS256', use: 'enc', n: 'AA', e: 'AQAB' }] })],
  ];

  test.each(faults)('because it %s is not a fault of the token', async (_, reply) => {
    reply(nock('https://cognito-idp.us-east-1.amazonaws.com').persist().get(KEY_SET_PATH));
    const token = await issuer.accessToken();

    const answer = handlerWithoutKeys()(authorizerEvent({ Authorization: `Bearer ${token}` }), lambdaContext());

    await expect(answer).rejects.toEqual(new Error('The key set of the user pool is not available.'));
    expect(output.counted).toEqual(['KeySetUnavailable']);
  });

  test('is assumed for an unknown error', async () => {
    const verifier = { verify: async () => Promise.reject(new TypeError('unforeseen')) };
    const handler = createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger: output.logger, metrics: output.metrics });
    await expect(handler(authorizerEvent({ Authorization: 'Bearer a.b.c' }), lambdaContext()))
      .rejects.toEqual(new Error('The key set of the user pool is not available.'));
  });

  test('is requested twice for 1.5 seconds, which leaves time to answer', async () => {
    const hanging = nock('https://cognito-idp.us-east-1.amazonaws.com').get(KEY_SET_PATH).twice().delay(20_000).reply(200, await issuer.keySet());
    const start = performance.now();

    await expect(verifierOf('access').hydrate()).rejects.toThrow('1500 ms');

    const seconds = (performance.now() - start) / 1000;
    expect(hanging.isDone()).toBe(true);
    expect(seconds).toBeGreaterThan(2.9);
    expect(seconds).toBeLessThan(5);
    nock.abortPendingRequests();
  });

  test('is requested again at the next request', async () => {
    const host = nock('https://cognito-idp.us-east-1.amazonaws.com');
    host.get(KEY_SET_PATH).reply(503);
    host.get(KEY_SET_PATH).reply(200, await issuer.keySet());
    const handler = handlerWithoutKeys();
    const event = authorizerEvent({ Authorization: `Bearer ${await issuer.accessToken()}` });

    await expect(handler(event, lambdaContext())).rejects.toThrow('not available');
    await expect(handler(event, lambdaContext())).resolves.toMatchObject({ principalId: USER_ID });
  });
});
