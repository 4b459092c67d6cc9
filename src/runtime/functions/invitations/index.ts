import { Logger } from '@aws-lambda-powertools/logger';
import { invitationsEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createStsClients } from '../../aws/sts-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { createInvitationDelivery } from '../../invitations/invitation-delivery';
import { invitationDelivery, invitationLimits } from '../../invitations/invitation-environment';
import { perTenant } from '../../library/scoped-clients';

const environment = readEnvironment(invitationsEnvironment);
const logger = new Logger();

export const handler = createHandler({
  tenantRows: perTenant({ sts: createStsClients(), createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  tables: { ...tableNames(environment), invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME },
  roles: splitList(environment.TENANCY_ROLES),
  limits: invitationLimits(environment),
  deliver: createInvitationDelivery(invitationDelivery(environment), logger),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger,
});
