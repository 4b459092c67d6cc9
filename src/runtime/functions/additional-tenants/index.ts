import { Logger } from '@aws-lambda-powertools/logger';
import { additionalTenantsEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { membershipLimits } from '../../members/membership-limits';
import { createUserDirectory } from '../../users/user-directory';

const environment = readEnvironment(additionalTenantsEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  lookUpUser: createUserDirectory(environment.TENANCY_USER_POOL_ID),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  tables: tableNames(environment),
  tenantsPerUser: membershipLimits(environment).tenantsPerUser,
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
