import { Logger } from '@aws-lambda-powertools/logger';
import { auditReaderEnvironment } from './environment';
import { createHandler } from './handler';
import { createReadPeople } from './people';
import { createDocumentClient } from '../../aws/document-client';
import { createStsClients } from '../../aws/sts-client';
import { readEnvironment, splitList } from '../../environment/environment';
import { perTenant } from '../../library/scoped-clients';

const environment = readEnvironment(auditReaderEnvironment);

export const handler = createHandler({
  tenantRows: perTenant({ sts: createStsClients(), createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  tableName: environment.TENANCY_AUDIT_TABLE_NAME,
  readPeople: createReadPeople({ recordClient: createDocumentClient(), usersTableName: environment.TENANCY_USERS_TABLE_NAME }),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
