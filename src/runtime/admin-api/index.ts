import { Logger } from '@aws-lambda-powertools/logger';
import { createHandler } from './handler';
import { apiEnvironment, tableNames } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';

const environment = readEnvironment(apiEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
