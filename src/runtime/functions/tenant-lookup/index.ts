import { Logger } from '@aws-lambda-powertools/logger';
import { tenantLookupEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment } from '../../environment/environment';

const environment = readEnvironment(tenantLookupEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  suspensionAccess: environment.TENANCY_SUSPENSION_ACCESS,
  logger: new Logger(),
});
