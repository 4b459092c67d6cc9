import type { ObservabilityEnvironment, UserErasureEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, nonEmptyText, text, wholeNumber } from '../../environment/environment';

export const userErasureEnvironment: EnvironmentChecks<UserErasureEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_APPLICATION_NAME: text,
  TENANCY_GRACE_PERIOD_DAYS: wholeNumber,
  TENANCY_INVITATIONS_TABLE_NAME: text,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
  TENANCY_USER_POOL_ID: nonEmptyText,
  TENANCY_USER_ROLE_ARN: nonEmptyText,
};
