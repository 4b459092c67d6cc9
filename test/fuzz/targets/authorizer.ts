import { isDeepStrictEqual } from 'node:util';
import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import fc from 'fast-check';
import nock from 'nock';
import { forgeries, Forge, type Forgery, type SignedToken } from './forgery';
import { createHandler } from '../../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../../src/runtime/functions/authorizer/verifier';
import { authorizerEvent, CLIENT_ID, lambdaContext, USER_POOL_ID } from '../../runtime/events';
import { API_ARN } from '../../runtime/gateway';
import { ISSUER, KEY_ID, now, OTHER_ISSUER, TokenIssuer } from '../../runtime/tokens';
import type { FuzzTarget } from '../target';

interface AuthorizerCase {
  readonly forgery: Forgery;
  /** Header lines in addition to, or instead of, the line with the token. */
  readonly otherLines: ReadonlyArray<readonly [name: string, value: string]>;
  readonly headerName: string;
  readonly scheme: string;
  readonly shape: 'both' | 'headers' | 'multiValueHeaders';
  readonly path: string;
  /** Whether the pool's keys can be fetched. */
  readonly hasKeys: boolean;
}

const UNAUTHORIZED = 'Unauthorized';
const NO_KEY_SET = 'The key set of the user pool is not available.';
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Patterns of the methods and paths below the tenant that only admins can use. */
const FOR_ADMINS = [
  ['D*', 'members/*'], ['P*', 'members/*'],
  ['*E*', 'invitations'], ['*E*', 'invitations/*'], ['PO*', 'invitations'], ['PO*', 'invitations/*'],
  ['PU*', 'closure'],
  ['PO*', 'exports'], ['G*', 'exports/*'],
];

const FOR_AUDITORS = [['G*', 'audit']];

const API = 'arn:aws:execute-api:*:*:abcdef123/*';

/** Tolerance for times near the current time. */
const CLOCK_SECONDS = 5;

const often = <T>(usual: T, other: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const cases: fc.Arbitrary<AuthorizerCase> = fc.record({
  forgery: forgeries,
  headerName: often('Authorization', fc.constantFrom('authorization', 'AUTHORIZATION', 'aUTHORIZATION', 'X-Authorization', 'Authorization ', 'Cookie')),
  scheme: often('Bearer ', fc.constantFrom('bearer ', 'BEARER ', 'Bearer', 'Bearer  ', 'Bearer\t', ' Bearer ', 'Bearer Bearer ', 'Basic ', 'JWT ', '', 'Bearer:')),
  otherLines: often<AuthorizerCase['otherLines']>([], fc.array(fc.tuple(
    fc.constantFrom('Authorization', 'authorization', 'X-Forwarded-For', 'Host', '__proto__', 'constructor'),
    fc.oneof(fc.constantFrom('', 'Bearer ', 'Bearer a.b.c', 'Basic eA=='), fc.string({ maxLength: 10 })),
  ), { maxLength: 2 })),
  shape: often('both' as const, fc.constantFrom('headers' as const, 'multiValueHeaders' as const)),
  path: often('/tenant/tenant-1', fc.oneof(fc.webPath(), fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `/${text}`))),
  hasKeys: fc.oneof({ weight: 499, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

/**
 * The authorizer answers with exactly the policy of the claims if the pool has signed them and they are valid. It answers `Unauthorized` in
 * every other case. It reports an unavailable key set only if the key set is unavailable.
 */
export async function authorizerTarget(): Promise<FuzzTarget<AuthorizerCase>> {
  const issuer = await TokenIssuer.create();
  const forge = new Forge(issuer, await TokenIssuer.create());
  const keySet = await issuer.keySet();

  // An unknown key is fetched only from the pool's own key set.
  nock.disableNetConnect();
  let hasKeys = true;
  let requests = 0;
  nock(ISSUER).persist().get('/.well-known/jwks.json').reply(() => {
    requests += 1;
    return hasKeys ? [200, keySet] : [404];
  });
  nock(OTHER_ISSUER).persist().get('/.well-known/jwks.json').reply(() => {
    requests += 1;
    return [403];
  });

  const logger = new Logger({ logLevel: 'SILENT' });
  const handler = (isWithKeys: boolean) => {
    const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: ['another-client', CLIENT_ID], tokenUse: 'access' });
    if (isWithKeys) verifier.cacheJwks(keySet);
    return createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger, metrics: { count: () => {} } });
  };
  const withKeys = handler(true);

  return {
    name: 'authorizer',
    cases,
    check: async (fuzzCase) => {
      const { token, signed } = forge.make(fuzzCase.forgery);
      const lines = [[fuzzCase.headerName, fuzzCase.scheme + token] as const, ...fuzzCase.otherLines];
      const event = eventOf(lines, fuzzCase);

      hasKeys = fuzzCase.hasKeys;
      requests = 0;
      const answer = await (hasKeys ? withKeys : handler(false))(event, lambdaContext()).catch((error: Error) => error);
      hasKeys = true;

      const sent = tokenOf(lines, fuzzCase.shape);
      const isOfPool = sent !== undefined && issuerOf(sent) === ISSUER;
      if (!isOfPool && requests > 0) {
        throw new Error('A key set was fetched for a token that does not name the issuer.');
      }
      if (fuzzCase.hasKeys) {
        expectOneOf(answer, expectedAnswers(sent, signed));
      } else {
        expectOneOf(answer, [new Error(UNAUTHORIZED), ...isOfPool ? [new Error(NO_KEY_SET)] : []]);
      }
    },
  };
}

function eventOf(lines: ReadonlyArray<readonly [string, string]>, { shape, path }: AuthorizerCase): APIGatewayRequestAuthorizerEvent {
  const event = authorizerEvent({}, `${API_ARN}/GET${path}`);
  return {
    ...event,
    path,
    headers: shape === 'multiValueHeaders' ? null : Object.fromEntries(lines),
    multiValueHeaders: shape === 'headers'
      ? null
      : Object.fromEntries(lines.map(([name]) => [name, lines.filter(([other]) => other === name).map(([, value]) => value)])),
  };
}

/** The token of a request with exactly one authorization header; nothing otherwise. */
function tokenOf(lines: ReadonlyArray<readonly [string, string]>, shape: AuthorizerCase['shape']): string | undefined {
  const seen = shape === 'headers' ? Object.entries(Object.fromEntries(lines)) : lines;
  const values = seen.filter(([name]) => name.toLowerCase() === 'authorization').map(([, value]) => value);
  return values.length === 1 && values[0].slice(0, 7).toLowerCase() === 'bearer ' ? values[0].slice(7) : undefined;
}

/** The issuer in a token, whoever has signed it. */
function issuerOf(token: string): unknown {
  return objectOf(Buffer.from(token.split('.')[1] ?? '', 'base64').toString())?.iss;
}

/** The allowed answers to a token. There is more than one only if both are correct. */
function expectedAnswers(token: string | undefined, signed: readonly SignedToken[]): unknown[] {
  const refused = new Error(UNAUTHORIZED);
  const source = token === undefined ? undefined : signed.find((candidate) => isSame(token, candidate.token));
  if (source === undefined) return [refused];

  const verdict = verdictOn(source);
  if (verdict === undefined) return [refused];
  // A token with padding or with other unused bits can be accepted or refused.
  return verdict.isAboutNow || token !== source.token ? [refused, verdict.answer] : [verdict.answer];
}

/** Whether header, claims and the bytes of the signature are those of the other token. */
function isSame(token: string, other: string): boolean {
  if (token === other) return true;
  const [header, claims, signature] = token.split('.');
  const [otherHeader, otherClaims, otherSignature] = other.split('.');
  return header === otherHeader && claims === otherClaims && signature !== undefined
    && Buffer.from(signature, 'base64').equals(Buffer.from(otherSignature, 'base64'));
}

/** The answer to a token that the pool has signed; nothing for one that must be refused. */
function verdictOn({ header, claims }: SignedToken): { answer: object; isAboutNow: boolean } | undefined {
  const { alg, kid, crit } = objectOf(header) ?? {};
  const payload = objectOf(claims);
  if (payload === undefined || alg !== 'RS256' || kid !== KEY_ID || crit !== undefined) return undefined;

  const { sub, iss, client_id: clientId, token_use: tokenUse, exp, nbf, tenant, tenant_role: role, aud, iat, jti, scope } = payload;
  const { auth_time: authenticatedAt } = payload;
  const isWellFormed = isTextOrAbsent(jti) && isTextOrAbsent(scope) && (iat === undefined || Number.isFinite(iat))
    && (isTextOrAbsent(aud) || (Array.isArray(aud) && aud.every((entry) => typeof entry === 'string')));
  const isOfPool = iss === ISSUER && (clientId === CLIENT_ID || clientId === 'another-client') && tokenUse === 'access';
  if (!isWellFormed || !isOfPool || typeof sub !== 'string' || !/^[A-Za-z0-9_:+-][A-Za-z0-9_:.@+-]{0,127}$/.test(sub)) return undefined;

  if (typeof exp !== 'number' || !Number.isInteger(exp) || exp < now() - CLOCK_SECONDS || exp >= Date.UTC(10_000, 0) / 1000) return undefined;
  if (nbf !== undefined && (typeof nbf !== 'number' || !(nbf <= now() + CLOCK_SECONDS))) return undefined;

  const isRole = typeof role === 'string' && /^[a-z0-9-]{2,32}$/.test(role);
  if (tenant !== undefined && (typeof tenant !== 'string' || !/^[a-z0-9-]{2,64}$/.test(tenant) || !isRole)) return undefined;
  const userName = payload.username ?? payload['cognito:username'];
  if (typeof userName !== 'string' || userName === '') return undefined;
  return {
    isAboutNow: exp <= now() + CLOCK_SECONDS || (typeof nbf === 'number' && nbf > now() - CLOCK_SECONDS),
    answer: {
      principalId: sub,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: [
            ...[
              'GET/tenants/{userId}', 'PUT/tenants/{userId}/active', 'POST/tenants/{userId}', 'POST/tenants/{userId}/*', 'DELETE/tenants/{userId}/*',
            ].map((route) => `${API_ARN}/${route.replace('{userId}', sub)}`),
            ...(tenant === undefined ? [] : [
              `${API_ARN}/GET/tenant/${tenant}`,
              ...(role === 'admin' ? [`${API_ARN}/PUT/tenant/${tenant}`] : []),
              ...METHODS.map((method) => `${API_ARN}/${method}/tenant/${tenant}/*`),
            ]),
          ],
          Condition: { DateLessThan: { 'aws:CurrentTime': `${new Date(exp * 1000).toISOString().slice(0, 19)}Z` } },
        }, {
          Effect: 'Deny',
          Action: 'execute-api:Invoke',
          Resource: [
            `${API}/`, `${API}//*`,
            ...(tenant === undefined ? [] : deniedTo(role).map(([method, path]) => `${API}/${method}t/${tenant.length <= 24 ? tenant : `*${tenant.slice(-24)}`}/${path}`)),
          ],
        }],
      },
      context: {
        userId: sub,
        userName,
        expiresAt: exp,
        ...(isTimeOfSignIn(authenticatedAt) && { authenticatedAt }),
        ...(tenant !== undefined && { tenantId: tenant, tenantRole: role }),
      },
    },
  };
}

/** The routes below the tenant that a role cannot use. */
function deniedTo(role: unknown): string[][] {
  switch (role) {
    case 'admin': return [];
    case 'auditor': return FOR_ADMINS;
    default: return [...FOR_ADMINS, ...FOR_AUDITORS];
  }
}

function isTimeOfSignIn(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < Date.UTC(10_000, 0) / 1000;
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

/** The object in a JSON text. The last member of a name applies. */
function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(json).toString());
    // An object without a prototype inherits nothing.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null), value) : undefined;
  } catch {
    return undefined;
  }
}

function expectOneOf(answer: unknown, expected: readonly unknown[]): void {
  const isExpected = expected.some((candidate) => (candidate instanceof Error
    ? answer instanceof Error && answer.message === candidate.message
    : isDeepStrictEqual(answer, candidate)));
  if (!isExpected) {
    throw new Error(`Expected ${expected.map(described).join(' or ')}, but the answer was ${described(answer)}`);
  }
}

function described(answer: unknown): string {
  return answer instanceof Error ? `the error "${answer.message}"` : JSON.stringify(answer);
}
