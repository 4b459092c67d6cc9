import { Logger } from '@aws-lambda-powertools/logger';
import { createHandler } from './handler';
import { apiEnvironment } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';

const environment = readEnvironment(apiEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tenantsTableName: environment.TENANCY_TENANTS_TABLE_NAME,
  usersTableName: environment.TENANCY_USERS_TABLE_NAME,
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
