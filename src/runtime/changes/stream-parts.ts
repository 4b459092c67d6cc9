import type { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createKeepFailedChange } from './failed-changes';
import { createChangePublisher, type PublishChanges } from './publisher';
import type { ReadChangesProps } from './read-changes';
import { createFindRemoval } from './removals';
import type { ChangeEventsEnvironment } from '../../contract/environment';
import { createEventBridgeClient } from '../aws/event-bridge-client';
import { REQUEST_LIMITS } from '../aws/request-limits';
import { tableNames } from '../environment/api-environment';
import { createMetrics } from '../observability/metrics';

/** Creates what all functions behind the change streams need. */
export function createStreamParts(
  environment: ChangeEventsEnvironment, documentClient: DynamoDBDocumentClient, logger: Logger,
): ReadChangesProps & { readonly publishChanges: PublishChanges } {
  const metrics = createMetrics();
  return {
    publishChanges: createChangePublisher({
      eventBridge: createEventBridgeClient(),
      applicationName: environment.TENANCY_APPLICATION_NAME,
      eventBusName: environment.TENANCY_EVENT_BUS_NAME,
      logger,
      metrics,
    }),
    findRemoval: createFindRemoval(documentClient, tableNames(environment)),
    keepFailedChange: createKeepFailedChange(new S3Client({ requestHandler: REQUEST_LIMITS }), environment.TENANCY_FAILED_CHANGES_BUCKET_NAME),
    logger,
    metrics,
  };
}
