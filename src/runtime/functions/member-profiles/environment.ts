import type { MemberProfilesEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks } from '../../environment/environment';

export const memberProfilesEnvironment: EnvironmentChecks<MemberProfilesEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
  TENANCY_USER_POOL_ID: nonEmptyText,
};
