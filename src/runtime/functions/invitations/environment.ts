import type { InvitationsEnvironment, ObservabilityEnvironment } from '../../../contract/environment';
import { apiEnvironment } from '../../environment/api-environment';
import { type EnvironmentChecks, list, nonEmptyText } from '../../environment/environment';
import { invitationChecks } from '../../invitations/invitation-environment';

export const invitationsEnvironment: EnvironmentChecks<InvitationsEnvironment & ObservabilityEnvironment> = {
  ...apiEnvironment,
  ...invitationChecks,
  TENANCY_ROLES: list,
  TENANCY_TENANT_ROLE_ARN: nonEmptyText,
};
