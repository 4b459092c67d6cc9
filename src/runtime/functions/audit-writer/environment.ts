import type { AuditWriterEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { changeStreamChecks } from '../../environment/change-streams';
import { type EnvironmentChecks, nonEmptyText, count, text } from '../../environment/environment';

export const auditWriterEnvironment: EnvironmentChecks<AuditWriterEnvironment & ObservabilityEnvironment> = {
  ...changeStreamChecks,
  TENANCY_AUDIT_TABLE_NAME: nonEmptyText,
  TENANCY_AUDIT_RETENTION_DAYS: count,
  TENANCY_CORS_ALLOW_ORIGINS: text,
};
