import type { AuditArchiverEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks } from '../../environment/environment';

export const auditArchiverEnvironment: EnvironmentChecks<AuditArchiverEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_AUDIT_ARCHIVE_BUCKET_NAME: nonEmptyText,
};
