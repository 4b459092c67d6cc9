import { Logger } from '@aws-lambda-powertools/logger';
import { memberProfilesEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { readEnvironment } from '../../environment/environment';
import { createReadPoolUser } from '../../users/user-directory';

const environment = readEnvironment(memberProfilesEnvironment);

export const handler = createHandler({
  readPoolUser: createReadPoolUser(environment.TENANCY_USER_POOL_ID),
  documentClient: createDocumentClient(),
  usersTableName: environment.TENANCY_USERS_TABLE_NAME,
  logger: new Logger(),
});
