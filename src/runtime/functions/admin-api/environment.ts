import { type AdminApiEnvironment, type ObservabilityEnvironment, SUSPENSION_ACCESS, type TenantLookupEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, oneOf, text } from '../../environment/environment';

export const adminApiEnvironment: EnvironmentChecks<AdminApiEnvironment & TenantLookupEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_APPLICATION_NAME: text,
  TENANCY_SUSPENSION_ACCESS: oneOf(SUSPENSION_ACCESS),
};
