import { Logger } from '@aws-lambda-powertools/logger';
import { tenantApiEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';
import { perTenant, perUser } from '../shared/scoped-clients';
import { createStsClient } from '../shared/sts-client';

const environment = readEnvironment(tenantApiEnvironment);
const sts = createStsClient();

export const handler = createHandler({
  tenantRows: perTenant({ sts, createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  userRows: perUser({ sts, createClient: createDocumentClient, roleArn: environment.TENANCY_USER_ROLE_ARN }),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  tenantsTableName: environment.TENANCY_TENANTS_TABLE_NAME,
  usersTableName: environment.TENANCY_USERS_TABLE_NAME,
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
