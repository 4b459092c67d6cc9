import type { FormerMembersEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { type EnvironmentChecks, nonEmptyText, observabilityChecks } from '../../environment/environment';

export const formerMembersEnvironment: EnvironmentChecks<FormerMembersEnvironment & ObservabilityEnvironment> = {
  ...observabilityChecks,
  TENANCY_USERS_TABLE_NAME: nonEmptyText,
};
