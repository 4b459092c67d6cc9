import type { ObservabilityEnvironment, TenantAdministrationEnvironment } from '../../contract/environment';
import { apiEnvironment } from '../shared/api-environment';
import { type EnvironmentChecks, list, text } from '../shared/environment';
import { membershipLimitsChecks } from '../shared/membership-limits';

export const tenantAdministrationEnvironment: EnvironmentChecks<TenantAdministrationEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...membershipLimitsChecks,
  TENANCY_ROLES: list,
  TENANCY_INVITATIONS_TABLE_NAME: text,
};
