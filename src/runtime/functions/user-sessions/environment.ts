import type { ObservabilityEnvironment, UserSessionsEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, nonEmptyText } from '../../environment/environment';

export const userSessionsEnvironment: EnvironmentChecks<UserSessionsEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  TENANCY_USER_POOL_ID: nonEmptyText,
};
