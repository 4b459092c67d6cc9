import { Logger } from '@aws-lambda-powertools/logger';
import { userErasureEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createStsClients } from '../../aws/sts-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { perTenant, perUser } from '../../library/scoped-clients';
import { createDeletePoolUser } from '../../users/user-directory';

const environment = readEnvironment(userErasureEnvironment);
const sts = createStsClients();

export const handler = createHandler({
  tenantRows: perTenant({ sts, createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  userRows: perUser({ sts, createClient: createDocumentClient, roleArn: environment.TENANCY_USER_ROLE_ARN }),
  tables: { ...tableNames(environment), invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME },
  applicationName: environment.TENANCY_APPLICATION_NAME,
  gracePeriodDays: Number(environment.TENANCY_GRACE_PERIOD_DAYS),
  deletePoolUser: createDeletePoolUser(environment.TENANCY_USER_POOL_ID),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
