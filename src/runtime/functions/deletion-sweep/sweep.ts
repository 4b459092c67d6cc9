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

type DueTenant = z.infer<typeof DUE>;

const DUE = z.object({ tenantid: z.string(), version: z.int() });

const SHARDS = statusShards(TENANT_STATUS.closing);

/** Highest difference between the clocks of this function and of Step Functions, in milliseconds. Both are synchronized. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * Starts one execution for each closing tenant whose deletion is due. The index by status is behind the table by a moment, so the state machine
 * checks the tenant itself.
 *
 * @param deadline Time at which no further pages are read, in milliseconds since the epoch.
 */
export async function startDueDeletions(props: SweepProps, deadline: number): Promise<SweepReport> {
  let due = 0;
  let started = 0;
  for (const shard of SHARDS) {
    for await (const { Items = [], LastEvaluatedKey } of dueTenants(props, shard)) {
      const tenants = z.array(DUE).parse(Items);
      due += tenants.length;
      const starts = await Promise.all(tenants.map(async (tenant) => startDeletion(props, tenant)));
      started += starts.filter((isNew) => isNew).length;
      if (Date.now() > deadline && (LastEvaluatedKey !== undefined || shard !== SHARDS.at(-1))) {
        return { due, started, hasMore: true };
      }
    }
  }
  return { due, started, hasMore: false };
}

function dueTenants({ documentClient, tenantsTableName }: SweepProps, shard: string) {
  return paginateQuery({ client: documentClient, pageSize: 25 }, {
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
async function startDeletion(
  { stepFunctions, applicationName, deleteTenant }: SweepProps, { tenantid: tenantId, version }: DueTenant,
): Promise<boolean> {
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
