import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { SweepReport } from '../../../contract/api';
import { STATUS_INDEX_NAME, statusShards, TENANT_ATTRIBUTE, TENANT_STATUS } from '../../../contract/attributes';
import { DELETION_DUE, type DeletionInput } from '../../../contract/deletion';
import { eventSources } from '../../../contract/events';

export interface SweepProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly stepFunctions: SFNClient;
  readonly applicationName: string;
  readonly tenantsTableName: string;
  /** ARN of the state machine that deletes a tenant. */
  readonly deleteTenant: string;
}

const DUE = z.object({ tenantid: z.string(), version: z.int() });

const SHARDS = statusShards(TENANT_STATUS.closing);

/** Highest difference between the clocks of this function and of Step Functions, in milliseconds. Both are synchronized. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * Starts one execution for each closing tenant whose deletion is due. The index by status is behind the table by a moment, so the state machine
 * checks the tenant itself.
 *
 * @param deadline Time at which no further pages are read, in milliseconds since the epoch.
 * @throws AggregateError for deletions that could not be started, after all others were
 */
export async function startDueDeletions(props: SweepProps, deadline: number): Promise<SweepReport> {
  let due = 0;
  let started = 0;
  const failures: unknown[] = [];
  const report = (hasMore: boolean): SweepReport => {
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} of ${due} due deletions could not be started. The first error: ${String(failures[0])}`);
    }
    return { due, started, hasMore };
  };
  const shards = shardsInRandomOrder();
  for (const shard of shards) {
    for await (const { Items = [], LastEvaluatedKey } of dueTenants(props, shard)) {
      due += Items.length;
      // A row that the application has written itself can be incomplete. It must not stop the deletions of other tenants, sweep after sweep.
      const starts = await Promise.allSettled(Items.map(async (tenant) => startDeletion(props, tenant)));
      started += starts.filter((start) => start.status === 'fulfilled' && start.value).length;
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

/**
 * Starts the deletion of a tenant. The name of the execution follows from the tenant and its version, so one closure has one execution. If
 * the execution has failed, it is a dead letter, and another one here would fail again. For an execution that still runs, Step Functions
 * returns the time at which it was started.
 *
 * @returns whether the deletion was started now
 */
async function startDeletion({ stepFunctions, applicationName, deleteTenant }: SweepProps, tenant: Record<string, unknown>): Promise<boolean> {
  const { tenantid: tenantId, version } = DUE.parse(tenant);
  const input: DeletionInput = { 'source': eventSources(applicationName).tenant, 'detail-type': DELETION_DUE, 'detail': { tenantId } };
  const name = `${tenantId}-${version}`;
  const askedAt = Date.now();
  try {
    const { startDate } = await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: deleteTenant, name, input: JSON.stringify(input) }));
    return startDate!.getTime() > askedAt - CLOCK_TOLERANCE_MS;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}
