import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { SweepReport } from '../../../contract/api';
import { STATUS_INDEX_NAME, statusShards, TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';
import { startDeletion, type StartDeletionProps } from '../../tenants/start-deletion';

export interface SweepProps extends StartDeletionProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tenantsTableName: string;
}

const DUE = z.object({ tenantid: z.string(), version: z.int() });

const SHARDS = statusShards(TENANT_STATUS.closing);

/**
 * Starts one execution for each closing tenant whose deletion is due. The index by status is behind the table by a moment, so the state machine
 * checks the tenant itself. A deletion that has failed and is not running is stalled. It is started again.
 *
 * @param restartBefore A deletion that has failed at this time or later is only reported, in milliseconds since the epoch.
 * @param deadline Time at which no further pages are read, in milliseconds since the epoch.
 * @throws AggregateError for deletions that could not be started, after all others were
 */
export async function startDueDeletions(props: SweepProps, restartBefore: number, deadline: number): Promise<SweepReport> {
  let due = 0;
  let started = 0;
  let stalled = 0;
  const failures: unknown[] = [];
  const report = (hasMore: boolean): SweepReport => {
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} of ${due} due deletions could not be started. The first error: ${String(failures[0])}`);
    }
    return { due, started, stalled, hasMore };
  };
  const shards = shardsInRandomOrder();
  for (const shard of shards) {
    for await (const { Items = [], LastEvaluatedKey } of dueTenants(props, shard)) {
      due += Items.length;
      // A row that the application has written itself can be incomplete. It must not stop the deletions of other tenants, sweep after sweep.
      const starts = await Promise.allSettled(Items.map(async (tenant) => {
        const { tenantid: tenantId, version } = DUE.parse(tenant);
        return startDeletion(props, { tenantId, version }, restartBefore);
      }));
      started += starts.filter((start) => start.status === 'fulfilled' && start.value.isStarted).length;
      stalled += starts.filter((start) => start.status === 'fulfilled' && start.value.isStalled).length;
      failures.push(...starts.filter((start) => start.status === 'rejected').map(({ reason }) => reason as unknown));
      if (Date.now() > deadline && (LastEvaluatedKey !== undefined || shard !== shards.at(-1))) {
        return report(true);
      }
    }
  }
  return report(false);
}

/** Each sweep begins at another shard, so sweeps that cannot read all of them reach all of them in time. */
function shardsInRandomOrder(): string[] {
  const first = Math.floor(Math.random() * SHARDS.length);
  return [...SHARDS.slice(first), ...SHARDS.slice(0, first)];
}

function dueTenants({ documentClient, tenantsTableName }: SweepProps, shard: string) {
  return paginateQuery({ client: documentClient, pageSize: 100 }, {
    TableName: tenantsTableName,
    IndexName: STATUS_INDEX_NAME,
    KeyConditionExpression: '#shard = :shard',
    FilterExpression: '#deleteAt <= :now',
    ExpressionAttributeNames: { '#shard': TENANT_ATTRIBUTE.statusShard, '#deleteAt': TENANT_ATTRIBUTE.deleteAt },
    ExpressionAttributeValues: { ':shard': shard, ':now': new Date().toISOString() },
  });
}
