import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { tenantErasureEnvironment } from './environment';
import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { createStsClients } from '../../aws/sts-client';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment } from '../../environment/environment';
import { perTenant } from '../../library/scoped-clients';

const environment = readEnvironment(tenantErasureEnvironment);

export const handler = createHandler({
  tenantClients: perTenant({
    sts: createStsClients(),
    createClient: (credentials) => ({
      dynamoDb: createDocumentClient(credentials),
      // S3 takes seconds to delete a thousand versions.
      s3: new S3Client({ credentials, maxAttempts: 5, requestHandler: { ...REQUEST_LIMITS, requestTimeout: 20_000 } }),
    }),
    roleArn: environment.TENANCY_TENANT_ROLE_ARN,
  }),
  tables: tableNames(environment),
  logger: new Logger(),
});
