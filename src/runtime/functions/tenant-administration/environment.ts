import type { ObservabilityEnvironment, TenantAdministrationEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, list, optional, text, wholeNumber } from '../../environment/environment';
import { membershipLimitsChecks } from '../../members/membership-limits';

export const tenantAdministrationEnvironment: EnvironmentChecks<TenantAdministrationEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...membershipLimitsChecks,
  TENANCY_ROLES: list,
  TENANCY_INVITATIONS_TABLE_NAME: text,
  TENANCY_GRACE_PERIOD_DAYS: optional(wholeNumber),
};
