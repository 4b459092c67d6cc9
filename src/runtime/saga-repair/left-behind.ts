import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { StartMachine } from './state-machines';
import { CREATING, CREATING_INDEX_NAME, TENANT_ATTRIBUTE, type TenantItem } from '../../contract/attributes';
import { DETAIL_TYPE, eventSources, type TenantCreatedDetail } from '../../contract/events';
import { LEFT_BEHIND_MINUTES, REPAIR_OUTCOME, type RepairReport } from '../../contract/repair';

export interface LeftBehindRepairProps {
  readonly documentClient: DynamoDBDocumentClient;
  readonly tenantsTableName: string;
  readonly applicationName: string;
  /** ARN of the state machine that finishes a tenant. */
  readonly addFirstAdmin: string;
  readonly start: StartMachine;
}

type CreatingTenant = Required<Pick<TenantItem, 'tenantid' | 'ownerid' | 'createdat' | 'creation'>>;

const TENANT: z.ZodMiniType<CreatingTenant> = z.object({
  tenantid: z.string(),
  ownerid: z.string(),
  createdat: z.string(),
  creation: z.object({ email: z.string(), userName: z.string(), name: z.string() }),
});

/** Tenants in one call; the next call sees the rest. */
const LIMIT = 100;

/**
 * Finishes tenants that have been `creating` for longer than the saga takes: their event was lost, or an execution ended
 * unseen. Nothing but an index is read, and in it just the tenants that are being created.
 */
export async function repairLeftBehind(props: LeftBehindRepairProps, dryRun: boolean): Promise<Pick<RepairReport, 'leftBehind' | 'hasMore'>> {
  const pages = paginateQuery({ client: props.documentClient, pageSize: LIMIT }, {
    TableName: props.tenantsTableName,
    IndexName: CREATING_INDEX_NAME,
    KeyConditionExpression: '#creating = :creating AND #createdAt < :before',
    ExpressionAttributeNames: { '#creating': TENANT_ATTRIBUTE.creating, '#createdAt': TENANT_ATTRIBUTE.createdAt },
    ExpressionAttributeValues: { ':creating': CREATING, ':before': new Date(Date.now() - LEFT_BEHIND_MINUTES * 60_000).toISOString() },
  });
  for await (const { Items = [], LastEvaluatedKey } of pages) {
    const leftBehind = await Promise.all(z.array(TENANT).parse(Items).map(async (tenant) => ({
      tenantId: tenant.tenantid,
      createdAt: tenant.createdat,
      outcome: dryRun ? REPAIR_OUTCOME.found : await finish(props, tenant),
    })));
    return { leftBehind, hasMore: LastEvaluatedKey !== undefined };
  }
  return { leftBehind: [], hasMore: false };
}

/** Starts the machine with the event that was lost, made again of what the tenant's row has kept of it. */
async function finish({ applicationName, addFirstAdmin, start }: LeftBehindRepairProps, tenant: CreatingTenant) {
  const detail: TenantCreatedDetail = { tenantId: tenant.tenantid, userId: tenant.ownerid, ...tenant.creation };
  return start({
    stateMachine: addFirstAdmin,
    event: JSON.stringify({ 'source': eventSources(applicationName).tenant, 'detail-type': DETAIL_TYPE.created, detail }),
    executionName: `repair-${tenant.tenantid.slice(0, 32)}-${Date.now()}`,
  });
}
