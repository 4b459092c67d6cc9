import { compileRule } from '../../../src/contract/access-rules';
import { CLOSURE_ROUTE, INVITATIONS_ROUTE, MEMBERS_ROUTE, type Route, TENANT_API_ROUTE } from '../../../src/contract/routes';
import { createTokenPolicy } from '../../../src/contract/token-policy';
import { tenantOf, userOf } from '../../../src/runtime/library';
import { apiEvent, authorizerOf, TENANT_ID, USER_ID } from '../events';
import { API_ARN, policyAllows } from '../gateway';

const BELOW = `/tenant/${TENANT_ID}`;
const EXPIRES_AT = 1_800_000_000;

/** Event of a greedy route, for which the application finds the route in the path itself. */
function event(path: string, authorizer: Record<string, unknown> = {}) {
  return apiEvent({
    method: 'POST', resource: '/tenant/{tenantId}/{proxy+}', parameters: { tenantId: TENANT_ID, userId: USER_ID }, path, authorizer: authorizerOf(authorizer),
  });
}

const ofMember = { tenantRole: 'member' };
const isRefused = (path: string) => {
  try {
    tenantOf(event(path, ofMember));
    return false;
  } catch (error) {
    expect(error).toMatchObject({ status: 400 });
    return true;
  }
};

/** Spellings of a rule's path that differ from it as text, but with which a router could find the same route. */
const VARIANTS: ReadonlyArray<[string, (rest: string) => string]> = [
  ['a slash at the end', (rest) => `${BELOW}${rest}/`],
  ['two slashes at the end', (rest) => `${BELOW}${rest}//`],
  ['a slash in front doubled', (rest) => `/${BELOW}${rest}`],
  ['the slash behind the tenant doubled', (rest) => `${BELOW}/${rest}`],
  ['all slashes doubled', (rest) => `${BELOW}${rest.replaceAll('/', '//')}`],
  ['the slash behind the tenant encoded', (rest) => `${BELOW}/%2F${rest.slice(1)}`],
  ['the slash behind the tenant encoded in lower case', (rest) => `${BELOW}/%2f${rest.slice(1)}`],
  ['an encoded slash at the end', (rest) => `${BELOW}${rest}%2f`],
  ['an encoded backslash', (rest) => `${BELOW}/%5C${rest.slice(1)}`],
  ['a backslash', (rest) => `${BELOW}/\\${rest.slice(1)}`],
  ['a dot segment', (rest) => `${BELOW}/.${rest}`],
  ['a dot segment at the end', (rest) => `${BELOW}${rest}/.`],
  ['two dot segments', (rest) => `${BELOW}/x/..${rest}`],
  ['encoded dot segments', (rest) => `${BELOW}/x/%2e%2e${rest}`],
  ['encoded dot segments of mixed case', (rest) => `${BELOW}/x/%2E%2e${rest}`],
  ['half encoded dot segments', (rest) => `${BELOW}/x/.%2E${rest}`],
  ['dot segments behind encoded slashes', (rest) => `${BELOW}/x%2F..%2F${rest.slice(1)}`],
  ['its first letter encoded', (rest) => `${BELOW}/%${rest.charCodeAt(1).toString(16)}${rest.slice(2)}`],
  ['its first letter encoded in capital digits', (rest) => `${BELOW}/%${rest.charCodeAt(1).toString(16).toUpperCase()}${rest.slice(2)}`],
  ['its last letter encoded', (rest) => `${BELOW}${rest.slice(0, -1)}%${rest.charCodeAt(rest.length - 1).toString(16)}`],
  ['its first letter encoded twice', (rest) => `${BELOW}/%25${rest.charCodeAt(1).toString(16)}${rest.slice(2)}`],
  ['a slash encoded twice', (rest) => `${BELOW}/%252F${rest.slice(1)}`],
  ['dot segments encoded twice', (rest) => `${BELOW}/x/%252e%252E${rest}`],
  ['a NUL at the end', (rest) => `${BELOW}${rest}%00`],
  ['a line feed at the end', (rest) => `${BELOW}${rest}%0a`],
];

/** Paths below the tenant that are denied to a role, by a rule of an application or of the tenancy. */
const RULES = [
  ...['devices', 'devices/{deviceId}', 'sites/{siteId}/keys', 'a.b/~c@d:e+f-g_h', 'Reports/2024'].map((path) => ({
    rule: { path: `/tenant/{tenantId}/${path}`, roles: ['admin'] }, methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  })),
  ...Object.values<Route>({ ...INVITATIONS_ROUTE, ...MEMBERS_ROUTE, ...CLOSURE_ROUTE })
    .filter(({ role }) => role !== undefined)
    .map(({ path, method }) => ({ rule: { path, roles: ['admin'] }, methods: [method] })),
];

describe.each(RULES)('the rule for $rule.path ($methods)', ({ rule, methods }) => {
  const rest = rule.path.replace('/tenant/{tenantId}', '').replace(/\{\w+\}/g, 'else-7');
  const policy = createTokenPolicy({ endingLength: 24, rules: [compileRule(rule)] })(
    API_ARN, { userId: USER_ID, tenantId: TENANT_ID, tenantRole: 'member', expiresAt: EXPIRES_AT },
  );
  const allows = (method: string, path: string) => policyAllows(policy, method, path, new Date((EXPIRES_AT - 1) * 1000));

  test.each(VARIANTS)('cannot be passed by its path with %s', async (_, write) => {
    const path = write(rest);
    expect(path).not.toBe(BELOW + rest);
    for (const method of methods) {
      expect([method, path, isRefused(path) || !await allows(method, path)]).toEqual([method, path, true]);
    }
  });

  test('denies its own path in the policy', async () => {
    expect(isRefused(BELOW + rest)).toBe(false);
    for (const method of methods) expect([method, await allows(method, BELOW + rest)]).toEqual([method, false]);
  });
});

describe('tenantOf and userOf', () => {
  test.each(VARIANTS)('refuse a path with %s, whatever the policy says', (_, write) => {
    expect(isRefused(write('/devices'))).toBe(true);
    expect(() => userOf(event(write(`/devices/${USER_ID}/keys`)))).toThrow(expect.objectContaining({ status: 400 }));
  });

  test.each(['/devices', '/devices/7', '/files/a%20b', '/files/%C3%A9t%C3%A9', '/files/50%25', '/files/a%2Bb%40c', '/.well-known/x', '/files/a..b', '/devices;v=1'])(
    'accept a path that can be read in one way: %s', (rest) => {
      expect(tenantOf(event(BELOW + rest, ofMember))).toMatchObject({ tenantId: TENANT_ID });
    });

  test('accept a path after the base path of a custom domain', () => {
    expect(tenantOf(event(`/v1${BELOW}/devices`, ofMember))).toMatchObject({ tenantId: TENANT_ID });
  });

  test('return the time of the sign-in as a number, and accept a caller without one', () => {
    expect(tenantOf(event(`${BELOW}/devices`, { authenticatedAt: '1800000000' }))).toMatchObject({ authenticatedAt: 1_800_000_000 });
    expect(tenantOf(event(`${BELOW}/devices`, { authenticatedAt: undefined })).authenticatedAt).toBeUndefined();
  });

  test.each(['', '0', '-1', '1.5', 'soon', null, 'NaN'])('refuse %j as the time of the sign-in', (authenticatedAt) => {
    expect(() => tenantOf(event(`${BELOW}/devices`, { authenticatedAt }))).toThrow(expect.objectContaining({ status: 401 }));
  });

  describe('for a caller of a read-only tenant', () => {
    const request = (method: string, tenantAccess?: string) => apiEvent({
      method, resource: '/tenant/{tenantId}/{proxy+}', parameters: { tenantId: TENANT_ID, userId: USER_ID }, path: `${BELOW}/devices`, authorizer: authorizerOf({ tenantAccess }),
    });

    test.each(['GET', 'HEAD'])('tenantOf accepts %s, and tells the access', (method) => {
      expect(tenantOf(request(method, 'READ_ONLY'))).toMatchObject({ tenantId: TENANT_ID, tenantRole: 'admin', tenantAccess: 'READ_ONLY' });
    });

    test.each(['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'])('tenantOf refuses %s, although the role could use it', (method) => {
      expect(tenantOf(request(method)).tenantAccess).toBeUndefined();
      expect(() => tenantOf(request(method, 'READ_ONLY'), 'admin')).toThrow(expect.objectContaining({ status: 403, code: 'tenantNotActive' }));
    });

    test('tenantOf refuses an event without a method', () => {
      const { httpMethod: _, ...withoutMethod } = request('GET', 'READ_ONLY');
      expect(() => tenantOf(withoutMethod)).toThrow(expect.objectContaining({ status: 403, code: 'tenantNotActive' }));
    });

    test('userOf accepts every method, because the routes of the user stay as they are', () => {
      const switching = apiEvent({
        method: 'PUT', resource: '/tenants/{userId}/active', parameters: { userId: USER_ID }, authorizer: authorizerOf({ tenantAccess: 'READ_ONLY' }),
      });
      expect(userOf(switching)).toMatchObject({ userId: USER_ID });
    });

    test('an unknown access is not authorized', () => {
      expect(() => tenantOf(request('GET', 'FULL'))).toThrow(expect.objectContaining({ status: 401 }));
    });
  });

  test('refuse a caller without a role in the tenant', () => {
    const { tenantRole: _, ...withoutRole } = authorizerOf();
    const request = apiEvent({ method: 'GET', resource: TENANT_API_ROUTE.getTenant.path, parameters: { tenantId: TENANT_ID }, authorizer: withoutRole });

    expect(() => tenantOf(request)).toThrow(expect.objectContaining({ status: 403, message: 'You are not a member of this tenant.' }));
  });

  test('list the roles of which one is required', () => {
    expect(() => tenantOf(event(`${BELOW}/devices`, ofMember), ['admin', 'operator']))
      .toThrow(expect.objectContaining({ status: 403, message: expect.stringMatching(/\badmin\b.*\boperator\b/) }));
  });

  test.each(['..', '.', '@someone', '~x', ''])('refuse %j as a user id', (userId) => {
    const request = apiEvent({ method: 'GET', resource: '/tenants/{userId}', parameters: { userId }, authorizer: authorizerOf({ userId }) });

    expect(() => userOf(request)).toThrow(expect.objectContaining({ status: 401 }));
  });
});
