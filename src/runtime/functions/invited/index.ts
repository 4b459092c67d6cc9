import { Logger } from '@aws-lambda-powertools/logger';
import { invitedEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { membershipLimits } from '../../members/membership-limits';
import { createUserDirectory } from '../../users/user-directory';

const environment = readEnvironment(invitedEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  lookUpUser: createUserDirectory(environment.TENANCY_USER_POOL_ID),
  tables: { ...tableNames(environment), invitationsTableName: environment.TENANCY_INVITATIONS_TABLE_NAME },
  limits: membershipLimits(environment),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
