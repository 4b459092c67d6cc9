import { Logger } from '@aws-lambda-powertools/logger';
import { tenantAdministrationEnvironment } from './environment';
import { createHandler } from './handler';
import { tableNames } from '../shared/api-environment';
import { createDocumentClient } from '../shared/document-client';
import { readEnvironment, splitList } from '../shared/environment';
import { membershipLimits } from '../shared/membership-limits';

const environment = readEnvironment(tenantAdministrationEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  tables: tableNames(environment),
  roles: splitList(environment.TENANCY_ROLES),
  limits: membershipLimits(environment),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
});
