import type { InvitationsEnvironment, ObservabilityEnvironment } from '../../contract/environment';
import { apiEnvironment } from '../shared/api-environment';
import { type EnvironmentChecks, list, nonEmptyText } from '../shared/environment';
import { invitationChecks } from '../shared/invitation-environment';

export const invitationsEnvironment: EnvironmentChecks<InvitationsEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...invitationChecks,
  TENANCY_ROLES: list,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
};
