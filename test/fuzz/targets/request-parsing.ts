import { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import fc from 'fast-check';
import { TENANT_API_ROUTE } from '../../../src/contract/routes';
import { apiEvent, lambdaContext, OTHER_TENANT_ID, OTHER_USER_ID, TENANT_ID, USER_ID } from '../../runtime/events';
import { RecordedRows, tenantApiHandler } from '../../runtime/functions/tenant-api/recorded-rows';
import { now } from '../../runtime/tokens';
import type { FuzzTarget } from '../target';

interface RequestCase {
  readonly method: string;
  readonly resource: string;
  /** The text of the parameter in the path, and the parameter that the gateway passes on. */
  readonly inPath: string;
  readonly parameter: string | undefined;
  readonly basePath: string;
  readonly authorizer: Record<string, unknown> | null;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly shape: 'both' | 'headers' | 'multiValueHeaders' | 'none';
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** The statuses of answers if no row is missing, suspended, or changed in the meantime. */
const KNOWN_STATUSES = [200, 400, 401, 403, 404, 405, 415];

const often = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) => fc.oneof({ weight: 19, arbitrary: usual }, { weight: 1, arbitrary: other });

const ids = fc.constantFrom(TENANT_ID, OTHER_TENANT_ID, USER_ID, OTHER_USER_ID);
const encodedIds = fc.tuple(ids, fc.nat({ max: 31 })).map(([id, at]) => `${id.slice(0, at)}%${id.charCodeAt(at).toString(16)}${id.slice(at + 1)}`);
const segments = fc.oneof(
  { weight: 16, arbitrary: fc.constantFrom(TENANT_ID, USER_ID) },
  { weight: 2, arbitrary: fc.constantFrom(OTHER_TENANT_ID, OTHER_USER_ID) },
  { weight: 2, arbitrary: encodedIds },
  { weight: 1, arbitrary: fc.tuple(ids, fc.constantFrom('*', '?', ' ', '\n', '\u0000', '/', '/..', '%2F', '%00', ';a=b', '\u202e')).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('', '*', '..', '%', '%zz', '{tenantId}', '__proto__', 'ten\u0430nt') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 140 }) },
);

const authorizers: fc.Arbitrary<RequestCase['authorizer']> = often(
  fc.record({
    principalId: fc.constant(USER_ID),
    userId: often<unknown>(fc.constant(USER_ID), fc.oneof(segments, fc.jsonValue())),
    userName: often<unknown>(fc.constant('alice'), fc.oneof(fc.constantFrom('', null), fc.jsonValue())),
    tenantId: often<unknown>(fc.constant(TENANT_ID), fc.oneof(segments, fc.jsonValue())),
    tenantRole: often<unknown>(fc.constantFrom('admin', 'member'), fc.oneof(fc.constantFrom('owner', 'Admin', ''), fc.jsonValue())),
    expiresAt: often<unknown>(
      fc.constantFrom(...[60, 3_600].flatMap((seconds) => [now() + 100_000 + seconds, String(now() + 100_000 + seconds)])),
      fc.oneof(fc.constantFrom(0, -1, '0', String(now() - 60), '1e300', '', ' ', 'Infinity', null, true), fc.jsonValue()),
    ),
  }, { requiredKeys: ['principalId', 'userId', 'expiresAt'] }) as fc.Arbitrary<Record<string, unknown>>,
  fc.oneof(fc.constant(null), fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }) as fc.Arbitrary<Record<string, unknown>>),
);

const entityTag = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 5 }).map((version) => `"${version}"`) },
  { weight: 1, arbitrary: fc.constantFrom('*', '', ' ', ',', '"', 'W/"3"', 'w/"3"', '"3', '3', '"a b"', '"日本"', '"é"', '\u0000') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
);
const entityTags = fc.array(entityTag, { maxLength: 120, size: 'small' }).map((tags) => tags.join(', '));

const headers = fc.array(fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('If-Match', 'if-match', 'IF-MATCH'), entityTags) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom('Content-Type', 'content-type'), often(
      fc.constantFrom('application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'),
      fc.oneof(fc.constantFrom('text/plain', '', ';', 'application/jsonx', 'multipart/form-data; boundary=x'), fc.string({ maxLength: 12 })),
    )),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('Origin', 'Host', 'X-Forwarded-Proto', 'X-HTTP-Method-Override', '__proto__', ''), fc.string({ unit: 'binary', maxLength: 12 })) },
), { maxLength: 4 });

const names = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 130 }), fc.constantFrom('', ' ', '\u0000', 'n', '😀'.repeat(128), '😀'.repeat(129), '\ud800'));
const bodies = fc.oneof(
  { weight: 6, arbitrary: names.map((name) => JSON.stringify({ name })) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('name', 'status', 'version', 'tenantid', '__proto__', 'a/b~c'), fc.jsonValue()).map((body) => JSON.stringify(body)) },
  { weight: 1, arbitrary: fc.tuple(names, names).map(([one, other]) => `{"name":${JSON.stringify(one)},"name":${JSON.stringify(other)}}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '[]', '{"name":"n"}x', '\ufeff{"name":"n"}', '['.repeat(2_000), '{"__proto__":{"name":"n"}}') },
);

const routes = Object.values(TENANT_API_ROUTE);
const cases: fc.Arbitrary<RequestCase> = fc.record({
  route: often<{ method: string; path: string }>(fc.constantFrom(...routes), fc.record({
    method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'get', '', 'TRACE', '__proto__'),
    path: fc.constantFrom(
      ...routes.map(({ path }) => path), '/', '', '/tenant', '/tenant/{tenantId}/devices', '/{proxy+}', '/tenant/{tenantId+}', '/tenant/:tenantId',
    ),
  })),
  inPath: segments,
  parameter: often(fc.constant<string | null>(null), segments),
  isParameterMissing: fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  basePath: often(fc.constant(''), fc.constantFrom('/v1', '/', `/${TENANT_ID}`, `/${OTHER_TENANT_ID}`, '/%')),
  authorizer: authorizers,
  headers,
  shape: often<RequestCase['shape']>(fc.constant('both'), fc.constantFrom('headers', 'multiValueHeaders', 'none')),
  body: fc.option(bodies, { freq: 20 }),
  isBase64Encoded: fc.boolean(),
}).map(({ route, parameter, isParameterMissing, ...rest }) => ({
  ...rest,
  method: route.method,
  resource: route.path,
  parameter: isParameterMissing ? undefined : parameter ?? rest.inPath,
}));

/**
 * For every request, the function answers with a known status and a readable body. It accesses only rows of the tenant or user whom both the
 * authorizer and the path name. It changes a tenant only for admins.
 */
export function requestParsingTarget(): FuzzTarget<RequestCase> {
  const rows = new RecordedRows();
  const handler = tenantApiHandler(rows, new Logger({ logLevel: 'SILENT' }));
  return {
    name: 'request-parsing',
    cases,
    check: async (fuzzCase) => {
      const event = eventOf(fuzzCase);
      const { statusCode, body } = await handler(event, lambdaContext());
      const touched = rows.take();

      expectTrue(KNOWN_STATUSES.includes(statusCode), `a status that clients know, not ${statusCode}`);
      const answer = JSON.parse(body);
      expectTrue(statusCode === 200 || answer.status === statusCode, `a problem document, not ${body}`);
      // No user is a member of another tenant, but a switch looks that up.
      const isLookedUp = statusCode === 200 || (statusCode === 404 && isSwitch(fuzzCase));
      expectTrue(isLookedUp === touched.length > 0, `rows for what is looked up alone, not ${touched} for ${statusCode}`);
      touched.forEach((row) => expectOwn(row, fuzzCase, event));
    },
  };
}

function eventOf(fuzzCase: RequestCase): APIGatewayProxyEvent {
  const { method, resource, parameter, basePath, inPath, authorizer, shape, isBase64Encoded } = fuzzCase;
  const parameterName = /\{(\w+)/.exec(resource)?.[1] ?? 'tenantId';
  const event = apiEvent({
    method,
    resource,
    parameters: parameter === undefined ? {} : { [parameterName]: parameter },
    path: basePath + resource.replace(/\{\w+\+?\}/, () => inPath),
    body: fuzzCase.body !== null && isBase64Encoded ? Buffer.from(fuzzCase.body).toString('base64') : fuzzCase.body,
    isBase64Encoded,
    authorizer: authorizer ?? undefined,
  });
  const lines = fuzzCase.headers;
  const valuesOf = (header: string) => lines.filter(([name]) => name === header).map(([, value]) => value);
  return {
    ...event,
    headers: shape === 'both' || shape === 'headers' ? Object.fromEntries(lines) : null,
    multiValueHeaders: shape === 'both' || shape === 'multiValueHeaders' ? Object.fromEntries(lines.map(([header]) => [header, valuesOf(header)])) : null,
  } as APIGatewayProxyEvent;
}

/** Checks the conditions for the access to a row, however the request is written. */
function expectOwn(row: string, { method, resource, body }: RequestCase, { path, requestContext }: APIGatewayProxyEvent): void {
  const { userId, userName, tenantId, tenantRole, expiresAt } = (requestContext.authorizer ?? {}) as Record<string, unknown>;
  const isOfUser = resource === TENANT_API_ROUTE.listTenantsOfUser.path || resource === TENANT_API_ROUTE.switchTenant.path;
  const owner = isOfUser ? userId : tenantId;
  const own = isOfUser ? [`users/@${userId}/@${userId}`, `users/${userId}`] : [`tenants/${tenantId}`, `users/${tenantId}/${userId}`];

  expectTrue(own.includes(row), `the caller's own rows, not ${row}`);
  expectTrue(path.split('/').includes(String(owner)), `a path that names the owner of ${row} as it is, not ${path}`);
  expectTrue(typeof userName === 'string' && userName !== '', `nothing from a token without a user name, but with ${JSON.stringify(userName)}`);
  expectTrue(Number(expiresAt) > now(), `nothing from a token that ended at ${expiresAt}`);
  expectTrue(isOfUser || /^[a-z0-9-]{2,32}$/.test(String(tenantRole)), `nothing for the role ${tenantRole}`);
  if (method === 'PUT' && !isOfUser) {
    expectTrue(tenantRole === 'admin', `no change by the role ${tenantRole}`);
    expectTrue(isNameBody(body), `no change by the body ${body}`);
  }
}

function isSwitch({ method, resource }: RequestCase): boolean {
  return method === TENANT_API_ROUTE.switchTenant.method && resource === TENANT_API_ROUTE.switchTenant.path;
}

function isNameBody(body: string | null): boolean {
  const value = JSON.parse(Buffer.from(body ?? '').toString().replace(/^\ufeff/, ''));
  const length = typeof value.name === 'string' ? [...value.name].length : 0;
  return Object.keys(value).join() === 'name' && length >= 1 && length <= 128 && value.name.trim() !== '';
}

function expectTrue(condition: boolean, expected: string): void {
  if (!condition) throw new Error(`Expected ${expected}`);
}
