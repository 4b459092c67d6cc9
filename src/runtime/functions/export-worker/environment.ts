import type { ExportWorkerEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks } from '../../environment/environment';

export const exportWorkerEnvironment: EnvironmentChecks<ExportWorkerEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_EXPORTS_BUCKET_NAME: nonEmptyText,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
};
