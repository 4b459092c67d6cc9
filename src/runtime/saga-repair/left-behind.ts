import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { StartMachine } from './state-machines';
import { STATUS_INDEX_NAME, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem } from '../../contract/attributes';
import { DETAIL_TYPE, eventSources, type TenantCreatedDetail } from '../../contract/events';
import { LEFT_BEHIND_MINUTES, REPAIR_OUTCOME, type RepairReport } from '../../contract/repair';

export interface LeftBehindRepairProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tenantsTableName: string;
  readonly applicationName: string;
  readonly start: StartMachine;
}

type LeftBehind = RepairReport['leftBehind'][number];

const KEYS = z.object({ tenantid: z.string(), createdat: z.string() });

type CreatingTenant = Required<Pick<TenantItem, 'tenantid' | 'ownerid' | 'createdat' | 'creation'>>;

const TENANT: z.ZodMiniType<CreatingTenant> = z.object({
  tenantid: z.string(),
  ownerid: z.string(),
  createdat: z.string(),
  creation: z.object({ email: z.string(), userName: z.string(), name: z.string() }),
});

/**
 * Finishes tenants that have been `creating` for longer than the saga takes: their event was lost, or an execution ended
 * unseen. Nothing but an index is read, and in it just the tenants that are being created.
 *
 * @param deadline When to stop, in milliseconds since the epoch.
 */
export async function repairLeftBehind(
  props: LeftBehindRepairProps,
  dryRun: boolean,
  deadline: number,
): Promise<Pick<RepairReport, 'leftBehind' | 'hasMore'>> {
  const pages = paginateQuery({ client: props.documentClient, pageSize: 100 }, {
    TableName: props.tenantsTableName,
    IndexName: STATUS_INDEX_NAME,
    KeyConditionExpression: '#status = :creating AND #createdAt < :before',
    ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, '#createdAt': TENANT_ATTRIBUTE.createdAt },
    ExpressionAttributeValues: {
      ':creating': TENANT_STATUS.creating,
      ':before': new Date(Date.now() - LEFT_BEHIND_MINUTES * 60_000).toISOString(),
    },
  });
  const leftBehind: LeftBehind[] = [];
  for await (const { Items = [], LastEvaluatedKey } of pages) {
    leftBehind.push(...await Promise.all(Items.map(async (item) => settle(props, item, dryRun))));
    if (LastEvaluatedKey !== undefined && Date.now() > deadline) {
      return { leftBehind, hasMore: true };
    }
  }
  return { leftBehind, hasMore: false };
}

async function settle(props: LeftBehindRepairProps, item: unknown, dryRun: boolean): Promise<LeftBehind> {
  const { tenantid: tenantId, createdat: createdAt } = KEYS.parse(item);
  const tenant = TENANT.safeParse(item);
  if (!tenant.success) return { tenantId, createdAt, outcome: REPAIR_OUTCOME.unreadable };
  return { tenantId, createdAt, outcome: dryRun ? REPAIR_OUTCOME.found : await finish(props, tenant.data) };
}

/** Starts the machine with the event that was lost, made again of what the tenant's row has kept of it. */
async function finish({ applicationName, start }: LeftBehindRepairProps, tenant: CreatingTenant) {
  const detail: TenantCreatedDetail = { tenantId: tenant.tenantid, userId: tenant.ownerid, ...tenant.creation };
  return start(
    { 'source': eventSources(applicationName).tenant, 'detail-type': DETAIL_TYPE.created, detail },
    `repair-${tenant.tenantid}`.slice(0, 60) + `-${Date.now()}`,
  );
}
