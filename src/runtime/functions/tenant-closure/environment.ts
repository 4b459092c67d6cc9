import type { ObservabilityEnvironment, TenantClosureEnvironment, UserScopeEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, nonEmptyText, wholeNumber } from '../../environment/environment';

export const tenantClosureEnvironment: EnvironmentChecks<TenantClosureEnvironment & UserScopeEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_GRACE_PERIOD_DAYS: wholeNumber,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
  TENANCY_USER_ROLE_ARN: nonEmptyText,
};
