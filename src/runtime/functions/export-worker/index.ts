import { Logger } from '@aws-lambda-powertools/logger';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { exportWorkerEnvironment } from './environment';
import { createHandler } from './handler';
import { EXPORTER_PAGE_SECONDS } from '../../../contract/exports';
import { createDocumentClient } from '../../aws/document-client';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { createStsClients } from '../../aws/sts-client';
import { readEnvironment } from '../../environment/environment';
import { perTenant } from '../../library/scoped-clients';

const environment = readEnvironment(exportWorkerEnvironment);

export const handler = createHandler({
  tenantClients: perTenant({
    sts: createStsClients(),
    createClient: (credentials) => ({
      dynamoDb: createDocumentClient(credentials),
      // A file has several megabytes.
      s3: new S3Client({ credentials, maxAttempts: 3, requestHandler: { ...REQUEST_LIMITS, requestTimeout: 20_000 } }),
    }),
    roleArn: environment.TENANCY_TENANT_ROLE_ARN,
  }),
  // The state machine repeats the step after an error. A second attempt here would begin while the first page is still being prepared.
  lambda: new LambdaClient({ maxAttempts: 1, requestHandler: { ...REQUEST_LIMITS, requestTimeout: EXPORTER_PAGE_SECONDS * 1000 } }),
  bucketName: environment.TENANCY_EXPORTS_BUCKET_NAME,
  logger: new Logger(),
});
