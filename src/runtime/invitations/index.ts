import { Logger } from '@aws-lambda-powertools/logger';
import { invitationsEnvironment } from './environment';
import { createHandler } from './handler';
import { tableNames } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';
import { createInvitationDelivery } from '../shared/invitation-delivery';
import { invitationDelivery, invitationLimits } from '../shared/invitation-environment';
import { perTenant } from '../shared/scoped-clients';
import { createStsClient } from '../shared/sts-client';

const environment = readEnvironment(invitationsEnvironment);
const logger = new Logger();

export const handler = createHandler({
  tenantRows: perTenant({ sts: createStsClient(), createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  tables: { ...tableNames(environment), invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME },
  roles: splitList(environment.TENANCY_ROLES),
  limits: invitationLimits(environment),
  deliver: createInvitationDelivery(invitationDelivery(environment), logger),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger,
});
