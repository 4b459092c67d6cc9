import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { auditWriterEnvironment } from './environment';
import { createHandler } from './handler';
import { createPutRecord } from './put-record';
import { createDocumentClient } from '../../aws/document-client';
import { createEventBridgeClient } from '../../aws/event-bridge-client';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { createKeepFailedChange } from '../../changes/failed-changes';
import { createChangePublisher } from '../../changes/publisher';
import { createFindRemoval } from '../../changes/removals';
import { tableNames } from '../../environment/api-environment';
import { readEnvironment, splitList } from '../../environment/environment';
import { createMetrics } from '../../observability/metrics';

const environment = readEnvironment(auditWriterEnvironment);
const logger = new Logger();
const metrics = createMetrics();
const documentClient = createDocumentClient();

export const handler = createHandler({
  putRecord: createPutRecord(documentClient, environment.TENANCY_AUDIT_TABLE_NAME, Number(environment.TENANCY_AUDIT_RETENTION_DAYS)),
  publishChanges: createChangePublisher({
    eventBridge: createEventBridgeClient(),
    applicationName: environment.TENANCY_APPLICATION_NAME,
    eventBusName: environment.TENANCY_EVENT_BUS_NAME,
    logger,
    metrics,
  }),
  findRemoval: createFindRemoval(documentClient, tableNames(environment)),
  keepFailedChange: createKeepFailedChange(new S3Client({ requestHandler: REQUEST_LIMITS }), environment.TENANCY_FAILED_CHANGES_BUCKET_NAME),
  allowOrigins: splitList(environment.TENANCY_CORS_ALLOW_ORIGINS),
  logger,
  metrics,
});
