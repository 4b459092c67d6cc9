import type { Logger } from '@aws-lambda-powertools/logger';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { pageReader } from './page-reader';
import { writeFiles } from './write-files';
import { EXPORT_STATUS, EXPORT_STEP, type ExportRequest, type ExportResult } from '../../../contract/exports';
import type { ExportKey } from '../../exports/export-keys';
import { type ExportStore, readExportState, type StoredState, writeExportState } from '../../exports/export-state';
import type { ScopedClients } from '../../library/scoped-clients';
import { startLog } from '../../observability/log';

/** Clients whose credentials can read the data of one tenant and write its exports, and nothing else. */
export interface ExportClients {
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly s3: S3Client;
}

export interface ExportWorkerHandlerProps {
  readonly tenantClients: ScopedClients<ExportClients>;
  /** A client that can invoke the exporters of the application. */
  readonly lambda: LambdaClient;
  readonly bucketName: string;
  readonly logger: Logger;
}

/** Runs the steps of an export. */
export function createHandler({ tenantClients, lambda, bucketName, logger }: ExportWorkerHandlerProps) {
  return async (request: ExportRequest, context: Context): Promise<ExportResult | undefined> => {
    startLog(logger, context.awsRequestId);
    const { tenantId, exportId, step } = request;
    logger.appendKeys({ tenantId, exportId });
    const { dynamoDb, s3 } = tenantClients.forId(tenantId);
    const [store, key] = [{ s3, bucketName }, { tenantId, exportId }];
    const stored = await readExportState(store, key);
    if (stored === undefined) {
      // Its tenant is deleted, or it has expired.
      logger.warn('An export ends because its objects are deleted');
      return { isDone: true, completedAt: '' };
    }
    switch (step) {
      case EXPORT_STEP.write: {
        const deadline = Date.now() + context.getRemainingTimeInMillis();
        const pageOf = pageReader({ dynamoDb, s3, lambda }, key);
        const result = await writeFiles({ store, key, sources: request.sources, pageOf, deadline }, stored);
        logger.info(result.isDone ? 'A tenant was exported' : 'A part of a tenant was exported');
        return result;
      }
      case EXPORT_STEP.fail:
        await markFailed(store, key, stored);
        return undefined;
      default:
        throw new Error(`The step must be one of ${Object.values(EXPORT_STEP).join(', ')}, but was ${JSON.stringify(step)}.`);
    }
  };
}

/** @throws Error if an earlier execution of another step has not ended yet. The state machine repeats the step */
async function markFailed(store: ExportStore, key: ExportKey, { state, entityTag }: StoredState): Promise<void> {
  if (state.status !== EXPORT_STATUS.running) return;
  if (!await writeExportState(store, key, { ...state, status: EXPORT_STATUS.failed }, entityTag)) {
    throw new Error('The export has changed while it was marked as failed.');
  }
}
