import type { Logger } from '@aws-lambda-powertools/logger';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { pageReader } from './page-reader';
import { writeFiles } from './write-files';
import { EXPORT_STATUS, EXPORT_STEP, type ExportRequest, type ExportResult } from '../../../contract/exports';
import { readExportState, writeExportState } from '../../exports/export-state';
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
    const state = await readExportState(store, key);
    if (state === undefined) {
      throw new Error('The export must exist, but its objects are deleted. Request another export.');
    }
    switch (step) {
      case EXPORT_STEP.write: {
        const deadline = Date.now() + context.getRemainingTimeInMillis();
        const result = await writeFiles({ store, key, sources: request.sources, pageOf: pageReader({ dynamoDb, s3, lambda }, key), deadline }, state);
        logger.info(result.isDone ? 'A tenant was exported' : 'A part of a tenant was exported');
        return result;
      }
      case EXPORT_STEP.fail:
        if (state.status === EXPORT_STATUS.running) {
          await writeExportState(store, key, { ...state, status: EXPORT_STATUS.failed });
        }
        return undefined;
      default:
        throw new Error(`The step must be one of ${Object.values(EXPORT_STEP).join(', ')}, but was ${JSON.stringify(step)}.`);
    }
  };
}
