import type { AdminNoticesEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks, text } from '../../environment/environment';

export const adminNoticesEnvironment: EnvironmentChecks<AdminNoticesEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_TENANTS_TABLE_NAME: nonEmptyText,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_INVITATIONS_TABLE_NAME: nonEmptyText,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
  TENANCY_MAIL_FROM: nonEmptyText,
  TENANCY_PRODUCT_NAME: nonEmptyText,
  TENANCY_PAGE_URL: text,
};
