import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { changeEventsEnvironment } from './environment';
import { createKeepFailedChange } from './failed-changes';
import { createHandler } from './handler';
import { createChangePublisher } from './publisher';
import { readEnvironment } from '../shared/environment';
import { createEventBridgeClient } from '../shared/event-bridge-client';
import { createMetrics } from '../shared/metrics';
import { REQUEST_LIMITS } from '../shared/request-limits';

const environment = readEnvironment(changeEventsEnvironment);
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
  keepFailedChange: createKeepFailedChange(new S3Client({ requestHandler: REQUEST_LIMITS }), environment.TENANCY_FAILED_CHANGES_BUCKET_NAME),
  logger,
  metrics,
});
