import { Token, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConstructError } from './construct-error';
import type { LimitName } from '../../../contract/api';
import type { MembershipLimitsEnvironment } from '../../../contract/environment';
import { DEFAULT_LIMIT, HIGHEST_LIMIT } from '../../../contract/limits';
import type { TenancyLimits } from '../../tenancy-limits';

/**
 * Returns the limits, with defaults for missing ones.
 *
 * @throws Error if a limit is not a whole number, or is out of range
 */
export function completeLimits(scope: Construct, limits: TenancyLimits = {}): Readonly<Record<LimitName, number>> {
  const complete = { ...DEFAULT_LIMIT, ...definedOf(limits) };
  for (const [name, value] of Object.entries(complete) as Array<[LimitName, number]>) {
    if (!Token.isUnresolved(value) && !(Number.isSafeInteger(value) && value >= 1 && value <= HIGHEST_LIMIT[name])) {
      throw new ConstructError(scope, `limits.${name} must be a whole number from 1 to ${HIGHEST_LIMIT[name]}, but was ${value}. `
        + 'Pass a number in this range, or leave it out for the default.');
    }
  }
  return complete;
}

export function membershipLimitsEnvironment({ membersPerTenant, tenantsPerUser }: Readonly<Record<LimitName, number>>): MembershipLimitsEnvironment {
  return {
    TENANCY_MAX_MEMBERS_PER_TENANT: Tokenization.stringifyNumber(membersPerTenant),
    TENANCY_MAX_TENANTS_PER_USER: Tokenization.stringifyNumber(tenantsPerUser),
  };
}

function definedOf(limits: TenancyLimits): Partial<Record<LimitName, number>> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
