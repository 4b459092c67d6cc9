import type { AuditReaderEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, text } from '../../environment/environment';

export const auditReaderEnvironment: EnvironmentChecks<AuditReaderEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_AUDIT_TABLE_NAME: nonEmptyText,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_CORS_ALLOW_ORIGINS: text,
};
