import { type EnvironmentChecks, list, nonEmptyText, observabilityChecks } from './environment';
import type { AdminApiEnvironment, ObservabilityEnvironment } from '../../contract/environment';

/** What the functions behind both APIs find in their environment. */
export const apiEnvironment: EnvironmentChecks<AdminApiEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_CORS_ALLOW_ORIGINS: list,
};
