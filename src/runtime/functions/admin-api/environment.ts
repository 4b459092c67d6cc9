import type { AdminApiEnvironment, ObservabilityEnvironment, TenantLookupEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, text } from '../../environment/environment';

export const adminApiEnvironment: EnvironmentChecks<AdminApiEnvironment & TenantLookupEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_APPLICATION_NAME: text,
};
