import type { DeletionSweepEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, text } from '../../environment/environment';

export const deletionSweepEnvironment: EnvironmentChecks<DeletionSweepEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_DELETE_TENANT_ARN: nonEmptyText,
  TENANCY_CORS_ALLOW_ORIGINS: text,
};
