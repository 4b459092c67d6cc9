import { Logger } from '@aws-lambda-powertools/logger';
import { invitedEnvironment } from './environment';
import { createHandler } from './handler';
import { tableNames } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';
import { membershipLimits } from '../shared/membership-limits';
import { createUserDirectory } from '../shared/user-directory';

const environment = readEnvironment(invitedEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  lookUpUser: createUserDirectory(environment.TENANCY_USER_POOL_ID),
  tables: { ...tableNames(environment), invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME },
  limits: membershipLimits(environment),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
