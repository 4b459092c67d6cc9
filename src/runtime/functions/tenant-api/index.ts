import { Logger } from '@aws-lambda-powertools/logger';
import { tenantApiEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createStsClients } from '../../aws/sts-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { perTenant, perUser } from '../../library/scoped-clients';

const environment = readEnvironment(tenantApiEnvironment);
const sts = createStsClients();

export const handler = createHandler({
  tenantRows: perTenant({ sts, createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  userRows: perUser({ sts, createClient: createDocumentClient, roleArn: environment.TENANCY_USER_ROLE_ARN }),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  suspensionAccess: environment.TENANCY_SUSPENSION_ACCESS,
  tables: tableNames(environment),
  invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME,
  roles: splitList(environment.TENANCY_ROLES),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
