import { Logger } from '@aws-lambda-powertools/logger';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { apiEnvironment, tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';

const environment = readEnvironment(apiEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
