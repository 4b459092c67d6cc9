import { Logger } from '@aws-lambda-powertools/logger';
import { adminApiEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';

const environment = readEnvironment(adminApiEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  suspensionAccess: environment.TENANCY_SUSPENSION_ACCESS,
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
