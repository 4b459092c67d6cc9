import { type AuditWriterEnvironment, CLIENT_DETAILS, type ObservabilityEnvironment } from '../../../contract/environment';
import { changeStreamChecks } from '../../environment/change-streams';
import { type EnvironmentChecks, count, nonEmptyText, oneOf, text } from '../../environment/environment';

export const auditWriterEnvironment: EnvironmentChecks<AuditWriterEnvironment & ObservabilityEnvironment> = {
  ...changeStreamChecks,
  TENANCY_AUDIT_TABLE_NAME: nonEmptyText,
  TENANCY_AUDIT_RETENTION_DAYS: count,
  TENANCY_AUDIT_CLIENT_DETAILS: oneOf(CLIENT_DETAILS),
  TENANCY_CORS_ALLOW_ORIGINS: text,
};
