import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import {
  TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem, type TenantStatus, USER_ATTRIBUTE, USER_INDEX_NAME, USER_RECORD_ATTRIBUTE, type UserItem,
  type UserRecord, userRecordKey,
} from '../../contract/attributes';
import { SUSPENSION_ACCESS, type SuspensionAccessMode } from '../../contract/environment';
import { isTenantRole } from '../../contract/roles';
import { BATCH_SIZE, batchGet } from '../aws/batch-get';
import type { TableNames } from '../environment/tables';
import { STORED_STATUS_CHANGE } from '../tenants/stored-status-change';
import { parseUserRecord, readUserRecord, recordKey } from '../users/user-record';

/** A membership without the personal data of the member, and the status of its tenant. */
export type Membership = Pick<UserItem, 'tenantid' | 'role' | 'createdat'> & Pick<TenantItem, 'status'>;

/** A membership and its tenant, as a list of tenants shows it. */
export type ListedMembership = Membership & Pick<TenantItem, 'name' | 'deleteat' | 'deletionstartedat' | 'statuschange'>;

const KEY = z.object({ tenantid: z.string() });

const MEMBERSHIP = z.object({
  tenantid: z.string(),
  role: z.string().check(z.refine(isTenantRole)),
  createdat: z.string(),
});

/** The attributes of tenants that are read together with memberships. */
interface TenantView<Seen extends Membership> {
  readonly attributes: readonly string[];
  readonly schema: z.ZodMiniType<Omit<Seen, 'role' | 'createdat'>>;
  /** A membership whose tenant has no row is treated like one in a deleted tenant. */
  readonly missing: Omit<Seen, keyof Membership> & Pick<Membership, 'status'>;
}

/** Enough for a sign-in. */
const STATUS: TenantView<Membership> = {
  attributes: [TENANT_ATTRIBUTE.tenantId, TENANT_ATTRIBUTE.status],
  schema: z.object({ tenantid: z.string(), status: z.enum(TENANT_STATUS) }),
  missing: { status: TENANT_STATUS.deleted },
};

const LISTED: TenantView<ListedMembership> = {
  attributes: [
    TENANT_ATTRIBUTE.tenantId, TENANT_ATTRIBUTE.name, TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.statusChange, TENANT_ATTRIBUTE.deleteAt,
    TENANT_ATTRIBUTE.deletionStartedAt,
  ],
  schema: z.object({
    tenantid: z.string(),
    // The row of a deleted tenant has no name.
    name: z._default(z.string(), ''),
    status: z.enum(TENANT_STATUS),
    statuschange: z.optional(STORED_STATUS_CHANGE),
    deleteat: z.optional(z.string()),
    deletionstartedat: z.optional(z.string()),
  }),
  missing: { name: '', status: TENANT_STATUS.deleted },
};

/** Two items are read for each tenant. */
const TENANTS_PER_BATCH = BATCH_SIZE / 2;

/** A user's record leaves room for one tenant less. */
const TENANTS_BESIDE_RECORD = TENANTS_PER_BATCH - 1;

const MEMBERSHIP_ATTRIBUTES = [USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.role, USER_ATTRIBUTE.createdAt];

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

export interface UserMemberships extends UserTenants {
  /** The current memberships, sorted by {@link inOrder}. */
  readonly memberships: readonly Membership[];
}

/**
 * Reads the current memberships of a user. If the user is only in expected tenants, all reads are sent at once. The expectation only decides
 * what is read first: each membership is read consistently, and an expected tenant without one is left out.
 *
 * @param expected Ids of the tenants in which the user probably is. The first 49 are read together with the user's record.
 */
export async function readUserMemberships(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  userId: string,
  expected: readonly string[],
): Promise<UserMemberships> {
  const first = expected.slice(0, TENANTS_BESIDE_RECORD);
  const [{ record, memberships }, indexed] = await Promise.all([
    readRecordAndMemberships(client, tables, userId, first),
    indexedTenantIds(client, tables.usersTableName, userId),
  ]);
  const tenantIds = [...new Set([...record.tenants ?? [], ...indexed, ...memberships.map(({ tenantid }) => tenantid)])];
  const others = await readInBatches(client, tables, userId, tenantIds.filter((tenantId) => !first.includes(tenantId)), STATUS);
  return { record, tenantIds, memberships: inOrder([...memberships, ...others]) };
}

/** Reads the current memberships of a user in these tenants, and their tenants. They are sorted by {@link inOrder}. */
export async function readMemberships(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  userId: string,
  tenantIds: readonly string[],
): Promise<ListedMembership[]> {
  return inOrder(await readInBatches(client, tables, userId, tenantIds, LISTED));
}

async function readInBatches<Seen extends Membership>(
  client: DynamoDBDocumentClient,
  tables: TableNames,
  userId: string,
  tenantIds: readonly string[],
  view: TenantView<Seen>,
): Promise<Seen[]> {
  const memberships: Seen[] = [];
  for (let start = 0; start < tenantIds.length; start += TENANTS_PER_BATCH) {
    memberships.push(...await readBatch(client, tables, userId, tenantIds.slice(start, start + TENANTS_PER_BATCH), view));
  }
  return memberships;
}

/** Sorts memberships by age, oldest first. Memberships of the same time are sorted by tenant, so the order never changes. */
export function inOrder<Seen extends Membership>(memberships: readonly Seen[]): Seen[] {
  return [...memberships].sort((a, b) => compare(a.createdat, b.createdat) || compare(a.tenantid, b.tenantid));
}

/**
 * Returns the membership in the tenant of the user's next token: the tenant that the user has chosen, or else the first in the list. `undefined` if
 * no token can carry any of the tenants.
 *
 * @param memberships Memberships in the order of {@link inOrder}.
 */
export function tenantOfNextToken<Candidate extends Pick<Membership, 'tenantid' | 'status'>>(
  memberships: readonly Candidate[], record: UserRecord, suspensionAccess: SuspensionAccessMode,
): Candidate | undefined {
  const possible = memberships.filter(({ status }) => canBeInToken(status, suspensionAccess));
  return possible.find(({ tenantid }) => tenantid === record.activetenant) ?? possible[0];
}

/** Whether tokens can carry a tenant with this status. A token with a suspended tenant only allows reading. */
export function canBeInToken(status: TenantStatus, suspensionAccess: SuspensionAccessMode): boolean {
  return status === TENANT_STATUS.active || (status === TENANT_STATUS.suspended && suspensionAccess === SUSPENSION_ACCESS.readOnly);
}

async function readBatch<Seen extends Membership>(
  client: DynamoDBDocumentClient,
  { tenantsTableName, usersTableName }: TableNames,
  userId: string,
  tenantIds: readonly string[],
  view: TenantView<Seen>,
): Promise<Seen[]> {
  const items = await batchGet(client, {
    [usersTableName]: consistentRead(membershipKeys(userId, tenantIds), MEMBERSHIP_ATTRIBUTES),
    [tenantsTableName]: consistentRead(tenantKeys(tenantIds), view.attributes),
  });
  return toMemberships(items[usersTableName], items[tenantsTableName], view);
}

/** All but the keys for client details, which only the audit log needs. */
const RECORD_ATTRIBUTES = Object.values(USER_RECORD_ATTRIBUTE)
  .filter((attribute) => attribute !== USER_RECORD_ATTRIBUTE.openingKey && attribute !== USER_RECORD_ATTRIBUTE.sealingKey);

async function readRecordAndMemberships(
  client: DynamoDBDocumentClient,
  { tenantsTableName, usersTableName }: TableNames,
  userId: string,
  tenantIds: readonly string[],
): Promise<Omit<UserMemberships, 'tenantIds'>> {
  const attributes = [...new Set([...MEMBERSHIP_ATTRIBUTES, ...RECORD_ATTRIBUTES])];
  const { [usersTableName]: items, [tenantsTableName]: tenants = [] } = await batchGet(client, {
    [usersTableName]: consistentRead([recordKey(userId), ...membershipKeys(userId, tenantIds)], attributes),
    // A request must not name a table without keys.
    ...tenantIds.length > 0 && { [tenantsTableName]: consistentRead(tenantKeys(tenantIds), STATUS.attributes) },
  });
  const isRecord = (item: unknown) => (item as UserItem)[USER_ATTRIBUTE.tenantId] === userRecordKey(userId);
  return {
    record: parseUserRecord(items.find(isRecord)),
    memberships: toMemberships(items.filter((item) => !isRecord(item)), tenants, STATUS),
  };
}

function membershipKeys(userId: string, tenantIds: readonly string[]) {
  return tenantIds.map((tenantId) => ({ [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId }));
}

function tenantKeys(tenantIds: readonly string[]) {
  return tenantIds.map((tenantId) => ({ [TENANT_ATTRIBUTE.tenantId]: tenantId }));
}

function consistentRead(keys: Array<Record<string, string>>, attributes: readonly string[]) {
  return {
    Keys: keys,
    ConsistentRead: true,
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute])),
  };
}

function toMemberships<Seen extends Membership>(memberships: readonly unknown[], tenants: readonly unknown[], view: TenantView<Seen>): Seen[] {
  const byId = new Map(z.array(view.schema).parse(tenants).map((tenant) => [tenant.tenantid, tenant]));
  return z.array(MEMBERSHIP).parse(memberships).map((membership) => ({ ...membership, ...byId.get(membership.tenantid) ?? view.missing }) as Seen);
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
