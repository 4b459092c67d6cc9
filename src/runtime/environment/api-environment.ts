import { type EnvironmentChecks, nonEmptyText, observabilityChecks, text } from './environment';
import type { TableNames } from './tables';
import type { AdminApiEnvironment, ObservabilityEnvironment } from '../../contract/environment';

/** Checks of the variables that the functions behind both APIs share. */
export const apiEnvironment: EnvironmentChecks<AdminApiEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_CORS_ALLOW_ORIGINS: text,
};

export function tableNames(environment: Pick<AdminApiEnvironment, 'TENANCY_TENANTS_TABLE_NAME' | 'TENANCY_USERS_TABLE_NAME'>): TableNames {
  return { tenantsTableName: environment.TENANCY_TENANTS_TABLE_NAME, usersTableName: environment.TENANCY_USERS_TABLE_NAME };
}
