import { Logger } from '@aws-lambda-powertools/logger';
import { tenantAdministrationEnvironment } from './environment';
import { createHandler, type InvitationAdministration } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { createInvitationDelivery } from '../../invitations/invitation-delivery';
import { invitationChecks, invitationDelivery, invitationLimits } from '../../invitations/invitation-environment';
import { membershipLimits } from '../../members/membership-limits';

const environment = readEnvironment(tenantAdministrationEnvironment);
const logger = new Logger();

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  roles: splitList(environment.TENANCY_ROLES),
  limits: membershipLimits(environment),
  gracePeriodDays: environment.TENANCY_GRACE_PERIOD_DAYS === '' ? undefined : Number(environment.TENANCY_GRACE_PERIOD_DAYS),
  invitations: environment.TENANCY_INVITATIONS_TABLE_NAME === '' ? undefined : invitationAdministration(),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger,
});

function invitationAdministration(): InvitationAdministration {
  const invitations = readEnvironment(invitationChecks);
  return {
    tableName: invitations.TENANCY_INVITATIONS_TABLE_NAME,
    limits: invitationLimits(invitations),
    deliver: createInvitationDelivery(invitationDelivery(invitations), logger),
  };
}
