import type { Logger } from '@aws-lambda-powertools/logger';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { beginDeletion } from './begin-deletion';
import { eraseObjects } from './erase-objects';
import { eraseRows } from './erase-rows';
import { listMemberIds } from './list-member-ids';
import { writeTombstone } from './write-tombstone';
import { SYSTEM_PART } from '../../../contract/actor';
import { type BeginResult, type EraseResult, ERASURE_STEP, type ErasureRequest, type MembersResult, type OwnedData } from '../../../contract/deletion';
import { SESSION_TAG } from '../../../contract/isolation';
import { keyFor, parseKeyFormat } from '../../../contract/key-format';
import type { TableNames } from '../../environment/tables';
import type { ScopedClients } from '../../library/scoped-clients';
import { startLog } from '../../observability/log';
import { systemActor } from '../../tenants/actor';

/** Clients whose credentials can delete the data of one tenant, and nothing else. */
export interface ErasureClients {
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly s3: S3Client;
}

export interface TenantErasureHandlerProps {
  readonly tenantClients: ScopedClients<ErasureClients>;
  readonly tables: TableNames;
  readonly logger: Logger;
}

/** Time that is left for the last batch, its retries and the response, in milliseconds. */
const RESERVE_MS = 30_000;

/** Runs the steps of a deletion that work on the tenant's own data. */
export function createHandler({ tenantClients, tables, logger }: TenantErasureHandlerProps) {
  return async (request: ErasureRequest, context: Context): Promise<BeginResult | EraseResult | MembersResult | undefined> => {
    startLog(logger, context.awsRequestId);
    const { tenantId, step } = request;
    logger.appendKeys({ tenantId });
    const { dynamoDb, s3 } = tenantClients.forId(tenantId);
    const scope = { client: dynamoDb, tables, tenantId, actor: systemActor(SYSTEM_PART.deletion) };
    switch (step) {
      case ERASURE_STEP.begin: {
        const isDue = await beginDeletion(scope, request);
        logger.info(isDue ? 'The deletion of a tenant has begun' : 'The deletion of a tenant is not due');
        return { isDue };
      }
      case ERASURE_STEP.eraseData: {
        const deadline = Date.now() + context.getRemainingTimeInMillis() - RESERVE_MS;
        return { isDone: await eraseAll({ dynamoDb, s3 }, tenantId, request.data, deadline) };
      }
      case ERASURE_STEP.listMembers:
        return listMemberIds(scope, request.after);
      case ERASURE_STEP.writeTombstone:
        await writeTombstone(scope);
        logger.info('A tenant was deleted');
        return undefined;
      default:
        throw new Error(`The step must be one of ${Object.values(ERASURE_STEP).join(', ')}, but was ${JSON.stringify(step)}.`);
    }
  };
}

/** @returns whether everything is deleted; `false` if there was not enough time */
async function eraseAll({ dynamoDb, s3 }: ErasureClients, tenantId: string, data: readonly OwnedData[], deadline: number): Promise<boolean> {
  for (const owned of data) {
    const isDone = owned.kind === 'rows'
      ? await eraseRows(dynamoDb, owned.tableName, keyOf(tenantId, owned.keyFormat), deadline)
      : await eraseObjects(s3, owned.bucketName, keyOf(tenantId, owned.prefix), deadline);
    if (!isDone) return false;
  }
  return true;
}

function keyOf(tenantId: string, format: string): string {
  return keyFor(tenantId, parseKeyFormat(format, SESSION_TAG.tenantId));
}
