import fc from 'fast-check';
import { type AccessRule, compileRule } from '../../../../src/contract/access-rules';
import { decodeRules, encodeRules } from '../../../../src/contract/encoded-rules';
import type { RouteMethod } from '../../../../src/contract/routes';
import { createTokenPolicy } from '../../../../src/contract/token-policy';
import { OTHER_TENANT_ID, TENANT_ID, USER_ID } from '../../events';
import { API_ARN, policyAllows } from '../../gateway';

const EXPIRES_AT = 1_800_000_000;
const BEFORE = new Date((EXPIRES_AT - 1) * 1000);

async function allows(rules: readonly AccessRule[], tenantRole: string, method: string, rest: string, tenantId = TENANT_ID): Promise<boolean> {
  const principal = { userId: USER_ID, tenantId: TENANT_ID, tenantRole, expiresAt: EXPIRES_AT };
  return policyAllows(createTokenPolicy({ endingLength: 24, rules: rules.map(compileRule) })(API_ARN, principal), method, `/tenant/${tenantId}${rest}`, BEFORE);
}

describe('routes of the tenancy', () => {
  test.each([
    ['PUT', '/members/someone'],
    ['DELETE', '/members/someone'],
    ['GET', '/invitations'],
    ['POST', '/invitations'],
    ['DELETE', '/invitations/7'],
    ['POST', '/invitations/7/resend'],
    ['HEAD', '/invitations'],
  ])('%s %s is for admins, and for no other role', async (method, rest) => {
    expect(await allows([], 'admin', method, rest)).toBe(true);
    expect(await allows([], 'member', method, rest)).toBe(false);
    expect(await allows([], 'auditor', method, rest)).toBe(false);
  });

  test.each([['GET', '/members'], ['DELETE', '/membership']])('%s %s is for every member', async (method, rest) => {
    for (const role of ['admin', 'member', 'auditor']) expect(await allows([], role, method, rest)).toBe(true);
  });

  test('cannot be opened to another role by a rule', async () => {
    const rules = [{ path: '/tenant/{tenantId}/invitations', roles: ['admin', 'auditor'] }, { path: '/tenant/{tenantId}/members/{userId}', roles: ['auditor'] }];
    expect(await allows(rules, 'auditor', 'POST', '/invitations')).toBe(false);
    expect(await allows(rules, 'auditor', 'DELETE', '/members/someone')).toBe(false);
    expect(await allows(rules, 'admin', 'DELETE', '/members/someone')).toBe(false);
  });
});

describe('a rule', () => {
  const rule: AccessRule = { path: '/tenant/{tenantId}/devices', roles: ['operator'] };

  test('allows only its roles, which excludes even an admin', async () => {
    expect(await allows([rule], 'operator', 'POST', '/devices')).toBe(true);
    for (const role of ['admin', 'member', 'operators', 'operato']) expect(await allows([rule], role, 'POST', '/devices')).toBe(false);
  });

  test.each(['/devices', '/devices/', '/devices/7', '/devices//', '/devices/7/readings/8', '/devices/%2e%2e/other', '/devices//7'])('applies to %s', async (rest) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect([method, await allows([rule], 'member', method, rest)]).toEqual([method, false]);
    }
  });

  test.each(['/device', '/devices2', '/devices-2/7', '/other/devices', '/Devices'])('does not apply to %s', async (rest) => {
    expect(await allows([rule], 'member', 'GET', rest)).toBe(true);
  });

  test('for some methods does not affect the others', async () => {
    const rules: AccessRule[] = [{ ...rule, methods: ['POST', 'DELETE'] }];
    expect(await allows(rules, 'member', 'POST', '/devices/7')).toBe(false);
    expect(await allows(rules, 'member', 'DELETE', '/devices')).toBe(false);
    expect(await allows(rules, 'member', 'GET', '/devices')).toBe(true);
    expect(await allows(rules, 'member', 'PUT', '/devices/7')).toBe(true);
  });

  test('for GET also applies to HEAD, because a function behind ANY answers both', async () => {
    const rules: AccessRule[] = [{ ...rule, methods: ['GET'] }];
    expect(await allows(rules, 'member', 'HEAD', '/devices')).toBe(false);
    expect(await allows(rules, 'operator', 'HEAD', '/devices')).toBe(true);
  });

  test('accepts any text for a parameter', async () => {
    const rules = [{ path: '/tenant/{tenantId}/sites/{siteId}/keys', roles: ['operator'] }];
    for (const site of ['7', 'a-b', '%2f', 'sites']) expect(await allows(rules, 'member', 'GET', `/sites/${site}/keys`)).toBe(false);
    expect(await allows(rules, 'member', 'GET', '/sites/7')).toBe(true);
    expect(await allows(rules, 'member', 'GET', '/sites/7/keyring')).toBe(true);
    expect(await allows(rules, 'operator', 'GET', '/sites/7/keys/8')).toBe(true);
  });

  test('together with another rule allows only roles that both allow', async () => {
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

  test('does not affect a user without a tenant', () => {
    const policyOf = createTokenPolicy({ endingLength: 24, rules: [compileRule(rule)] });
    expect(policyOf(API_ARN, { userId: USER_ID, expiresAt: EXPIRES_AT }))
      .toEqual(createTokenPolicy({ endingLength: 24, rules: [] })(API_ARN, { userId: USER_ID, expiresAt: EXPIRES_AT }));
  });
});

describe('whatever the rules', () => {
  const ROLES = ['admin', 'member', 'operator', 'auditor'];
  const METHODS: readonly RouteMethod[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];
  const literal = fc.constantFrom('devices', 'device', 'devices-archive', 'keys', 'a', 'a.b', 'x-1');
  const segment = fc.oneof(literal, fc.constantFrom('{deviceId}', '{id}', '{tenantId}'));
  const rule: fc.Arbitrary<AccessRule> = fc.record({
    path: fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => ['/tenant/{tenantId}', ...segments].join('/')),
    methods: fc.option(fc.subarray([...METHODS], { minLength: 1 }), { nil: undefined, freq: 3 }),
    roles: fc.subarray(ROLES, { minLength: 1 }),
  });
  const request = fc.record({
    role: fc.constantFrom(...ROLES),
    method: fc.constantFrom(...METHODS, 'HEAD', 'OPTIONS'),
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

  /** Paths that a wildcard of a rule's path can also match, because it matches slashes. */
  function mayReachFurther({ path }: AccessRule): boolean {
    return path.split('/').slice(3, -1).some((part) => part.startsWith('{'));
  }

  const hasEmptySegment = (rest: string) => rest.slice(1).split('/').includes('');

  test('a role is allowed exactly the routes that no rule denies it', async () => {
    let allowed = 0;
    let refused = 0;
    await fc.assert(fc.asyncProperty(fc.array(rule, { maxLength: 4 }), request, async (rules, { role, method, rest }) => {
      const isAllowed = await allows(rules, role, method, rest);
      const isKept = rules.some((candidate) => isAbout(candidate, method, rest) && !candidate.roles.includes(role));
      if (isKept || hasEmptySegment(rest)) expect(isAllowed).toBe(false);
      else if (!rules.some(mayReachFurther)) expect(isAllowed).toBe(true);
      if (isAllowed) allowed++;
      else refused++;
    }), { numRuns: 1_000 });
    expect(Math.min(allowed, refused)).toBeGreaterThan(200);
  });

  test('a role that all rules allow can use every route', async () => {
    await fc.assert(fc.asyncProperty(fc.array(rule, { maxLength: 4 }), request, async (rules, { method, rest }) => {
      const forAdmins = rules.map((candidate) => ({ ...candidate, roles: [...candidate.roles, 'admin'] }));
      expect(await allows(forAdmins, 'admin', method, rest)).toBe(!hasEmptySegment(rest));
    }), { numRuns: 300 });
  });

  test('a role cannot reach another tenant', async () => {
    await fc.assert(fc.asyncProperty(fc.array(rule, { maxLength: 4 }), request, async (rules, { role, method, rest }) => {
      expect(await allows(rules, role, method, rest, OTHER_TENANT_ID)).toBe(false);
    }), { numRuns: 300 });
  });
});

describe('the environment', () => {
  const NAMES = Array.from({ length: 52 }, (_, index) => `role-${index}`);
  const compiledRule = fc.record({
    roles: fc.subarray(NAMES, { minLength: 1 }),
    methods: fc.subarray(['*', 'P*T', 'D*', 'GET'], { minLength: 1 }),
    path: fc.constantFrom('devices', 'devices*', 'sites/*/keys', '*', 'a.b/~c@d:e+f-g_h'),
  });
  const compiledRules = fc.record({ endingLength: fc.integer({ min: 1, max: 99 }), rules: fc.array(compiledRule, { maxLength: 5 }) });

  test('passes rules on unchanged', () => {
    fc.assert(fc.property(compiledRules, (compiled) => expect(decodeRules(encodeRules(compiled))).toEqual(compiled)));
  });

  test('has few characters for each rule', () => {
    const compiled = [compileRule({ path: '/tenant/{tenantId}/devices/{deviceId}/keys', methods: ['POST', 'PUT', 'DELETE'], roles: ['admin', 'operator'] })];
    expect(encodeRules({ endingLength: 24, rules: compiled })).toBe('24;admin,operator;AB D*,P*T devices/*/keys');
    expect(encodeRules({ endingLength: 24, rules: [] })).toBe('24;');
  });

  test.each([
    '', '[]', '[{"path":"/tenant/{tenantId}/x","roles":["admin"]}]', '0;admin', 'admin;A * x', '100;admin;A * x', '8;;A * x', '8;admin;B * x', '8;admin; * x',
    '8;admin;A * ', '8;admin;A  x', '8;admin;A *', '8;admin;A * x;', '8;Admin;A * x', '8;admin;A get x', '8;admin;A GET, x', '8;admin;A * x y', '8;admin;A * x?',
  ])('is refused when it is %s', (text) => {
    expect(decodeRules(text)).toBeUndefined();
  });
});
