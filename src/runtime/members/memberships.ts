import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem, USER_ATTRIBUTE, USER_INDEX_NAME, type UserItem, type UserRecord,
} from '../../contract/attributes';
import { isTenantRole } from '../../contract/roles';
import { BATCH_SIZE, batchGet } from '../aws/batch-get';
import type { TableNames } from '../environment/tables';
import { readUserRecord } from '../users/user-record';

/** A membership without the personal data of the member, and its tenant. */
export type Membership = Pick<UserItem, 'tenantid' | 'role' | 'createdat'> & Pick<TenantItem, 'name' | 'status'>;

const KEY = z.object({ tenantid: z.string() });

const MEMBERSHIP = z.object({
  tenantid: z.string(),
  role: z.string().check(z.refine(isTenantRole)),
  createdat: z.string(),
});

const TENANT = z.object({
  tenantid: z.string(),
  // The row of a deleted tenant has no name.
  name: z._default(z.string(), ''),
  status: z.enum(TENANT_STATUS),
});

/** Two items are read for each tenant. */
const TENANTS_PER_BATCH = BATCH_SIZE / 2;

export interface UserTenants {
  readonly record: UserRecord;
  /** Ids of the tenants of which the user may be a member. Only the memberships themselves tell whether the user is one. */
  readonly tenantIds: readonly string[];
}

/**
 * Reads the ids of the tenants in which a user may have a membership. The user's record has a new tenant at once, and keeps tenants that the
 * user has left. The index is eventually consistent, and also has memberships that the application has written itself.
 */
export async function readUserTenants(client: DynamoDBDocumentClient, usersTableName: string, userId: string): Promise<UserTenants> {
  const [record, indexed] = await Promise.all([
    readUserRecord(client, usersTableName, userId),
    indexedTenantIds(client, usersTableName, userId),
  ]);
  return { record, tenantIds: [...new Set([...record.tenants ?? [], ...indexed])] };
}

/** Reads the current memberships of a user in these tenants. They are sorted by {@link inOrder}. */
export async function readMemberships(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  userId: string,
  tenantIds: readonly string[],
): Promise<Membership[]> {
  const memberships: Membership[] = [];
  for (let start = 0; start < tenantIds.length; start += TENANTS_PER_BATCH) {
    memberships.push(...await readBatch(client, tables, userId, tenantIds.slice(start, start + TENANTS_PER_BATCH)));
  }
  return inOrder(memberships);
}

/** Sorts memberships by age, oldest first. Memberships of the same time are sorted by tenant, so the order never changes. */
export function inOrder(memberships: readonly Membership[]): Membership[] {
  return [...memberships].sort((a, b) => compare(a.createdat, b.createdat) || compare(a.tenantid, b.tenantid));
}

/** Returns the tenant of the user's next token: the tenant that the user has chosen, or else the one that the user joined first. */
export function activeTenantId(memberships: ReadonlyArray<Pick<Membership, 'tenantid' | 'status'>>, record: UserRecord): string | undefined {
  const active = memberships.filter(({ status }) => status === TENANT_STATUS.active).map(({ tenantid }) => tenantid);
  return active.find((tenantId) => tenantId === record.activetenant) ?? active[0];
}

async function readBatch(
  client: DynamoDBDocumentClient,
  { tenantsTableName, usersTableName }: TableNames,
  userId: string,
  tenantIds: readonly string[],
): Promise<Membership[]> {
  const items = await batchGet(client, {
    [usersTableName]: {
      Keys: tenantIds.map((tenantId) => ({ [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId })),
      ConsistentRead: true,
      ProjectionExpression: '#tenantId, #role, #createdAt',
      ExpressionAttributeNames: { '#tenantId': USER_ATTRIBUTE.tenantId, '#role': USER_ATTRIBUTE.role, '#createdAt': USER_ATTRIBUTE.createdAt },
    },
    [tenantsTableName]: {
      Keys: tenantIds.map((tenantId) => ({ [TENANT_ATTRIBUTE.tenantId]: tenantId })),
      ConsistentRead: true,
      ProjectionExpression: '#tenantId, #name, #status',
      ExpressionAttributeNames: { '#tenantId': TENANT_ATTRIBUTE.tenantId, '#name': TENANT_ATTRIBUTE.name, '#status': TENANT_ATTRIBUTE.status },
    },
  });
  const tenants = new Map(z.array(TENANT).parse(items[tenantsTableName]).map((tenant) => [tenant.tenantid, tenant]));
  return z.array(MEMBERSHIP).parse(items[usersTableName]).map((membership) => ({
    ...membership,
    // A membership whose tenant has no row is treated like one in a deleted tenant.
    ...tenants.get(membership.tenantid) ?? { name: '', status: TENANT_STATUS.deleted },
  }));
}

async function indexedTenantIds(client: DynamoDBDocumentClient, usersTableName: string, userId: string): Promise<string[]> {
  const pages = paginateQuery({ client }, {
    TableName: usersTableName,
    IndexName: USER_INDEX_NAME,
    KeyConditionExpression: '#userId = :userId',
    ProjectionExpression: '#tenantId',
    ExpressionAttributeNames: { '#userId': USER_ATTRIBUTE.userId, '#tenantId': USER_ATTRIBUTE.tenantId },
    ExpressionAttributeValues: { ':userId': userId },
  });
  const tenantIds: string[] = [];
  for await (const { Items = [] } of pages) {
    tenantIds.push(...z.array(KEY).parse(Items).map(({ tenantid }) => tenantid));
  }
  return tenantIds;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
