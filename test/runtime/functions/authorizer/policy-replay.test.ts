import { compileRule } from '../../../../src/contract/access-rules';
import { INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, TENANT_API_ROUTE, ADDITIONAL_TENANTS_ROUTE } from '../../../../src/contract/routes';
import { createTokenPolicy } from '../../../../src/contract/token-policy';
import { API_ARN, policyAllows } from '../../gateway';

/** API Gateway evaluates a cached policy for every later request of its token. So each policy is evaluated on the routes of all users and tenants. */

const EXPIRES_AT = 1_800_000_000;
const BEFORE = new Date((EXPIRES_AT - 1) * 1000);

/** The id of an imported tenant may be that of its user. */
const PERSONAL = '9d2f6c1b-3a4e-4c7d-8f10-2b6e5a9c0d42';
const TENANTS = ['tenant-1', 'tenant-10', 'tenant', '0123456789abcdef0123456789abcdef', PERSONAL];
const USERS = ['user-1', 'user-10', 'User-1', '5b6c1f0e-0d8b-4f9a-9a52-6b1d7a2f0c11', PERSONAL];

const PRINCIPALS = [
  ...TENANTS.flatMap((tenantId, index) => (['member', 'admin', 'auditor'] as const).map((tenantRole) => ({ userId: USERS[index], tenantId, tenantRole }))),
  { userId: USERS[0], tenantId: undefined, tenantRole: undefined },
];
type Principal = (typeof PRINCIPALS)[number];

interface ReplayedRoute {
  readonly method: string;
  readonly path: string;
  readonly role?: string;
  /** All roles by default. */
  readonly roles?: readonly string[];
}

/** Routes of a team, with the roles that the rules allow. */
const TEAM_ROUTES: readonly ReplayedRoute[] = [
  { method: 'GET', path: '/tenant/{tenantId}/devices' },
  { method: 'POST', path: '/tenant/{tenantId}/devices' },
  { method: 'PATCH', path: '/tenant/{tenantId}/devices/{deviceId}' },
  { method: 'DELETE', path: '/tenant/{tenantId}/devices/{deviceId}', roles: ['admin'] },
  { method: 'DELETE', path: '/tenant/{tenantId}/devices/{deviceId}/readings', roles: ['admin'] },
  { method: 'GET', path: '/tenant/{tenantId}/audit', roles: ['admin', 'auditor'] },
  { method: 'POST', path: '/tenant/{tenantId}/audit/exports', roles: ['admin', 'auditor'] },
  { method: 'GET', path: '/tenant/{tenantId}/audits' },
];
const RULES = [
  compileRule({ path: '/tenant/{tenantId}/audit', roles: ['admin', 'auditor'] }),
  compileRule({ path: '/tenant/{tenantId}/devices/{deviceId}', methods: ['DELETE'], roles: ['admin'] }),
];
const ROUTES: readonly ReplayedRoute[] = [
  ...[TENANT_API_ROUTE, MEMBERS_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, ADDITIONAL_TENANTS_ROUTE]
    .flatMap((routes) => Object.values<ReplayedRoute>(routes)),
  ...TEAM_ROUTES,
];

/** Every route filled in for every tenant and user. */
const REQUESTS = ROUTES.flatMap((route) => {
  const owners = isOfUser(route) ? USERS : TENANTS;
  return owners.map((owner) => ({
    route,
    owner,
    method: route.method,
    // The first parameter says whose it is.
    path: route.path.replace(/\{\w+\}/, owner).replace(/\{\w+\}/g, 'else-7'),
  }));
});
type ReplayedRequest = (typeof REQUESTS)[number];

function isOfUser({ path }: ReplayedRoute): boolean {
  return path.startsWith('/tenants/');
}

function policyOf({ userId, tenantId, tenantRole }: Principal) {
  return createTokenPolicy({ endingLength: 24, rules: RULES })(API_ARN, { userId, expiresAt: EXPIRES_AT, ...(tenantId && { tenantId, tenantRole }) });
}

function isOwn({ userId, tenantId, tenantRole }: Principal, { route, owner }: ReplayedRequest): boolean {
  if (isOfUser(route)) return owner === userId;
  const { role, roles = role && [role] } = route;
  return owner === tenantId && (roles === undefined || roles.includes(tenantRole!));
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const encode = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
const encodeAll = (text: string) => [...text].map(encode).join('');

/** Ways to write a path so that a router, proxy or handler might read the same tenant or user out of it. */
const SPELLINGS: Array<[string, (path: string, owner: string) => string]> = [
  ['first letter of the id encoded', (path, owner) => path.replace(owner, encode(owner[0]) + owner.slice(1))],
  ['the whole id encoded', (path, owner) => path.replace(owner, encodeAll(owner))],
  ['the id encoded twice', (path, owner) => path.replace(owner, encodeAll(owner).replaceAll('%', '%25'))],
  ['the id capitalized', (path, owner) => path.replace(`/${owner}`, `/${owner.toUpperCase()}`)],
  ['the collection capitalized', (path) => `/${capitalize(path.slice(1))}`],
  ['the collection encoded', (path) => path.replace('/t', '/%74')],
  ['slash in front doubled', (path) => `/${path}`],
  ['slash before the id doubled', (path, owner) => path.replace(`/${owner}`, `//${owner}`)],
  ['slash before the id encoded', (path, owner) => path.replace(`/${owner}`, `%2F${owner}`)],
  ['backslash before the id', (path, owner) => path.replace(`/${owner}`, `\\${owner}`)],
  ['a dot segment', (path) => `/.${path}`],
  ['two dot segments', (path) => `/x/..${path}`],
  ['encoded dot segments', (path) => `/x/%2e%2e${path}`],
  ['a parameter behind the id', (path, owner) => path.replace(owner, `${owner};x=1`)],
  ['a NUL behind the id', (path, owner) => path.replace(owner, `${owner}%00`)],
  ['a blank behind the id', (path, owner) => path.replace(owner, `${owner}%20`)],
  ['a star for the id', (path, owner) => path.replace(owner, '*')],
  ['behind the path of somebody else', (path) => `/tenant/somebody-else${path}`],
  ['behind a base path', (path) => `/v1${path}`],
];

test.each(PRINCIPALS)('$tenantRole $userId of $tenantId is allowed exactly their own routes, among the routes of all users and tenants', async (principal) => {
  const policy = policyOf(principal);
  const allowed = [];
  for (const request of REQUESTS) {
    if (await policyAllows(policy, request.method, request.path, BEFORE)) allowed.push(`${request.method} ${request.path}`);
  }

  const own = REQUESTS.filter((request) => isOwn(principal, request)).map(({ method, path }) => `${method} ${path}`);
  expect(own.length).toBeGreaterThan(0);
  expect(allowed).toEqual(own);
});

test.each(PRINCIPALS)('$tenantRole $userId of $tenantId is allowed nothing after the token has expired', async (principal) => {
  const policy = policyOf(principal);
  for (const { method, path } of REQUESTS) {
    for (const seconds of [0, 300]) {
      expect([path, await policyAllows(policy, method, path, new Date((EXPIRES_AT + seconds) * 1000))]).toEqual([path, false]);
    }
  }
});

test.each(SPELLINGS)('no policy allows a path with %s', async (_, spell) => {
  for (const principal of [PRINCIPALS[0], PRINCIPALS[1], PRINCIPALS.at(-1)!]) {
    const policy = policyOf(principal);
    for (const { method, path, owner } of REQUESTS) {
      const spelled = spell(path, owner);
      expect(spelled).not.toBe(path);
      expect([spelled, await policyAllows(policy, method, spelled, BEFORE)]).toEqual([spelled, false]);
    }
  }
});

test.each(['/tenant/tenant-1/', '/tenants/user-1/', '/tenants/user-1/invitations/', '/tenants/user-1/active/'])('a slash at the end does not turn %s into a route of a team', async (path) => {
  for (const method of ['GET', 'PUT', 'DELETE']) {
    expect(await policyAllows(policyOf(PRINCIPALS[0]), method, path, BEFORE)).toBe(false);
  }
});

test('a user has no rights on the path above the invitations but to delete and to post', async () => {
  for (const method of ['GET', 'PUT', 'PATCH']) {
    expect(await policyAllows(policyOf(PRINCIPALS[0]), method, '/tenants/user-1/invitations', BEFORE)).toBe(false);
  }
});

test('a team can spell the rest of its own routes freely', async () => {
  for (const rest of ['Devices', 'devices/%2e%2e/7', 'devices/a%2Fb', 'devices/7%2F', '*']) {
    expect([rest, await policyAllows(policyOf(PRINCIPALS[0]), 'GET', `/tenant/tenant-1/${rest}`, BEFORE)]).toEqual([rest, true]);
    expect([rest, await policyAllows(policyOf(PRINCIPALS[0]), 'GET', `/tenant/tenant-10/${rest}`, BEFORE)]).toEqual([rest, false]);
  }
});

test.each(['devices/', 'devices//7', '/devices', '/', 'devices/7//', 'files/a/'])('a path with an empty segment is allowed to nobody: %s', async (rest) => {
  for (const principal of PRINCIPALS) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect(await policyAllows(policyOf(principal), method, `/tenant/${principal.tenantId}/${rest}`, BEFORE)).toBe(false);
    }
  }
});

test.each(['TRACE', 'CONNECT', 'get', 'ANY', 'PURGE'])('a method that no route has is not allowed: %s', async (method) => {
  for (const path of ['/tenant/tenant-1', '/tenant/tenant-1/devices', '/tenants/user-1']) {
    expect(await policyAllows(policyOf(PRINCIPALS[1]), method, path, BEFORE)).toBe(false);
  }
});
