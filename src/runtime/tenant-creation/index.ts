import { Logger } from '@aws-lambda-powertools/logger';
import { tenantCreationEnvironment } from './environment';
import { createHandler } from './handler';
import { tableNames } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';
import { membershipLimits } from '../shared/membership-limits';
import { createUserDirectory } from '../shared/user-directory';

const environment = readEnvironment(tenantCreationEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  lookUpUser: createUserDirectory(environment.TENANCY_USER_POOL_ID),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  tables: tableNames(environment),
  tenantsPerUser: membershipLimits(environment).tenantsPerUser,
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
