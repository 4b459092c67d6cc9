import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';

import { createHandler } from './handler';
import { createDocumentClient } from '../../aws/document-client';
import { createEventBridgeClient } from '../../aws/event-bridge-client';
import { REQUEST_LIMITS } from '../../aws/request-limits';
import { createKeepFailedChange } from '../../changes/failed-changes';
import { createChangePublisher } from '../../changes/publisher';
import { createFindRemoval } from '../../changes/removals';
import { tableNames } from '../../environment/api-environment';
import { changeStreamChecks } from '../../environment/change-streams';
import { readEnvironment } from '../../environment/environment';
import { createMetrics } from '../../observability/metrics';

const environment = readEnvironment(changeStreamChecks);
const logger = new Logger();
const metrics = createMetrics();

export const handler = createHandler({
  publishChanges: createChangePublisher({
    eventBridge: createEventBridgeClient(),
    applicationName: environment.TENANCY_APPLICATION_NAME,
    eventBusName: environment.TENANCY_EVENT_BUS_NAME,
    logger,
    metrics,
  }),
  findRemoval: createFindRemoval(createDocumentClient(), tableNames(environment)),
  keepFailedChange: createKeepFailedChange(new S3Client({ requestHandler: REQUEST_LIMITS }), environment.TENANCY_FAILED_CHANGES_BUCKET_NAME),
  logger,
  metrics,
});
