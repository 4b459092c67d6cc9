import type { InvitedEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, nonEmptyText } from '../../environment/environment';
import { membershipLimitsChecks } from '../../members/membership-limits';

export const invitedEnvironment: EnvironmentChecks<InvitedEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...membershipLimitsChecks,
  TENANCY_INVITATIONS_TABLE_NAME: nonEmptyText,
  TENANCY_USER_POOL_ID: nonEmptyText,
};
