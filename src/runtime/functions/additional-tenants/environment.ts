import type { ObservabilityEnvironment, AdditionalTenantsEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, nonEmptyText } from '../../environment/environment';
import { membershipLimitsChecks } from '../../members/membership-limits';

export const additionalTenantsEnvironment: EnvironmentChecks<AdditionalTenantsEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...membershipLimitsChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_USER_POOL_ID: nonEmptyText,
};
