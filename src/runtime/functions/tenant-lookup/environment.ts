import { type ObservabilityEnvironment, SUSPENSION_ACCESS, type TenantLookupEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, oneOf, text } from '../../environment/environment';

export const tenantLookupEnvironment: EnvironmentChecks<TenantLookupEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_APPLICATION_NAME: text,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_SUSPENSION_ACCESS: oneOf(SUSPENSION_ACCESS),
};
