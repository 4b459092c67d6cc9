import fc from 'fast-check';
import type { AccessRule } from '../../../src/contract/access-rules';
import type { RouteMethod } from '../../../src/contract/routes';
import { areAccessRules, parseAccessRules } from '../../../src/runtime/authorizer/access-rules';
import { createTokenPolicy } from '../../../src/runtime/authorizer/policy';
import { OTHER_TENANT_ID, TENANT_ID, USER_ID } from '../events';
import { API_ARN, policyAllows } from '../gateway';

const EXPIRES_AT = 1_800_000_000;
const BEFORE = new Date((EXPIRES_AT - 1) * 1000);

async function allows(rules: readonly AccessRule[], tenantRole: string, method: string, rest: string, tenantId = TENANT_ID): Promise<boolean> {
  const principal = { userId: USER_ID, tenantId: TENANT_ID, tenantRole, expiresAt: EXPIRES_AT };
  return policyAllows(createTokenPolicy(rules)(API_ARN, principal), method, `/tenant/${tenantId}${rest}`, BEFORE);
}

describe('routes of the tenancy', () => {
  test.each([
    ['PUT', '/members/someone'],
    ['DELETE', '/members/someone'],
    ['GET', '/invitations'],
    ['POST', '/invitations'],
    ['DELETE', '/invitations/7'],
    ['POST', '/invitations/7/resend'],
    ['POST', '/invitations/7/resend/'],
    ['HEAD', '/invitations'],
  ])('%s %s is for admins, and for no other role', async (method, rest) => {
    expect(await allows([], 'admin', method, rest)).toBe(true);
    expect(await allows([], 'member', method, rest)).toBe(false);
    expect(await allows([], 'auditor', method, rest)).toBe(false);
  });

  test.each([['GET', '/members'], ['DELETE', '/membership']])('%s %s is for every member', async (method, rest) => {
    for (const role of ['admin', 'member', 'auditor']) expect(await allows([], role, method, rest)).toBe(true);
  });

  test('are given to no other role by a rule', async () => {
    const rules = [{ path: '/tenant/{tenantId}/invitations', roles: ['admin', 'auditor'] }, { path: '/tenant/{tenantId}/members/{userId}', roles: ['auditor'] }];
    expect(await allows(rules, 'auditor', 'POST', '/invitations')).toBe(false);
    expect(await allows(rules, 'auditor', 'DELETE', '/members/someone')).toBe(false);
    expect(await allows(rules, 'admin', 'DELETE', '/members/someone')).toBe(false);
  });
});

describe('a rule', () => {
  const rule: AccessRule = { path: '/tenant/{tenantId}/devices', roles: ['operator'] };

  test('lets its roles through, and no other, an admin included', async () => {
    expect(await allows([rule], 'operator', 'POST', '/devices')).toBe(true);
    for (const role of ['admin', 'member', 'operators', 'operato']) expect(await allows([rule], role, 'POST', '/devices')).toBe(false);
  });

  test.each(['/devices', '/devices/', '/devices/7', '/devices//', '/devices/7/readings/8', '/devices/%2e%2e/other'])('holds for %s', async (rest) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect([method, await allows([rule], 'member', method, rest)]).toEqual([method, false]);
    }
  });

  test.each(['/device', '/devices2', '/devices-2/7', '/other/devices', '/Devices'])('is not about %s', async (rest) => {
    expect(await allows([rule], 'member', 'GET', rest)).toBe(true);
  });

  test('of some methods says nothing of the others', async () => {
    const rules: AccessRule[] = [{ ...rule, methods: ['POST', 'DELETE'] }];
    expect(await allows(rules, 'member', 'POST', '/devices/7')).toBe(false);
    expect(await allows(rules, 'member', 'DELETE', '/devices')).toBe(false);
    expect(await allows(rules, 'member', 'GET', '/devices')).toBe(true);
    expect(await allows(rules, 'member', 'PUT', '/devices/7')).toBe(true);
  });

  test('of GET is one of HEAD: what answers any method answers both alike', async () => {
    const rules: AccessRule[] = [{ ...rule, methods: ['GET'] }];
    expect(await allows(rules, 'member', 'HEAD', '/devices')).toBe(false);
    expect(await allows(rules, 'operator', 'HEAD', '/devices')).toBe(true);
  });

  test('takes any text for a parameter', async () => {
    const rules = [{ path: '/tenant/{tenantId}/sites/{siteId}/keys', roles: ['operator'] }];
    for (const site of ['7', 'a-b', '%2f', 'sites']) expect(await allows(rules, 'member', 'GET', `/sites/${site}/keys`)).toBe(false);
    expect(await allows(rules, 'member', 'GET', '/sites/7')).toBe(true);
    expect(await allows(rules, 'member', 'GET', '/sites/7/keyring')).toBe(true);
    expect(await allows(rules, 'operator', 'GET', '/sites/7/keys/8')).toBe(true);
  });

  test('beside another leaves only whom both let through', async () => {
    const rules: AccessRule[] = [
      { path: '/tenant/{tenantId}/devices', roles: ['operator', 'auditor'] },
      { path: '/tenant/{tenantId}/devices/{deviceId}/keys', roles: ['operator', 'admin'] },
    ];
    const through = async (rest: string) => {
      const roles = ['admin', 'member', 'operator', 'auditor'];
      const answers = await Promise.all(roles.map(async (role) => allows(rules, role, 'GET', rest)));
      return roles.filter((_, index) => answers[index]);
    };
    expect(await through('/devices')).toEqual(['operator', 'auditor']);
    expect(await through('/devices/7/keys')).toEqual(['operator']);
    expect(await through('/other')).toEqual(['admin', 'member', 'operator', 'auditor']);
  });

  test('says nothing of a user without a tenant', () => {
    expect(createTokenPolicy([rule])(API_ARN, { userId: USER_ID, expiresAt: EXPIRES_AT }).Statement).toHaveLength(1);
  });
});

describe('whatever the rules', () => {
  const ROLES = ['admin', 'member', 'operator', 'auditor'];
  const METHODS: readonly RouteMethod[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];
  const literal = fc.constantFrom('devices', 'device', 'keys', 'a', 'a.b', 'x-1');
  const segment = fc.oneof(literal, fc.constantFrom('{deviceId}', '{id}', '{tenantId}'));
  const rule: fc.Arbitrary<AccessRule> = fc.record({
    path: fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => ['/tenant/{tenantId}', ...segments].join('/')),
    methods: fc.option(fc.subarray([...METHODS], { minLength: 1 }), { nil: undefined }),
    roles: fc.subarray(ROLES, { minLength: 1 }),
  });
  const request = fc.record({
    role: fc.constantFrom(...ROLES),
    method: fc.constantFrom(...METHODS, 'HEAD'),
    rest: fc.array(fc.oneof(literal, fc.constantFrom('7', '%2f', '')), { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`)
      .filter((rest) => rest !== '/'),
  });

  /** The meaning of a rule, segment by segment. */
  function isAbout({ path, methods }: AccessRule, method: string, rest: string): boolean {
    const wanted = path.split('/').slice(3);
    const asked = rest.split('/').slice(1);
    return (methods === undefined || methods.includes(method as RouteMethod) || (method === 'HEAD' && methods.includes('GET')))
      && wanted.length <= asked.length
      && wanted.every((part, index) => part.startsWith('{') || part === asked[index]);
  }

  test('no role gets through a rule that leaves it out, and one that no rule is about keeps nobody out', async () => {
    await fc.assert(fc.asyncProperty(fc.array(rule, { maxLength: 4 }), request, async (rules, { role, method, rest }) => {
      const isAllowed = await allows(rules, role, method, rest);
      const about = rules.filter((candidate) => isAbout(candidate, method, rest));
      if (about.some(({ roles }) => !roles.includes(role))) expect(isAllowed).toBe(false);
      // A wildcard in the middle of a path may match more than a parameter would.
      const isExact = rules.every(({ path }) => !path.slice('/tenant/{tenantId}'.length).includes('{'));
      if (isExact && about.every(({ roles }) => roles.includes(role))) expect(isAllowed).toBe(true);
    }), { numRuns: 600 });
  });

  test('a role that all of them name gets everywhere', async () => {
    await fc.assert(fc.asyncProperty(fc.array(rule, { maxLength: 4 }), request, async (rules, { method, rest }) => {
      const forAdmins = rules.map((candidate) => ({ ...candidate, roles: [...candidate.roles, 'admin'] }));
      expect(await allows(forAdmins, 'admin', method, rest)).toBe(true);
    }), { numRuns: 300 });
  });

  test('another tenant stays out of reach', async () => {
    await fc.assert(fc.asyncProperty(fc.array(rule, { maxLength: 4 }), request, async (rules, { role, method, rest }) => {
      expect(await allows(rules, role, method, rest, OTHER_TENANT_ID)).toBe(false);
    }), { numRuns: 300 });
  });
});

describe('the environment', () => {
  test('hands rules on', () => {
    const rules = [{ path: '/tenant/{tenantId}/devices', methods: ['GET'], roles: ['admin'] }, { path: '/tenant/{tenantId}/keys', roles: ['operator'] }];
    expect(areAccessRules(JSON.stringify(rules))).toBe(true);
    expect(parseAccessRules(JSON.stringify(rules))).toEqual(rules);
    expect(areAccessRules('[]')).toBe(true);
  });

  test.each([
    '', '{}', 'null', '[null]', '[7]', '[{}]', '[{"path":"/tenant/{tenantId}/x"}]', '[{"path":7,"roles":["admin"]}]', '[{"path":"/x","roles":"admin"}]',
    '[{"path":"/x","roles":["*"]}]', '[{"path":"/x","roles":["admin"],"methods":"GET"}]', '[{"path":"/x","roles":["admin"],"methods":[7]}]', '[',
  ])('has no rules in %s', (json) => {
    expect(areAccessRules(json)).toBe(false);
  });
});
