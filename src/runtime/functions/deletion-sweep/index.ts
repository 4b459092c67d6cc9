import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { deletionSweepEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { readEnvironment, splitList } from '../../environment/environment';
import { createMetrics } from '../../observability/metrics';

const environment = readEnvironment(deletionSweepEnvironment);

export const handler = createHandler({
  documentClient: createDocumentClient(),
  stepFunctions: new SFNClient({ maxAttempts: 3, requestHandler: REQUEST_LIMITS }),
  applicationName: environment.TENANCY_APPLICATION_NAME,
  tenantsTableName: environment.TENANCY_TENANTS_TABLE_NAME,
  deleteTenant: environment.TENANCY_DELETE_TENANT_ARN,
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger: new Logger(),
  metrics: createMetrics(),
});
