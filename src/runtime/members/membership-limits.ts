import type { MembershipLimits } from './join-tenant';
import type { MembershipLimitsEnvironment } from '../../contract/environment';
import { count, type EnvironmentChecks } from '../environment/environment';

export const membershipLimitsChecks: EnvironmentChecks<MembershipLimitsEnvironment> = {
  TENANCY_MAX_MEMBERS_PER_TENANT: count,
  TENANCY_MAX_TENANTS_PER_USER: count,
};

export function membershipLimits(environment: MembershipLimitsEnvironment): MembershipLimits {
  return {
    membersPerTenant: Number(environment.TENANCY_MAX_MEMBERS_PER_TENANT),
    tenantsPerUser: Number(environment.TENANCY_MAX_TENANTS_PER_USER),
  };
}
