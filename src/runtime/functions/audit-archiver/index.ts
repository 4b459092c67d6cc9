import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { auditArchiverEnvironment } from './environment';
import { createHandler } from './handler';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { readEnvironment } from '../../environment/environment';

const environment = readEnvironment(auditArchiverEnvironment);

export const handler = createHandler({
  archive: { s3: new S3Client({ requestHandler: REQUEST_LIMITS }), bucketName: environment.TENANCY_AUDIT_ARCHIVE_BUCKET_NAME },
  logger: new Logger(),
});
