import { type ObservabilityEnvironment, SUSPENSION_ACCESS, type TenantApiEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, list, nonEmptyText, oneOf, text } from '../../environment/environment';

export const tenantApiEnvironment: EnvironmentChecks<TenantApiEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_APPLICATION_NAME: text,
  TENANCY_INVITATIONS_TABLE_NAME: text,
  TENANCY_ROLES: list,
  TENANCY_SUSPENSION_ACCESS: oneOf(SUSPENSION_ACCESS),
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
  TENANCY_USER_ROLE_ARN: nonEmptyText,
};
