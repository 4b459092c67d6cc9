import { ACCESS_RULE_PATH_MAX_LENGTH, compileRule } from '../../../../src/contract/access-rules';
import { HTTP_METHODS, methodPatterns } from '../../../../src/contract/method-patterns';
import { ACCOUNT_ROUTE, CLOSURE_ROUTE, INVITED_ROUTE, type Route, SESSIONS_ROUTE, TENANT_API_ROUTE, ADDITIONAL_TENANTS_ROUTE } from '../../../../src/contract/routes';
import * as contractRoutes from '../../../../src/contract/routes';
import { createTokenPolicy } from '../../../../src/contract/token-policy';
import { apiArn } from '../../../../src/runtime/functions/authorizer/api-arn';
import { METHOD_ARN, TENANT_ID, USER_ID } from '../../events';
import { API_ARN, policyAllows } from '../../gateway';

const EXPIRES_AT = 1_800_000_000;
const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

const policyOf = createTokenPolicy({ endingLength: 24, rules: [] });

type Principal = Parameters<typeof policyOf>[1];

function resources(principal: Principal): string[] {
  const [statement] = policyOf(API_ARN, principal).Statement;
  return (statement as unknown as { Resource: string[] }).Resource;
}

const user = { userId: USER_ID, expiresAt: EXPIRES_AT };
const member = { ...user, tenantId: TENANT_ID, tenantRole: 'member' as const };
const admin = { ...user, tenantId: TENANT_ID, tenantRole: 'admin' as const };

/** The routes of a user, with and without a tenant. */
const USER_RESOURCES = [
  'GET/tenants/{userId}',
  'PUT/tenants/{userId}/active',
  'POST/tenants/{userId}',
  'POST/tenants/{userId}/*',
  'DELETE/tenants/{userId}/*',
].map((route) => `${API_ARN}/${route.replace('{userId}', USER_ID)}`);

async function allows(principal: Principal, method: string, path: string): Promise<boolean> {
  return policyAllows(policyOf(API_ARN, principal), method, path, new Date((EXPIRES_AT - 1) * 1000));
}

describe('policy of a token', () => {
  test('depends on nothing but the token and the API, whatever was authorized before', () => {
    const other = { userId: 'other', tenantId: 'other-tenant', tenantRole: 'member' as const, expiresAt: EXPIRES_AT + 1 };
    const requests = [API_ARN, API_ARN.replace('prod', 'beta'), API_ARN.replace('abcdef123', 'fedcba321')]
      .flatMap((api) => [user, member, admin, other, { ...member, tenantId: 'other-tenant' }].map((principal) => [api, principal] as const));
    const rules = { endingLength: 24, rules: [compileRule({ path: '/tenant/{tenantId}/devices', roles: ['admin'] })] };
    const cases = requests.map(([api, principal]) => ({ api, principal, alone: createTokenPolicy(rules)(api, principal) }));

    const shared = createTokenPolicy(rules);
    for (const { api, principal, alone } of [...cases, ...[...cases].reverse(), ...cases]) expect(shared(api, principal)).toEqual(alone);
  });

  test('can be changed without effect on later policies', () => {
    const expected = JSON.stringify(policyOf(API_ARN, member));
    policyOf(API_ARN, member).Statement.forEach(({ Resource }) => Resource.splice(0, Resource.length, '*'));
    expect(JSON.stringify(policyOf(API_ARN, member))).toBe(expected);
  });

  test('allows only until the token ends, and no path with an empty segment', () => {
    const denied = API_ARN.replace(/us-east-1:\d+/, '*:*').replace(/prod$/, '*');
    expect(policyOf(API_ARN, user)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: USER_RESOURCES,
          Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-15T08:00:00Z' } },
        },
        { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: [`${denied}/`, `${denied}//*`] },
      ],
    });
  });

  test.each(['invitations/accept/', 'invitations//accept', 'invitations/'])('does not allow a user an empty segment, with a tenant or without: %s', async (rest) => {
    for (const principal of [user, member, admin]) expect(await allows(principal, 'POST', `/tenants/${USER_ID}/${rest}`)).toBe(false);
  });

  /** All routes of the web-app API below the tenant, of every group that the contract has. */
  const routesOfTenant = Object.values(contractRoutes)
    .flatMap((group): Route[] => (typeof group === 'object' ? Object.values(group) : []))
    .filter(({ path }) => /^\/tenant\/\{tenantId\}(\/|$)/.test(path));

  test('allows each role exactly the routes of the tenant that are for all members or for this role', async () => {
    const auditor = { ...member, tenantRole: 'auditor' as const };
    expect(new Set(routesOfTenant.flatMap(({ role }) => role))).toEqual(new Set([undefined, 'admin', 'auditor']));
    for (const { method, path, role } of routesOfTenant) {
      const requested = path.replace('{tenantId}', TENANT_ID).replace(/\{\w+\}/g, 'else-7');
      expect([method, path, await allows(admin, method, requested)]).toEqual([method, path, true]);
      expect([method, path, await allows(member, method, requested)]).toEqual([method, path, role === undefined]);
      expect([method, path, await allows(auditor, method, requested)]).toEqual([method, path, role === undefined || [role].flat().includes('auditor')]);
    }
  });

  test('allows an admin, but not a member, to rename the tenant', () => {
    expect(resources(admin)).toEqual([
      ...USER_RESOURCES,
      `${API_ARN}/GET/tenant/${TENANT_ID}`,
      `${API_ARN}/PUT/tenant/${TENANT_ID}`,
      ...METHODS.map((method) => `${API_ARN}/${method}/tenant/${TENANT_ID}/*`),
    ]);
    expect(resources(member)).toEqual(resources(admin).filter((resource) => resource !== `${API_ARN}/PUT/tenant/${TENANT_ID}`));
  });

  test.each([
    ['GET', `/tenant/${TENANT_ID}`],
    ['GET', `/tenants/${USER_ID}`],
    ['POST', `/tenant/${TENANT_ID}/devices`],
    ['PATCH', `/tenant/${TENANT_ID}/devices/7`],
  ])('allows a member %s %s', async (method, path) => {
    expect(await allows(member, method, path)).toBe(true);
  });

  test.each([
    ['PUT', `/tenant/${TENANT_ID}`],
    ['PUT', `/tenant/${TENANT_ID}/`],
    ['DELETE', `/tenant/${TENANT_ID}`],
    ['GET', '/tenant/other-tenant'],
    ['GET', '/tenant/other-tenant/devices'],
    ['GET', `/tenant/other-tenant/tenant/${TENANT_ID}/devices`],
    ['GET', `/other/tenant/${TENANT_ID}/devices`],
    ['GET', `/tenant/${TENANT_ID}0/devices`],
    ['GET', '/tenants/other-user'],
    ['GET', `/tenants/${USER_ID}/more`],
    ['DELETE', `/tenants/${USER_ID}`],
    ['POST', '/tenants/other-user'],
    ['PUT', '/tenants/other-user/active'],
    ['POST', '/tenants/other-user/invitations/accept'],
    ['GET', `/tenants/${USER_ID}/invitations/accept`],
    ['POST', `/tenants/${USER_ID}//invitations/accept`],
    ['PATCH', `/tenants/${USER_ID}/sign-out`],
    ['DELETE', `/tenants/other-user/closures/${TENANT_ID}`],
    ['DELETE', '/tenants/other-user/account'],
    ['PUT', `/tenants/${USER_ID}/account`],
    ['GET', `/tenants/${USER_ID}/closures/${TENANT_ID}`],
    ['PUT', `/tenant/${TENANT_ID}/closure`],
    ['PUT', `/tenant/${TENANT_ID}/closure/`],
    ['PUT', `/tenant/${TENANT_ID}/closure//`],
    ['GET', '/nowhere'],
  ])('does not allow a member %s %s', async (method, path) => {
    expect(await allows(member, method, path)).toBe(false);
  });

  describe('of a read-only tenant', () => {
    const readOnly = <Token extends Principal>(token: Token): Principal => ({ ...token, tenantAccess: 'READ_ONLY' });

    test('allows GET and HEAD in the tenant, to admins too, and the routes of the user as before', () => {
      const expected = [...USER_RESOURCES, `${API_ARN}/GET/tenant/${TENANT_ID}`, ...['GET', 'HEAD'].map((method) => `${API_ARN}/${method}/tenant/${TENANT_ID}/*`)];
      expect(resources(readOnly(admin))).toEqual(expected);
      expect(resources(readOnly(member))).toEqual(expected);
    });

    test('allows none of our routes that write, and the routes that read to the same roles as before', async () => {
      for (const { method, path, role } of routesOfTenant) {
        const requested = path.replace('{tenantId}', TENANT_ID).replace(/\{\w+\}/g, 'else-7');
        expect([method, path, await allows(readOnly(admin), method, requested)]).toEqual([method, path, method === 'GET']);
        expect([method, path, await allows(readOnly(member), method, requested)]).toEqual([method, path, method === 'GET' && role === undefined]);
      }
    });

    test.each(METHODS)('decides on %s of a route of the application, with its access rules', async (method) => {
      const policy = createTokenPolicy({ endingLength: 24, rules: [compileRule({ path: '/tenant/{tenantId}/keys', roles: ['admin'] })] });
      const decide = async (principal: Principal, path: string) =>
        policyAllows(policy(API_ARN, readOnly(principal)), method, `/tenant/${TENANT_ID}/${path}`, new Date((EXPIRES_AT - 1) * 1000));
      const isReading = method === 'GET' || method === 'HEAD';
      expect(await Promise.all([decide(member, 'devices'), decide(admin, 'keys'), decide(member, 'keys')])).toEqual([isReading, isReading, false]);
    });

    test('is separate from the policy with full access of the same role', () => {
      const shared = createTokenPolicy({ endingLength: 24, rules: [] });
      const [full, limited] = [shared(API_ARN, admin), shared(API_ARN, readOnly(admin))];
      expect(shared(API_ARN, admin)).toEqual(full);
      expect(shared(API_ARN, readOnly(admin))).toEqual(limited);
      expect(limited).not.toEqual(full);
    });

    test('is shorter than the policy with full access, which is the one that synth measures', () => {
      for (const principal of [admin, member]) {
        expect(JSON.stringify(policyOf(API_ARN, readOnly(principal))).length).toBeLessThan(JSON.stringify(policyOf(API_ARN, principal)).length);
      }
    });
  });

  test('allows a user all answers to an invitation', async () => {
    for (const { method, path } of Object.values(INVITED_ROUTE)) {
      expect(await allows(user, method, path.replace('{userId}', USER_ID))).toBe(true);
      expect(await allows(user, method, path.replace('{userId}', 'other-user'))).toBe(false);
    }
  });

  test('allows a user to restore any closing tenant, also one that the token does not carry', async () => {
    for (const principal of [user, member, admin]) {
      for (const tenantId of [TENANT_ID, 'other-tenant']) {
        expect(await allows(principal, 'DELETE', `/tenants/${USER_ID}/closures/${tenantId}`)).toBe(true);
        expect(await allows(principal, 'DELETE', `/tenants/other-user/closures/${tenantId}`)).toBe(false);
        expect(await allows(principal, 'DELETE', `/tenants/${USER_ID}/closures/${tenantId}/`)).toBe(false);
      }
    }
  });

  test('allows users to delete their own account, with and without a tenant', async () => {
    for (const principal of [user, member, admin]) {
      expect(await allows(principal, 'DELETE', `/tenants/${USER_ID}/account`)).toBe(true);
      expect(await allows(principal, 'DELETE', '/tenants/other-user/account')).toBe(false);
      expect(await allows(principal, 'DELETE', `/tenants/${USER_ID}/account/`)).toBe(false);
    }
  });

  test('allows users to end their own sessions, with and without a tenant', async () => {
    for (const principal of [user, member, admin]) {
      expect(await allows(principal, 'POST', `/tenants/${USER_ID}/sign-out`)).toBe(true);
      expect(await allows(principal, 'POST', '/tenants/other-user/sign-out')).toBe(false);
      expect(await allows(principal, 'POST', `/tenants/${USER_ID}/sign-out/`)).toBe(false);
    }
  });

  test('allows only admins to end the sessions of a member of their tenant', async () => {
    const path = `/tenant/${TENANT_ID}/members/other-user/sign-out`;
    expect(await Promise.all([admin, member, user].map(async (principal) => allows(principal, 'POST', path)))).toEqual([true, false, false]);
    expect(await allows(admin, 'POST', '/tenant/other-tenant/members/other-user/sign-out')).toBe(false);
    expect(await allows(member, 'POST', `${path}/`)).toBe(false);
  });

  test('denies members without a right of their own nothing else below the tenant that begins like its closure', async () => {
    expect(await allows(member, 'PUT', `/tenant/${TENANT_ID}/closures`)).toBe(true);
    expect(await allows(member, 'PUT', `/tenant/${TENANT_ID}/closure/survey`)).toBe(true);
    expect(await allows(member, 'GET', `/tenant/${TENANT_ID}/closure`)).toBe(true);
    expect(await allows(member, 'POST', `/tenant/${TENANT_ID}/devices/closure-7`)).toBe(true);
  });

  test.each([
    ['personal', 'personal'],
    ['9d2f6c1b-3a4e-4c7d-8f10-2b6e5a9c0d42', '9d2f6c1b-3a4e-4c7d-8f10-2b6e5a9c0d42'],
    ['e-4c7d-8f10-2b6e5a9c0d42', '9d2f6c1b-3a4e-4c7d-8f10-2b6e5a9c0d42'],
  ])('rules for the tenant %s do not affect the routes of the user %s', async (tenantId, userId) => {
    const rules = ['active', 'invitations/{id}', 'closures/{id}', '{id}'].map((path) => compileRule({ path: `/tenant/{tenantId}/${path}`, roles: ['admin'] }));
    const { listTenantsOfUser, switchTenant } = TENANT_API_ROUTE;
    const { restoreTenant } = CLOSURE_ROUTE;
    const { deleteAccount } = ACCOUNT_ROUTE;
    const own = [
      listTenantsOfUser, switchTenant, restoreTenant, deleteAccount, SESSIONS_ROUTE.signOutEverywhere, ADDITIONAL_TENANTS_ROUTE.createTenant,
      ...Object.values(INVITED_ROUTE),
    ];
    for (const endingLength of [4, 6, 8, 12, 24]) {
      const policy = createTokenPolicy({ endingLength, rules })(API_ARN, { userId, tenantId, tenantRole: 'member', expiresAt: EXPIRES_AT });
      const isAllowed = (method: string, path: string) => policyAllows(policy, method, path, new Date((EXPIRES_AT - 1) * 1000));
      for (const { method, path } of own) {
        expect([path, await isAllowed(method, path.replace('{userId}', userId).replace('{tenantId}', tenantId))]).toEqual([path, true]);
      }
      for (const path of ['active', 'invitations/accept', 'devices'].map((below) => `/tenant/${tenantId}/${below}`)) {
        expect([path, await isAllowed('PUT', path)]).toEqual([path, false]);
      }
    }
  });

  test('uses only the wildcard *, the only one that API Gateway documents', () => {
    const rules = [compileRule({ path: '/tenant/{tenantId}/devices/{deviceId}/keys', roles: ['operator'] })];
    for (const principal of [user, member, admin]) expect(JSON.stringify(createTokenPolicy({ endingLength: 24, rules })(API_ARN, principal))).not.toContain('?');
  });

  test('has wildcards only at the end of the allowed routes, and no resource that is too long', () => {
    const longest = {
      userId: 'u'.repeat(128),
      tenantId: 't'.repeat(64),
      tenantRole: 'admin' as const,
      expiresAt: EXPIRES_AT,
    };
    const api = `arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abcdef1234/${'s'.repeat(128)}`;
    const rule = compileRule({ path: '/tenant/{tenantId}'.padEnd(ACCESS_RULE_PATH_MAX_LENGTH, '/x'), methods: ['DELETE'], roles: ['member'] });
    const [allowed, refused] = createTokenPolicy({ endingLength: 24, rules: [rule] })(api, longest).Statement.map(({ Resource }) => Resource);
    for (const resource of allowed) {
      expect(resource.replace(new RegExp(`(/tenant/${longest.tenantId}/|/tenants/${longest.userId}/(?:invitations/)?)\\*$`), '')).not.toContain('*');
    }
    expect(Math.max(...[...allowed, ...refused].map(({ length }) => length))).toBeLessThanOrEqual(512);
  });
});

describe('patterns of methods', () => {
  const subsets = HTTP_METHODS.reduce<string[][]>((sets, method) => [...sets, ...sets.map((set) => [...set, method])], [[]]).slice(1);

  test.each(['prod', 'v1', 'Prod', 'PT', 'PATCH', 'E', 'DELETE-GET', 'Test_T'])('match exactly the methods that they stand for on the stage %s', async (stage) => {
    const api = API_ARN.replace(/prod$/, stage);
    for (const methods of subsets) {
      const patterns = methodPatterns(methods, HTTP_METHODS.filter((method) => !methods.includes(method)));
      const policy = createTokenPolicy({ endingLength: 6, rules: [{ path: 'devices', methods: patterns, roles: ['operator'] }] })(api, member);
      const [, { Resource: denied }] = policy.Statement;
      const refused = HTTP_METHODS.filter((method) =>
        denied.some((pattern) => isMatch(pattern, `${api}/${method}/tenant/${TENANT_ID}/devices`)));
      expect([stage, refused]).toEqual([stage, methods]);
    }
  });

  test('are as few as possible for the most common rules', () => {
    const patternsOf = (methods: string[]) => methodPatterns(methods, HTTP_METHODS.filter((method) => !methods.includes(method)));
    expect(patternsOf([...HTTP_METHODS])).toEqual(['*']);
    expect(patternsOf(['PATCH', 'POST', 'PUT'])).toEqual(['P*']);
    expect(patternsOf(['DELETE', 'POST', 'PUT'])).toEqual(['D*', 'P*T']);
    expect(patternsOf(['DELETE', 'GET', 'HEAD'])).toEqual(['*E*']);
  });
});

/** Wildcards as the documentation of API Gateway explains them, by nothing of the product. */
function isMatch(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(text);
}

describe('ARN of the API', () => {
  test.each([
    [METHOD_ARN, API_ARN],
    ['arn:aws-cn:execute-api:cn-north-1:123456789012:abc/my_stage-1/PUT/tenant/t1/a/b', 'arn:aws-cn:execute-api:cn-north-1:123456789012:abc/my_stage-1'],
    ['arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/prod/GET/', 'arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:abc/prod'],
  ])('is read from %s', (methodArn, api) => {
    expect(apiArn(methodArn)).toBe(api);
  });

  test.each([
    'arn:aws:execute-api:us-east-1:123456789012:*/prod/GET/x',
    'arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/x',
    'arn:aws:lambda:us-east-1:123456789012:function:f',
    'x-arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/x',
    '',
  ])('is not read from "%s"', (methodArn) => {
    expect(() => apiArn(methodArn)).toThrow('methodArn must be the ARN of a method of a REST API');
  });
});
