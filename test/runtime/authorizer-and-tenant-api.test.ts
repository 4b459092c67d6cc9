import nock from 'nock';
import { apiEvent, authorizerEvent, CLIENT_ID, lambdaContext, OTHER_TENANT_ID, OTHER_USER_ID, TENANT_ID, USER_ID, USER_POOL_ID } from './events';
import { RecordedRows, tenantApiHandler } from './functions/tenant-api/recorded-rows';
import { methodArn, policyAllows, resourceOf } from './gateway';
import { Output } from './output';
import { TokenIssuer } from './tokens';
import { createHandler } from '../../src/runtime/functions/authorizer/handler';
import { createVerifier } from '../../src/runtime/functions/authorizer/verifier';

/** One request through authorizer, gateway and function, in the event shapes that AWS documents: nothing is decoded on the way. */

let issuer: TokenIssuer;

beforeAll(async () => {
  nock.disableNetConnect();
  issuer = await TokenIssuer.create();
});

afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

afterEach(() => jest.restoreAllMocks());

interface SentRequest {
  readonly method: string;
  readonly path: string;
  /** The headers as they were sent, besides the token of an admin. */
  readonly headers?: Record<string, string | string[]>;
  readonly role?: 'admin' | 'member';
  readonly body?: string;
}

/** How a gateway reads a path. The first is API Gateway. With the others, only the function separates the tenants. */
interface Gateway {
  readonly name: string;
  readonly obeysPolicy: boolean;
  /** The path by which the gateway finds the resource. */
  readonly normalize: (path: string) => string;
  /** The path parameter that the function gets. */
  readonly hand: (parameter: string) => string;
}

const keep = (text: string) => text;
const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
/** As a lenient router would: decoded, slashes merged, dot segments gone, small letters. */
const lenient = (path: string) => new URL(decode(path).replace(/[\\/]+/g, '/').replace(/\0/g, ''), 'https://x').pathname.toLowerCase();

const API_GATEWAY: Gateway = { name: 'API Gateway', obeysPolicy: true, normalize: keep, hand: keep };
const LAX_GATEWAYS: readonly Gateway[] = [
  { name: 'a gateway without policies', obeysPolicy: false, normalize: keep, hand: keep },
  { name: 'a gateway that decodes parameters', obeysPolicy: false, normalize: keep, hand: decode },
  { name: 'a gateway that normalizes paths', obeysPolicy: false, normalize: lenient, hand: keep },
  { name: 'a gateway that normalizes and decodes', obeysPolicy: false, normalize: lenient, hand: decode },
];

async function send({ method, path, headers = {}, role = 'admin', body }: SentRequest, gateway = API_GATEWAY) {
  const { logger, metrics } = new Output();
  const sent = { Authorization: `Bearer ${await issuer.accessToken({ tenant_role: role })}`, ...headers };
  const routed = resourceOf(method, gateway.normalize(path));
  if (routed === undefined) return { status: 403, by: 'router', touched: [] };

  const verifier = createVerifier({ userPoolId: USER_POOL_ID, clientIds: [CLIENT_ID], tokenUse: 'access' });
  verifier.cacheJwks(await issuer.keySet());
  const authorizer = createHandler({ verifier, rules: { endingLength: 24, rules: [] }, logger, metrics });
  const decision = await authorizer(
    { ...authorizerEvent(sent, methodArn(method, path)), ...routed, path, httpMethod: method },
    lambdaContext(),
  ).catch((error: Error) => error.message);
  if (typeof decision === 'string') return { status: decision === 'Unauthorized' ? 401 : 500, by: 'authorizer', touched: [] };

  if (gateway.obeysPolicy && !(await policyAllows(decision.policyDocument, method, path, new Date()))) {
    return { status: 403, by: 'policy', touched: [] };
  }
  const rows = new RecordedRows();
  const parameters = Object.fromEntries(Object.entries(routed.pathParameters).map(([name, value]) => [name, gateway.hand(value)]));
  const { statusCode } = await tenantApiHandler(rows, logger)(apiEvent({
    method,
    resource: routed.resource,
    parameters,
    path,
    headers: sent,
    body,
    authorizer: asText({ principalId: decision.principalId, ...decision.context }),
  }), lambdaContext());
  return { status: statusCode, by: 'function', touched: rows.touched };
}

/** API Gateway passes every value of the context on as a string. */
function asText(context: object): Record<string, string> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
}

const json = (body: object) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const JSON_BODY = json({ name: 'n' });

const TENANT_ROW = `tenants/${TENANT_ID}`;
/** The caller's membership, which the writes of an admin check. */
const OWN_MEMBERSHIP = `users/${TENANT_ID}/${USER_ID}`;
const MEMBERSHIP_OF_ANOTHER = `users/${TENANT_ID}/${OTHER_USER_ID}`;
/** The mark of a loss of rights, in the partition of the tenant. */
const OWN_MARK = `users/${TENANT_ID}/~${USER_ID}`;
const MARK_OF_ANOTHER = `users/${TENANT_ID}/~${OTHER_USER_ID}`;
/** Rows in which the tenants of the caller are looked up. */
const OWN_LISTS = [`users/${USER_ID}`, `users/@${USER_ID}/@${USER_ID}`].sort();

describe('the caller\'s own paths', () => {
  const member = `/tenant/${TENANT_ID}/members/${OTHER_USER_ID}`;

  test.each<[SentRequest, number, string[]]>([
    [{ method: 'GET', path: `/tenant/${TENANT_ID}` }, 200, [TENANT_ROW]],
    [{ method: 'GET', path: `/tenant/${TENANT_ID}`, role: 'member' }, 200, [TENANT_ROW]],
    [{ method: 'PUT', path: `/tenant/${TENANT_ID}`, ...JSON_BODY }, 200, [TENANT_ROW, OWN_MEMBERSHIP]],
    [{ method: 'GET', path: `/tenant/${TENANT_ID}/members`, role: 'member' }, 200, [`users/${TENANT_ID}`]],
    [{ method: 'PUT', path: member, ...json({ role: 'member' }) }, 200, [TENANT_ROW, OWN_MEMBERSHIP, MEMBERSHIP_OF_ANOTHER, MARK_OF_ANOTHER]],
    [{ method: 'DELETE', path: member }, 204, [TENANT_ROW, OWN_MEMBERSHIP, MEMBERSHIP_OF_ANOTHER, MARK_OF_ANOTHER]],
    [{ method: 'DELETE', path: `/tenant/${TENANT_ID}/membership`, role: 'member' }, 204, [TENANT_ROW, OWN_MEMBERSHIP, OWN_MARK]],
    [{ method: 'GET', path: `/tenants/${USER_ID}`, role: 'member' }, 200, OWN_LISTS],
    [{ method: 'PUT', path: `/tenants/${USER_ID}/active`, role: 'member', ...json({ tenantId: OTHER_TENANT_ID }) }, 404, OWN_LISTS],
  ])('reach exactly the rows that the policy is about: %j', async (request, status, rows) => {
    expect(await send(request)).toEqual({ status, by: 'function', touched: [...rows].sort() });
  });

  test.each([['PUT', `/tenant/${TENANT_ID}`], ['PUT', member], ['DELETE', member]])(
    'are closed to a member where they are for admins, with and without a slash at the end: %s %s',
    async (method, own) => {
      for (const path of [own, `${own}/`]) {
        expect(await send({ method, path, role: 'member', ...JSON_BODY })).toMatchObject({ status: 403, by: 'policy' });
        expect(await send({ method, path, role: 'member', ...JSON_BODY }, LAX_GATEWAYS[0])).toMatchObject({ status: path === own ? 403 : 400, touched: [] });
      }
    },
  );
});

/** Spellings that a component on the way could read as the path of the owner. */
const SPELLINGS: Array<[string, (collection: string, id: string) => string]> = [
  ['as it is', (collection, id) => `/${collection}/${id}`],
  ['encoded first letter', (collection, id) => `/${collection}/%${id.charCodeAt(0).toString(16)}${id.slice(1)}`],
  ['encoded in full', (collection, id) => `/${collection}/${[...id].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')}`],
  ['encoded twice', (collection, id) => `/${collection}/%25${id.charCodeAt(0).toString(16)}${id.slice(1)}`],
  ['encoded blank', (collection, id) => `/${collection}/${id}%20`],
  ['encoded NUL', (collection, id) => `/${collection}/${id}%00`],
  ['encoded slash behind', (collection, id) => `/${collection}/${id}%2F`],
  ['encoded slash in front', (collection, id) => `/${collection}/%2F${id}`],
  ['bad encoding', (collection, id) => `/${collection}/${id}%zz`],
  ['overlong encoding', (collection, id) => `/${collection}/${id}%c0%af`],
  ['doubled slash in front', (collection, id) => `//${collection}/${id}`],
  ['doubled slash inside', (collection, id) => `/${collection}//${id}`],
  ['slash behind', (collection, id) => `/${collection}/${id}/`],
  ['doubled slash behind', (collection, id) => `/${collection}/${id}//`],
  ['capital letters', (collection, id) => `/${collection}/${id.toUpperCase()}`],
  ['capital collection', (collection, id) => `/${collection.toUpperCase()}/${id}`],
  ['dot segment', (collection, id) => `/${collection}/./${id}`],
  ['detour over somebody else', (collection, id) => `/${collection}/somebody-else/../${id}`],
  ['encoded detour', (collection, id) => `/${collection}/somebody-else%2F..%2F${id}`],
  ['encoded dots', (collection, id) => `/${collection}/somebody-else/%2e%2e/${id}`],
  ['path parameter', (collection, id) => `/${collection}/${id};v=1`],
  ['star', (collection) => `/${collection}/*`],
  ['encoded star', (collection) => `/${collection}/%2A`],
  ['placeholder', (collection) => `/${collection}/{tenantId}`],
];
const COLLECTIONS = [
  { collection: 'tenant', own: TENANT_ID, foreign: OTHER_TENANT_ID, rows: [TENANT_ROW] },
  { collection: 'tenants', own: USER_ID, foreign: OTHER_USER_ID, rows: OWN_LISTS },
];

describe.each(SPELLINGS)('a path with %s', (_, spell) => {
  test('reaches the rows that the policy has matched, or none', async () => {
    for (const { collection, own, foreign, rows } of COLLECTIONS) {
      expect(await send({ method: 'GET', path: spell(collection, foreign) })).toMatchObject({ status: 403, touched: [] });

      const { status, by, touched } = await send({ method: 'GET', path: spell(collection, own) });
      const isPlain = spell(collection, own) === `/${collection}/${own}`;
      expect({ status, by: by === 'function', touched }).toEqual(isPlain
        ? { status: 200, by: true, touched: rows }
        : { status: 403, by: false, touched: [] });
    }
  });

  test.each(LAX_GATEWAYS)('reaches no row of another tenant or user behind $name', async (gateway) => {
    for (const { collection, own, foreign, rows } of COLLECTIONS) {
      const foreignAnswer = await send({ method: 'GET', path: spell(collection, foreign) }, gateway);
      expect(foreignAnswer.touched).toEqual([]);
      expect([400, 403]).toContain(foreignAnswer.status);

      const { status, touched } = await send({ method: 'GET', path: spell(collection, own) }, gateway);
      expect([200, 400, 403]).toContain(status);
      expect(touched).toEqual(status === 200 ? rows : []);
    }
  });
});

describe('headers', () => {
  const own = { method: 'PUT', path: `/tenant/${TENANT_ID}`, ...JSON_BODY };

  test.each(['authorization', 'AUTHORIZATION', 'aUTHORIZATION'])('can be written as %s', async (name) => {
    const token = `Bearer ${await issuer.accessToken()}`;
    expect(await send({ ...own, headers: { ...own.headers, Authorization: [], [name]: token } })).toMatchObject({ status: 200, by: 'function' });
  });

  test.each<[string, (good: string, bad: string) => Record<string, string | string[]>]>([
    ['twice, the same', (good) => ({ Authorization: [good, good] })],
    ['twice, the good one last', (good, bad) => ({ Authorization: [bad, good] })],
    ['twice, the good one first', (good, bad) => ({ Authorization: [good, bad] })],
    ['in two cases', (good) => ({ Authorization: good, authorization: good })],
    ['in two cases, one of them empty', (good) => ({ Authorization: good, authorization: '' })],
    ['in two cases, one of somebody else', (good, bad) => ({ Authorization: good, AUTHORIZATION: bad })],
    ['joined', (good, bad) => ({ Authorization: `${good}, ${bad}` })],
  ])('with two tokens are refused: %s', async (_, headers) => {
    const good = `Bearer ${await issuer.accessToken()}`;
    const bad = `Bearer ${await issuer.accessToken({ tenant: OTHER_TENANT_ID })}`;
    expect(await send({ ...own, headers: { ...own.headers, ...headers(good, bad) } })).toMatchObject({ status: 401, by: 'authorizer' });
  });

  test.each<[string, Record<string, string | string[]>, number]>([
    ['one type in capitals', { 'CONTENT-TYPE': 'application/json', 'Content-Type': [] }, 200],
    ['the same type twice', { 'Content-Type': ['application/json', 'application/json; charset=utf-8'] }, 200],
    ['another type first', { 'Content-Type': ['text/plain', 'application/json'] }, 415],
    ['another type last', { 'Content-Type': ['application/json', 'text/plain'] }, 415],
    ['another type in another case', { 'content-type': 'text/plain' }, 415],
    ['a condition in another case', { 'IF-MATCH': '"3"' }, 200],
    ['a condition twice', { 'If-Match': ['"2"', '"3"'] }, 200],
    ['a condition that is good only in its last value', { 'If-Match': ['3', '"3"'] }, 400],
    ['two conditions in two cases, one bad', { 'If-Match': '"3"', 'if-match': '3' }, 400],
    ['any and one version', { 'If-Match': ['*', '"3"'] }, 400],
  ])('are combined in the function: %s', async (_, headers, status) => {
    expect(await send({ ...own, headers: { ...own.headers, ...headers } }))
      .toEqual({ status, by: 'function', touched: status === 200 ? [TENANT_ROW, OWN_MEMBERSHIP] : [] });
  });

  test.each(['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Path', 'X-Forwarded-Prefix', 'X-HTTP-Method-Override', 'X-Tenant-Id'])(
    'do not change whose rows are read: %s', async (name) => {
      for (const value of [`/tenant/${OTHER_TENANT_ID}`, OTHER_TENANT_ID, 'PUT']) {
        expect(await send({ method: 'GET', path: `/tenant/${TENANT_ID}`, headers: { [name]: value } }))
          .toEqual({ status: 200, by: 'function', touched: [TENANT_ROW] });
      }
    });
});
