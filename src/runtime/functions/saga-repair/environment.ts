import type { ObservabilityEnvironment, SagaRepairEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, text } from '../../environment/environment';

export const sagaRepairEnvironment: EnvironmentChecks<SagaRepairEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_APPLICATION_NAME: nonEmptyText,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_DEAD_LETTER_QUEUE_URL: nonEmptyText,
  TENANCY_EVENT_BUS_NAME: nonEmptyText,
  TENANCY_CREATE_TENANT_ARN: nonEmptyText,
  TENANCY_ADD_FIRST_ADMIN_ARN: nonEmptyText,
  TENANCY_DELETE_TENANT_ARN: text,
  TENANCY_EXPORT_TENANT_ARN: text,
  TENANCY_CORS_ALLOW_ORIGINS: text,
};
