import fc from 'fast-check';
import { shortenRules } from '../../../../src/constructs/private/access-rules/shortened-rules';
import { type AccessRule, methodsOf } from '../../../../src/contract/access-rules';
import { createTokenPolicy } from '../../../../src/contract/token-policy';
import { API_ARN, policyAllows } from '../../../runtime/gateway';

const EXPIRES_AT = 1_800_000_000;
const TENANT_ID = '0123456789abcdef0123456789abcdef';
const ROLES = ['admin', 'member', 'operator'];

async function allows(rules: readonly AccessRule[], routes: Parameters<typeof shortenRules>[1], tenantRole: string, method: string, rest: string) {
  const policy = createTokenPolicy({ endingLength: 6, rules: shortenRules(rules, routes) })(API_ARN, { userId: 'user', tenantId: TENANT_ID, tenantRole, expiresAt: EXPIRES_AT });
  return policyAllows(policy, method, `/tenant/${TENANT_ID}/${rest}`, new Date((EXPIRES_AT - 1) * 1000));
}

const below = (segments: readonly string[]) => ['/tenant/{tenantId}', ...segments].join('/');
const literal = fc.constantFrom('devices', 'device', 'devices-archive', 'keys', 'a');
const segments = fc.array(fc.oneof({ weight: 3, arbitrary: literal }, { weight: 1, arbitrary: fc.constant('{id}') }), { minLength: 1, maxLength: 3 });
const methods = fc.constantFrom('DELETE', 'GET', 'PATCH', 'POST', 'PUT');
const rule = fc.record({
  path: segments.map(below),
  methods: fc.option(fc.uniqueArray(methods, { minLength: 1 }), { nil: undefined, freq: 4 }),
  roles: fc.subarray(ROLES, { minLength: 1 }),
}) as fc.Arbitrary<AccessRule>;
/** Rules with the same methods and roles, and paths with a common beginning. One pattern can match both. */
const rulesAlike = fc.tuple(rule, fc.constantFrom('-archive', 's', 's-archive'))
  .map(([first, end]): AccessRule[] => [first, { ...first, path: `${first.path}${end}` }])
  .filter(([{ path }]) => !path.endsWith('}'));
const someRules = fc.oneof({ weight: 3, arbitrary: fc.array(rule, { minLength: 1, maxLength: 4 }) }, { weight: 1, arbitrary: rulesAlike });
const route = fc.record({ method: fc.oneof({ weight: 5, arbitrary: methods }, { weight: 1, arbitrary: fc.constant('ANY') }), path: segments.map(below) });

/** Evaluates a rule segment by segment. */
function isAbout(candidate: AccessRule, method: string, rest: string): boolean {
  const wanted = candidate.path.split('/').slice(3);
  const asked = rest.split('/');
  return methodsOf(candidate).includes(method) && wanted.length <= asked.length
    && wanted.every((part, index) => part.startsWith('{') || part === asked[index]);
}

test('shortened rules refuse a role the same known routes as the rules', async () => {
  let allowed = 0;
  let refused = 0;
  const parameter = fc.constantFrom('7', 'devices', 'devices-7', 'keys');
  await fc.assert(fc.asyncProperty(
    someRules, fc.array(route, { maxLength: 4 }), fc.array(fc.array(methods, { maxLength: 2 }), { minLength: 4, maxLength: 4 }),
    fc.nat(), parameter, fc.constantFrom(...ROLES),
    async (rules, otherRoutes, besideRules, index, value, role) => {
      // Most routes of an app are the routes of its rules, and other routes at the same paths.
      const ofRules = rules.flatMap((candidate, at) =>
        [methodsOf(candidate)[0], ...besideRules[at]].map((method) => ({ method, path: candidate.path })));
      const routes = [...otherRoutes, ...ofRules];
      const { method: ofRoute, path } = routes[index % routes.length];
      const method = ofRoute === 'ANY' ? 'PATCH' : ofRoute;
      const rest = path.split('/').slice(3).join('/').replaceAll('{id}', value);
      const isAllowed = await allows(rules, routes, role, method, rest);
      const isKept = rules.some((candidate) => isAbout(candidate, method, rest) && !candidate.roles.includes(role));
      // A wildcard in the middle of a path also matches slashes.
      const isExact = rules.every((candidate) => !candidate.path.split('/').slice(3, -1).includes('{id}'));
      if (isKept) expect(isAllowed).toBe(false);
      else if (isExact) expect(isAllowed).toBe(true);
      if (isAllowed) allowed++;
      else refused++;
    }), { numRuns: 1_500 });
  expect(Math.min(allowed, refused)).toBeGreaterThan(100);
});

test('the methods of a rule are exact for all routes that its path matches', async () => {
  const methodsOfRules: AccessRule['methods'] = ['PATCH', 'POST'];
  const rules = ['devices', 'devices-archive'].map((path): AccessRule => ({ path: below([path]), methods: methodsOfRules, roles: ['admin'] }));
  const routes = [['POST', 'devices'], ['PATCH', 'devices'], ['POST', 'devices-archive'], ['PUT', 'devices-archive']]
    .map(([method, path]) => ({ method, path: below([path]) }));

  expect(await allows(rules, routes, 'member', 'PUT', 'devices-archive')).toBe(true);
  expect(await allows(rules, routes, 'member', 'POST', 'devices-archive')).toBe(false);
});

test('shortened rules also refuse a role the unknown routes that the rules refuse', async () => {
  await fc.assert(fc.asyncProperty(
    someRules, fc.array(route, { maxLength: 3 }), methods,
    fc.array(literal, { minLength: 1, maxLength: 4 }), fc.constantFrom(...ROLES),
    async (rules, routes, method, asked, role) => {
      const rest = asked.join('/');
      fc.pre(rules.some((candidate) => isAbout(candidate, method, rest) && !candidate.roles.includes(role)));
      expect(await allows(rules, routes, role, method, rest)).toBe(false);
    }), { numRuns: 500 });
});

test('rules are shortened as far as the routes allow', () => {
  const rules: AccessRule[] = [{ path: '/tenant/{tenantId}/devices', methods: ['DELETE', 'PATCH', 'POST'], roles: ['admin'] }];
  const routesWith = (...paths: string[]) => paths.flatMap((path) => ['GET', 'POST', 'PATCH', 'DELETE'].map((method) => ({ method, path: below([path]) })));
  expect(shortenRules(rules, routesWith('devices'))).toEqual([{ roles: ['admin'], methods: ['D*', 'P*'], path: 'devices*' }]);
  expect(shortenRules(rules, routesWith('devices', 'devices-archive'))).toEqual([{ roles: ['admin'], methods: ['D*', 'P*'], path: 'devices' }]);
  expect(shortenRules(rules, routesWith('devices', '{collection}'))).toMatchObject([{ path: 'devices' }]);
  expect(shortenRules(rules, [...routesWith('devices'), { method: 'PUT', path: below(['devices', '{id}']) }])).toMatchObject([{ methods: ['D*', 'PA*', 'PO*'] }]);
  expect(shortenRules(rules, [])).toMatchObject([{ methods: ['D*', 'PA*', 'PO*'], path: 'devices*' }]);
});
