import type { ObservabilityEnvironment, TenantErasureEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks } from '../../environment/environment';

export const tenantErasureEnvironment: EnvironmentChecks<TenantErasureEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
};
