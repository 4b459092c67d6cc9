import { Logger } from '@aws-lambda-powertools/logger';
import { adminNoticesEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createStsClients } from '../../aws/sts-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment } from '../../environment/environment';
import { perTenant } from '../../library/scoped-clients';
import { createSendMail } from '../../mails/send-mail';

const environment = readEnvironment(adminNoticesEnvironment);

export const handler = createHandler({
  tenantClients: perTenant({ sts: createStsClients(), createClient: createDocumentClient, roleArn: environment.TENANCY_TENANT_ROLE_ARN }),
  tables: { ...tableNames(environment), invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME },
  sendMail: createSendMail(environment.TENANCY_MAIL_FROM),
  productName: environment.TENANCY_PRODUCT_NAME,
  pageUrl: environment.TENANCY_PAGE_URL,
  logger: new Logger(),
});
