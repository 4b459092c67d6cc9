import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { GiveBack } from './give-back';
import { STATUS_INDEX_NAME, statusShards, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem } from '../../../contract/attributes';
import { DETAIL_TYPE, eventSources, type TenantCreatedDetail } from '../../../contract/events';
import { LEFT_BEHIND_MINUTES, REPAIR_OUTCOME, type RepairReport } from '../../../contract/repair';
import { BATCH_SIZE, batchGet } from '../../aws/batch-get';

export interface LeftBehindRepairProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tenantsTableName: string;
  readonly applicationName: string;
  readonly giveBack: GiveBack;
}

type LeftBehind = RepairReport['leftBehind'][number];

const INDEXED = z.object({ tenantid: z.string() });

const ROW = z.looseObject({ tenantid: z.string(), createdat: z.string(), status: z.enum(TENANT_STATUS) });

type Row = z.infer<typeof ROW>;

const SHARDS = statusShards(TENANT_STATUS.creating);

type CreatingTenant = Required<Pick<TenantItem, 'tenantid' | 'ownerid' | 'createdat' | 'creation'>>;

const TENANT: z.ZodMiniType<CreatingTenant> = z.object({
  tenantid: z.string(),
  ownerid: z.string(),
  createdat: z.string(),
  creation: z.object({ email: z.string(), userName: z.string(), name: z.string() }),
});

/**
 * Finishes tenants that have been `creating` for longer than the saga takes, because their event was lost or an execution ended without a
 * dead letter. An index lists them. Their rows contain the data of their events.
 *
 * @param deadline Time at which no further pages are read, in milliseconds since the epoch.
 */
export async function repairLeftBehind(
  props: LeftBehindRepairProps,
  dryRun: boolean,
  deadline: number,
): Promise<Pick<RepairReport, 'leftBehind' | 'hasMore'>> {
  const before = new Date(Date.now() - LEFT_BEHIND_MINUTES * 60_000).toISOString();
  const leftBehind: LeftBehind[] = [];
  for (const shard of SHARDS) {
    for await (const { Items = [], LastEvaluatedKey } of indexPages(props, shard, before)) {
      const rows = await readRows(props, z.array(INDEXED).parse(Items).map(({ tenantid }) => tenantid));
      leftBehind.push(...await Promise.all(rows.map(async (row) => settle(props, row, dryRun))));
      if (Date.now() > deadline && (LastEvaluatedKey !== undefined || shard !== SHARDS.at(-1))) {
        return { leftBehind, hasMore: true };
      }
    }
  }
  return { leftBehind, hasMore: false };
}

function indexPages({ documentClient, tenantsTableName }: LeftBehindRepairProps, shard: string, before: string) {
  return paginateQuery({ client: documentClient, pageSize: BATCH_SIZE }, {
    TableName: tenantsTableName,
    IndexName: STATUS_INDEX_NAME,
    KeyConditionExpression: '#shard = :shard AND #createdAt < :before',
    ExpressionAttributeNames: { '#shard': TENANT_ATTRIBUTE.statusShard, '#createdAt': TENANT_ATTRIBUTE.createdAt },
    ExpressionAttributeValues: { ':shard': shard, ':before': before },
  });
}

/** Reads the rows of the tenants that are still being created. The index is eventually consistent, so the rows are read as well. */
async function readRows({ documentClient, tenantsTableName }: LeftBehindRepairProps, tenantIds: readonly string[]): Promise<Row[]> {
  if (tenantIds.length === 0) return [];
  const { [tenantsTableName]: rows } = await batchGet(documentClient, {
    [tenantsTableName]: { Keys: tenantIds.map((tenantId) => ({ [TENANT_ATTRIBUTE.tenantId]: tenantId })), ConsistentRead: true },
  });
  return z.array(ROW).parse(rows).filter(({ status }) => status === TENANT_STATUS.creating);
}

async function settle(props: LeftBehindRepairProps, row: Row, dryRun: boolean): Promise<LeftBehind> {
  const { tenantid: tenantId, createdat: createdAt } = row;
  const tenant = TENANT.safeParse(row);
  if (!tenant.success) return { tenantId, createdAt, outcome: REPAIR_OUTCOME.unreadable };
  return { tenantId, createdAt, outcome: dryRun ? REPAIR_OUTCOME.found : await finish(props, tenant.data) };
}

/** Starts the state machine with the lost event, rebuilt from the data in the tenant's row. */
async function finish({ applicationName, giveBack }: LeftBehindRepairProps, tenant: CreatingTenant) {
  const detail: TenantCreatedDetail = { tenantId: tenant.tenantid, userId: tenant.ownerid, ...tenant.creation };
  return giveBack(
    { 'source': eventSources(applicationName).tenant, 'detail-type': DETAIL_TYPE.created, detail },
    `repair-${tenant.tenantid}`.slice(0, 60) + `-${Date.now()}`,
  );
}
