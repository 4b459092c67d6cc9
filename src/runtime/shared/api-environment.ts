import { type EnvironmentChecks, list, nonEmptyText, observabilityChecks } from './environment';
import type { ObservabilityEnvironment, TenantApiEnvironment } from '../../contract/environment';

/** Environment of the functions behind both APIs. */
export const apiEnvironment: EnvironmentChecks<TenantApiEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_CORS_ALLOW_ORIGINS: list,
};
