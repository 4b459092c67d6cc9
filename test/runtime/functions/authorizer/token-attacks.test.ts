import { createHmac, createPublicKey } from 'node:crypto';
import { CompactEncrypt, generateKeyPair, importSPKI, type JWTPayload, SignJWT } from 'jose';
import nock from 'nock';
import { createHandler } from '../../../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../../../src/runtime/functions/authorizer/verifier';
import { authorizerEvent, CLIENT_ID, lambdaContext, OTHER_TENANT_ID, TENANT_ID, USER_ID, USER_POOL_ID } from '../../events';
import { Output } from '../../output';
import { accessClaims, base64url, ISSUER, KEY_ID, now, OTHER_ISSUER, TokenIssuer } from '../../tokens';

/** These tokens are signed with the pool's key, although the pool would never sign them. So only their claims can cause a refusal. */
let issuer: TokenIssuer;
let stranger: TokenIssuer;
let publicKeyPem: string;
let requests: string[];

const HEADER = JSON.stringify({ alg: 'RS256', kid: KEY_ID });
const UNAUTHORIZED = new Error('Unauthorized');

beforeAll(async () => {
  nock.disableNetConnect();
  nock.emitter.on('no match', ({ options, host, path }) => requests.push(`${options?.host ?? host}${options?.path ?? path}`));
  issuer = await TokenIssuer.create();
  stranger = await TokenIssuer.create();
  publicKeyPem = await issuer.publicKeyPem();
});

afterAll(() => {
  nock.emitter.removeAllListeners('no match');
  nock.enableNetConnect();
  nock.restore();
});

beforeEach(() => {
  requests = [];
});

afterEach(() => {
  nock.cleanAll();
  jest.restoreAllMocks();
});

async function authorize(token: string, tokenUse: 'access' | 'id' = 'access', hasKeySet = true) {
  const { logger, metrics } = new Output();
  const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], tokenUse });
  if (hasKeySet) verifier.cacheJwks(await issuer.keySet());
  const handler = createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger, metrics });
  return handler(authorizerEvent({ Authorization: `Bearer ${token}` }), lambdaContext());
}

async function expectRefusal(token: string, tokenUse?: 'access' | 'id', hasKeySet?: boolean) {
  await expect(authorize(token, tokenUse, hasKeySet)).rejects.toEqual(UNAUTHORIZED);
  expect(requests).toEqual([]);
}

/** The text of claims in which one is written in another way than `JSON.stringify` would. */
function claimsWith(text: string, changes: JWTPayload = {}): string {
  return JSON.stringify({ ...accessClaims(), ...changes }).replace(/}$/, `,${text}}`);
}

/** Rows of a table of tests, each with a name that fits on a line. */
function asNamed(texts: readonly string[]): Array<[string, string]> {
  return texts.map((text) => [text.slice(0, 40), text]);
}

describe('a token of another algorithm is unauthorized', () => {
  const secrets: Array<[string, () => Buffer | string]> = [
    ['PEM', () => publicKeyPem],
    ['PEM without its last line end', () => publicKeyPem.trimEnd()],
    ['DER', () => createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' })],
    ['PKCS #1 DER', () => createPublicKey(publicKeyPem).export({ type: 'pkcs1', format: 'der' })],
    ['JWK', () => JSON.stringify(createPublicKey(publicKeyPem).export({ format: 'jwk' }))],
    ['modulus', () => Buffer.from(createPublicKey(publicKeyPem).export({ format: 'jwk' }).n!, 'base64url')],
  ];
  const hashes = [['HS256', 'sha256'], ['HS384', 'sha384'], ['HS512', 'sha512']] as const;

  test.each(secrets.flatMap(([form, secret]) => hashes.map(([alg, hash]) => [alg, form, hash, secret] as const)))(
    '%s with the public key as secret, as %s', async (alg, _, hash, secret) => {
      const input = `${base64url(JSON.stringify({ alg, kid: KEY_ID }))}.${base64url(JSON.stringify(accessClaims()))}`;
      await expectRefusal(`${input}.${createHmac(hash, secret()).update(input).digest('base64url')}`);
    });

  test.each(['RS384', 'RS512', 'PS256', 'PS384', 'PS512'])('%s with the pool\'s own key', async (alg) => {
    await expectRefusal(await issuer.sign(accessClaims(), alg));
  });

  test.each(['ES256', 'ES384', 'ES512', 'EdDSA'])('%s with a key that has the name of the pool\'s', async (alg) => {
    const { privateKey } = await generateKeyPair(alg);
    await expectRefusal(await new SignJWT(accessClaims()).setProtectedHeader({ alg, kid: KEY_ID }).sign(privateKey));
  });

  test.each<[string, unknown]>([
    ['in small letters', 'rs256'],
    ['with a blank', 'RS256 '],
    ['empty', ''],
    ['null', null],
    ['a list', ['RS256']],
    ['an object', { RS256: true }],
    ['a number', 256],
    ['missing', undefined],
    ['a property of every object', 'constructor'],
  ])('whose name is %s', async (_, alg) => {
    await expectRefusal(issuer.signText(JSON.stringify({ alg, kid: KEY_ID }), JSON.stringify(accessClaims())));
  });
});

describe('a key that the token brings along', () => {
  const parameters: Array<[string, () => Promise<Record<string, unknown>>]> = [
    ['jwk', async () => ({ jwk: (await stranger.keySet()).keys[0] })],
    ['jku', async () => ({ jku: 'https://attacker.example/jwks.json' })],
    ['jku in the pool\'s own look', async () => ({ jku: `${ISSUER}@attacker.example/.well-known/jwks.json` })],
    ['x5u', async () => ({ x5u: 'https://attacker.example/chain.pem' })],
    ['x5c', async () => ({ x5c: [createPublicKey(await stranger.publicKeyPem()).export({ type: 'spki', format: 'der' }).toString('base64')] })],
    ['x5t', async () => ({ 'x5t': 'AAAA', 'x5t#S256': 'AAAA' })],
    ['all of them', async () => ({
      jwk: (await stranger.keySet()).keys[0], jku: 'http://169.254.169.254/latest/meta-data/', x5u: 'file:///etc/passwd',
    })],
  ];

  test.each(parameters)('is not trusted, and nothing is fetched: %s', async (_, header) => {
    await expectRefusal(stranger.signText(JSON.stringify({ alg: 'RS256', kid: KEY_ID, ...await header() }), JSON.stringify(accessClaims())));
  });

  test.each(parameters)('is ignored in a token with the pool\'s own signature: %s', async (_, header) => {
    const token = issuer.signText(JSON.stringify({ alg: 'RS256', kid: KEY_ID, ...await header() }), JSON.stringify(accessClaims()));
    await expect(authorize(token)).resolves.toMatchObject({ principalId: USER_ID });
    expect(requests).toEqual([]);
  });

  test.each([
    [['exp']], [['b64']], [['http://example.com/unheard-of']], [[]], ['exp'], [null],
  ])('a token with a critical header is refused: crit %j', async (crit) => {
    await expectRefusal(issuer.signText(JSON.stringify({ alg: 'RS256', kid: KEY_ID, b64: true, crit }), JSON.stringify(accessClaims())));
  });
});

describe('a key id', () => {
  const KEY_SET_PATH = '/.well-known/jwks.json';

  test.each(asNamed([
    'key-2', 'KEY-1', `${KEY_ID} `, `${KEY_ID}\u0000`, '../../key-1', '../../../../dev/null', '/dev/null', 'file:///dev/null',
    'https://attacker.example/jwks.json', 'key-1\' OR \'1\'=\'1', '\'; DROP TABLE keys; --', '__proto__', 'constructor', 'ключ', 'k'.repeat(10_000),
  ]))('that nobody knows costs one look at the pool\'s key set: %j', async (_, kid) => {
    const keySet = nock(ISSUER).get(KEY_SET_PATH).once().reply(200, await issuer.keySet());
    await expectRefusal(issuer.signText(JSON.stringify({ alg: 'RS256', kid }), JSON.stringify(accessClaims())));
    expect(keySet.isDone()).toBe(true);
  });

  test.each<[string, unknown]>([
    ['number', 1], ['list', [KEY_ID]], ['object', { kid: KEY_ID }], ['boolean', true], ['null', null],
  ])('that is not a text is unauthorized: %s', async (_, kid) => {
    await expectRefusal(issuer.signText(JSON.stringify({ alg: 'RS256', kid }), JSON.stringify(accessClaims())));
  });

  test('is read in its last version if it is repeated', async () => {
    const known = `{"alg":"RS256","kid":"unknown","kid":"${KEY_ID}"}`;
    await expect(authorize(issuer.signText(known, JSON.stringify(accessClaims())))).resolves.toMatchObject({ principalId: USER_ID });
  });
});

describe('a claim of the right kind and the wrong value is unauthorized', () => {
  const HOST = 'cognito-idp.us-east-1.amazonaws.com';
  const issuers = [
    `${ISSUER}/`, `${ISSUER} `, ` ${ISSUER}`, `${ISSUER}#`, `${ISSUER}?`, `${ISSUER}\u0000`, `${ISSUER}X`, ISSUER.slice(0, -1),
    ISSUER.replace('https', 'http'), ISSUER.replace('https', 'HTTPS'), ISSUER.toUpperCase(), ISSUER.toLowerCase(),
    ISSUER.replaceAll('us-east-1', 'us-west-2'), ISSUER.replace('us-east-1_', 'us-west-2_'), ISSUER.replace('us-east-1.', 'us-west-2.'),
    `https://${HOST}/x/../${USER_POOL_ID}`, `https://${HOST}//${USER_POOL_ID}`, `https://${HOST}:443/${USER_POOL_ID}`,
    `https://${HOST}./${USER_POOL_ID}`, `https://attacker.example@${HOST}/${USER_POOL_ID}`, `https://${HOST}.attacker.example/${USER_POOL_ID}`,
    `https://${HOST}@attacker.example/${USER_POOL_ID}`, `https://${HOST}/${encodeURIComponent(USER_POOL_ID)}%20`,
    `https://attacker.example/${ISSUER}`, `https://issuer-${HOST}/us-east-1_Other1234`, OTHER_ISSUER, USER_POOL_ID, HOST, '',
  ];
  test.each(issuers)('issuer %s', async (iss) => {
    await expectRefusal(issuer.signText(HEADER, JSON.stringify({ ...accessClaims(), iss })));
  });

  test.each([...issuers, undefined])('issuer %s, and no key set is fetched for it', async (iss) => {
    await expectRefusal(issuer.signText(HEADER, JSON.stringify({ ...accessClaims(), iss })), 'access', false);
    await expectRefusal(issuer.signText(JSON.stringify({ alg: 'RS256', kid: 'unknown' }), JSON.stringify({ ...accessClaims(), iss })));
  });

  const clients = [
    `${CLIENT_ID} `, ` ${CLIENT_ID}`, `${CLIENT_ID}\n`, `${CLIENT_ID},other`, CLIENT_ID.slice(1), CLIENT_ID.slice(0, -1), `${CLIENT_ID}x`,
    CLIENT_ID.toLowerCase(), `*${CLIENT_ID}`, '*', '',
  ];
  test.each(clients)('client "%s"', async (client) => {
    await expectRefusal(await issuer.accessToken({ client_id: client }));
    await expectRefusal(await issuer.idToken({ aud: client }), 'id');
  });

  test('client in the place of the other kind of token', async () => {
    await expectRefusal(await issuer.accessToken({ client_id: undefined, aud: CLIENT_ID }));
    await expectRefusal(await issuer.idToken({ aud: undefined, client_id: CLIENT_ID }), 'id');
  });

  test.each(['Access', 'access ', 'id', 'refresh', ''])('use "%s"', async (use) => {
    await expectRefusal(await issuer.accessToken({ token_use: use }));
  });

  const tenants = [
    `${TENANT_ID}*`, `${TENANT_ID}?`, '?'.repeat(32), '**', 'tenant-1/../tenant-2', './tenant-1', 'tenant-1%2Ftenant-2', '%2e%2e', 'tenant-1%00',
    'tenant-1\u0000', '\ntenant-1', 'tenant-1\r\n', 'tenant-1\t', ' tenant-1', 'tenant-1\u2028', 'tenant-1\ufeff', 'tenant-1\u200b',
    // Homoglyphs (Cyrillic a, fullwidth a, Kelvin sign), digits of other scripts, direction marks, combining marks, lone surrogates.
    'ten\u0430nt', 'ten\uff41nt', '\u212aelvin', 'tenant-\u0661', '\u202etnanet', 'tenant\u200f', 'tena\u0301nt', 'tenant\ud800', 'ſtenant',
    'Tenant-1', 'TENANT', '${aws:PrincipalTag/tenantId}', '{tenantId}', 'tenant_1', 'a', 'tenant-1,tenant-2', '\\tenant', '"tenant"',
  ];
  test.each(tenants)('tenant %j', async (tenant) => {
    await expectRefusal(await issuer.accessToken({ tenant }));
  });

  test.each(['*', 'user/..', 'a?', 'user%2F', 'us\u0435r', 'user\n', '\u0000', 'u'.repeat(129), '', 'a b', '${aws:username}'])('user %j', async (sub) => {
    await expectRefusal(await issuer.accessToken({ sub }));
  });

  test.each(['Admin', 'admin ', 'ADMIN', 'admin\u0000', 'аdmin', '', 'a', '*', 'admin/x', '__proto__', 'a'.repeat(33)])('role %j', async (role) => {
    await expectRefusal(await issuer.accessToken({ tenant_role: role }));
  });
});

describe('a claim of another kind is unauthorized', () => {
  const others: Array<[string, string]> = [
    ['a number', '1'], ['true', 'true'], ['false', 'false'], ['null', 'null'], ['a list of it', 'LIST'], ['an empty list', '[]'], ['an object', '{"a":"b"}'],
    ['an object that reads like it', '{"toString":"x","length":2}'],
  ];
  const claims = ['sub', 'iss', 'client_id', 'token_use', 'tenant', 'tenant_role'] as const;

  test.each(claims.flatMap((claim) => others.map(([kind, json]) => [claim, kind, json] as const)))('%s as %s', async (claim, _, json) => {
    const value = json === 'LIST' ? JSON.stringify([accessClaims()[claim]]) : json;
    await expectRefusal(issuer.signText(HEADER, claimsWith(`"${claim}":${value}`, { [claim]: undefined })));
  });

  test('audience of an id token as a list', async () => {
    await expectRefusal(await issuer.idToken({ aud: [CLIENT_ID] }), 'id');
  });

  const ends: Array<[string, string]> = [
    ['text', `"${now() + 3600}"`], ['a date', '"2999-01-01T00:00:00Z"'], ['a fraction', `${now() + 3600}.5`], ['null', 'null'], ['true', 'true'],
    ['a list', `[${now() + 3600}]`], ['an object', '{}'], ['zero', '0'], ['negative', '-1'],
    ['negative and no date', '-1e300'], ['beyond all dates', '1e300'], ['beyond all numbers', '1e400'], ['beyond safe integers', '9007199254740993'],
    ['in milliseconds', String((now() + 3600) * 1000)], ['the first second of the year 10000', '253402300800'],
  ];
  test.each(ends)('exp that is %s', async (_, value) => {
    await expectRefusal(issuer.signText(HEADER, claimsWith(`"exp":${value}`, { exp: undefined })));
  });

  test.each([
    ['text', `"${now() - 10}"`], ['beyond all dates', '1e300'], ['beyond all numbers', '1e400'], ['a list', '[]'], ['in milliseconds', String(now() * 1000)],
  ])('nbf that is %s', async (_, value) => {
    await expectRefusal(issuer.signText(HEADER, claimsWith(`"nbf":${value}`)));
  });

  test.each(asNamed([
    'null', '[]', '[{}]', '"text"', '7', 'true', '{', '{}x', '', '\u0000', '{"sub":', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  ]))('claims or header that are not an object: %j', async (_, text) => {
    await expectRefusal(issuer.signText(HEADER, text));
    await expectRefusal(issuer.signText(text, JSON.stringify(accessClaims())));
  });
});

describe('a repeated claim', () => {
  test.each([
    ['"tenant":"first-tenant","tenant":"last-tenant"'],
    ['"tenant":"first-tenant","t\\u0065nant":"last-tenant"'],
    ['"t\\u0065nant":"first-tenant","tenant":"last-tenant"'],
  ])('is read in its last version, in both policy and context: %s', async (text) => {
    const { policyDocument, context } = await authorize(issuer.signText(HEADER, claimsWith(text, { tenant: undefined })));
    expect(context).toMatchObject({ tenantId: 'last-tenant' });
    expect(JSON.stringify(policyDocument)).toContain('/tenant/last-tenant');
    expect(JSON.stringify(policyDocument)).not.toContain('first-tenant');
  });

  test.each<[string, string]>([
    ['sub', '"*"'], ['iss', '"https://attacker.example"'], ['client_id', '"other"'], ['token_use', '"id"'], ['exp', '1'], ['tenant', '"*"'],
    ['tenant_role', '"Owner"'],
  ])('is unauthorized when the last version of %s is bad, and good when just the first is', async (claim, bad) => {
    const good = JSON.stringify(accessClaims()[claim]);
    await expectRefusal(issuer.signText(HEADER, claimsWith(`"${claim}":${good},"${claim}":${bad}`, { [claim]: undefined })));
    await expect(authorize(issuer.signText(HEADER, claimsWith(`"${claim}":${bad},"${claim}":${good}`, { [claim]: undefined }))))
      .resolves.toMatchObject({ principalId: USER_ID, context: { tenantId: TENANT_ID, tenantRole: 'admin' } });
  });
});

test.each(['__proto__', 'constructor'])('no claim is inherited from %s', async (name) => {
  const claims = claimsWith(`"${name}":{"tenant":"${OTHER_TENANT_ID}","tenant_role":"admin"}`, { tenant: undefined, tenant_role: undefined });
  const { context, policyDocument } = await authorize(issuer.signText(HEADER, claims));
  expect(context).toEqual({ userId: USER_ID, userName: USER_ID, expiresAt: expect.any(Number), authenticatedAt: expect.any(Number) });
  expect(JSON.stringify(policyDocument)).not.toContain(OTHER_TENANT_ID);
});

describe('a token with another encoding', () => {
  const segments = (token: string) => token.split('.') as [string, string, string];

  test.each<[string, (token: string) => string]>([
    ['padded header', (token) => token.replace('.', '=.')],
    ['padded claims', (token) => segments(token).map((part, index) => (index === 1 ? `${part}==` : part)).join('.')],
    ['signature in the other alphabet', (token) => `${token.slice(0, token.lastIndexOf('.'))}.${segments(token)[2].replace(/[-_]/, '+')}`],
    ['blank in the claims', (token) => segments(token).map((part, index) => (index === 1 ? `${part.slice(0, 9)} ${part.slice(9)}` : part)).join('.')],
    ['line end in the signature', (token) => `${token.slice(0, -9)}\n${token.slice(-9)}`],
    ['line end behind', (token) => `${token}\n`],
    ['NUL behind', (token) => `${token}\u0000`],
    ['dot in front', (token) => `.${token}`],
    ['dot behind', (token) => `${token}.`],
    ['empty segment', (token) => token.replace('.', '..')],
    ['five segments', (token) => `${token}.AAAA.AAAA`],
    ['no signature', (token) => segments(token).slice(0, 2).join('.')],
    ['empty signature', (token) => `${segments(token).slice(0, 2).join('.')}.`],
    ['signature cut short', (token) => token.slice(0, -2)],
    ['signature with a tail', (token) => `${token}AAAA`],
    ['signature of nothing', (token) => `${segments(token).slice(0, 2).join('.')}.${'A'.repeat(342)}`],
    ['signature of another token', (token) => `${segments(token).slice(0, 2).join('.')}.${segments(stranger.signText(HEADER, '{}'))[2]}`],
    ['claims and header changed over', (token) => [segments(token)[1], segments(token)[0], segments(token)[2]].join('.')],
    ['JSON serialization', (token) => JSON.stringify({ protected: segments(token)[0], payload: segments(token)[1], signature: segments(token)[2] })],
    ['encoded once more', (token) => base64url(token)],
    ['percent-encoded', (token) => token.replaceAll('.', '%2E')],
    ['in quotes', (token) => `"${token}"`],
  ])('is unauthorized: %s', async (_, change) => {
    await expectRefusal(change(await issuer.accessToken()));
  });

  test('is unauthorized when it is encrypted instead of signed', async () => {
    for (const alg of ['RSA-OAEP', 'RSA-OAEP-256']) {
      const encrypted = new CompactEncrypt(Buffer.from(JSON.stringify(accessClaims()))).setProtectedHeader({ alg, enc: 'A256GCM', kid: KEY_ID });
      await expectRefusal(await encrypted.encrypt(await importSPKI(publicKeyPem, alg)));
    }
  });

  test('is the same token when just the unused bits and the padding of its signature differ', async () => {
    const token = await issuer.accessToken();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // Of the six bits of the last letter, two belong to the 2048 of the signature.
    const last = alphabet.indexOf(token.at(-1)!);
    const expected = await authorize(token);
    for (const variant of [`${token}==`, token.slice(0, -1) + alphabet[last + 1]]) {
      await expect(authorize(variant)).resolves.toEqual(expected);
    }
    await expectRefusal(token.slice(0, -1) + alphabet[(last + 16) % 64]);
  });
});

describe('a token of many kilobytes', () => {
  test.each([10_000, 100_000])('does not result in a larger policy: %d', async (size) => {
    const small = await authorize(await issuer.accessToken({ exp: 1_900_000_000 }));
    await expect(authorize(await issuer.accessToken({ exp: 1_900_000_000, padding: 'x'.repeat(size) }))).resolves.toEqual(small);
  });

  test.each<[string, (size: number) => string]>([
    ['one letter', (size) => 'a'.repeat(size)],
    ['dots', (size) => '.'.repeat(size)],
    ['padding', (size) => `a.a.a${'='.repeat(size)}`],
    ['three long segments', (size) => Array(3).fill('a'.repeat(size)).join('.')],
    ['padding that does not end there', (size) => `${'='.repeat(size)}a`],
    ['a long signature', (size) => `${base64url(HEADER)}.${base64url(JSON.stringify(accessClaims()))}.${'A'.repeat(size)}`],
  ])('is refused at once: %s', async (_, text) => {
    for (const size of [10_000, 100_000]) {
      const start = performance.now();
      await expectRefusal(text(size));
      // Time that grows with the square of the length would be seconds.
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});

describe('a separator that is not one blank is unauthorized', () => {
  test.each(['\t', '\n', '\r\n', '\u00a0', '\u3000', '%20', '', ':', '=', ' \t'])('%j', async (separator) => {
    const { logger, metrics } = new Output();
    const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], tokenUse: 'access' });
    verifier.cacheJwks(await issuer.keySet());
    const event = authorizerEvent({ Authorization: `Bearer${separator}${await issuer.accessToken()}` });
    const handler = createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger, metrics });
    await expect(handler(event, lambdaContext())).rejects.toEqual(UNAUTHORIZED);
  });
});
