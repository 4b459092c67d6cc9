import type { ObservabilityEnvironment, TenantCreationEnvironment } from '../../contract/environment';
import { apiEnvironment } from '../shared/api-environment';
import { type EnvironmentChecks, nonEmptyText } from '../shared/environment';
import { membershipLimitsChecks } from '../shared/membership-limits';

export const tenantCreationEnvironment: EnvironmentChecks<TenantCreationEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...membershipLimitsChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_USER_POOL_ID: nonEmptyText,
};
