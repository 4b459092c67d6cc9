import { Logger } from '@aws-lambda-powertools/logger';
import { tenantAdministrationEnvironment } from './environment';
import { createHandler, type InvitationAdministration } from './handler';
import { tableNames } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';
import { createInvitationDelivery } from '../shared/invitation-delivery';
import { invitationChecks, invitationDelivery, invitationLimits } from '../shared/invitation-environment';
import { membershipLimits } from '../shared/membership-limits';

const environment = readEnvironment(tenantAdministrationEnvironment);
const logger = new Logger();

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  roles: splitList(environment.TENANCY_ROLES),
  limits: membershipLimits(environment),
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
