import { Logger } from '@aws-lambda-powertools/logger';
import { userSessionsEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { createSignOutPoolUser } from '../../users/user-directory';

const environment = readEnvironment(userSessionsEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  signOutPoolUser: createSignOutPoolUser(environment.TENANCY_USER_POOL_ID),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
