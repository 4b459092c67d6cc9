import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem, USER_ATTRIBUTE, type UserItem } from '../../../contract/attributes';
import { isTenantRole, TENANT_ROLE } from '../../../contract/roles';
import { countMembers } from '../../members/member-counts';
import type { TenantScope } from '../../tenants/tenant-scope';

/** A membership of a user, and what its tenant has without the user. */
export interface Standing {
  readonly scope: TenantScope;
  readonly userId: string;
  readonly role: UserItem['role'];
  readonly createdat: UserItem['createdat'];
  /** Absent for a tenant that has no row, or only a tombstone, or whose deletion has begun. */
  readonly tenant?: Pick<TenantItem, 'name' | 'status'> & { readonly members: number; readonly admins: number };
}

/** A row that the application has written itself may have no time. */
const MEMBERSHIP = z.object({ role: z.string().check(z.refine(isTenantRole)), createdat: z._default(z.string(), '') });

/** Statuses in which the other members need an admin. */
const NEEDS_ADMIN: readonly unknown[] = [TENANT_STATUS.active, TENANT_STATUS.suspended, TENANT_STATUS.closing];

const TENANT = z.object({
  name: z.string(),
  status: z.enum(TENANT_STATUS),
  members: z.int(),
  admins: z.int(),
});

/** @returns nothing if the user is not a member of the tenant */
export async function readStanding(scope: TenantScope, userId: string): Promise<Standing | undefined> {
  const { client, tables: { tenantsTableName, usersTableName }, tenantId } = scope;
  const tenantKey = { [TENANT_ATTRIBUTE.tenantId]: tenantId };
  const membership = await read(client, usersTableName, { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId });
  if (membership === undefined) return undefined;
  const standing = { scope, userId, ...MEMBERSHIP.parse(membership) };
  let row = await read(client, tenantsTableName, tenantKey);
  if (row === undefined || !NEEDS_ADMIN.includes(row[TENANT_ATTRIBUTE.status]) || row[TENANT_ATTRIBUTE.deletionStartedAt] !== undefined) {
    return standing;
  }
  const { [TENANT_ATTRIBUTE.memberCount]: members, [TENANT_ATTRIBUTE.adminCount]: admins } = row;
  // Memberships that the application has written itself are not counted. Nobody but the user may depend on the tenant when it is closed.
  if (members === undefined || members <= 1 || (standing.role === TENANT_ROLE.admin && admins <= 1)) {
    await countMembers(scope, { members, admins });
    row = await read(client, tenantsTableName, tenantKey);
  }
  return { ...standing, tenant: TENANT.parse(row) };
}

/** Whether the other members would be left without an admin. */
export function isOnlyAdmin({ role, tenant }: Standing): boolean {
  return tenant !== undefined && role === TENANT_ROLE.admin && tenant.admins <= 1 && tenant.members > 1;
}

async function read(client: DynamoDBDocumentClient, TableName: string, Key: Record<string, string>) {
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item;
}
