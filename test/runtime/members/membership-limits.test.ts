import { readEnvironment } from '../../../src/runtime/environment/environment';
import { membershipLimits, membershipLimitsChecks } from '../../../src/runtime/members/membership-limits';

test('the limits of memberships are read as numbers', () => {
  const environment = readEnvironment(membershipLimitsChecks, { TENANCY_MAX_MEMBERS_PER_TENANT: '1000', TENANCY_MAX_TENANTS_PER_USER: '50' });

  expect(membershipLimits(environment)).toEqual({ membersPerTenant: 1000, tenantsPerUser: 50 });
});

test('a function does not start without them', () => {
  expect(() => readEnvironment(membershipLimitsChecks, {})).toThrow(
    'TENANCY_MAX_MEMBERS_PER_TENANT is not set; TENANCY_MAX_TENANTS_PER_USER is not set.',
  );
});
