import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { MEMBERSHIP_ORIGIN, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantItem, USER_ATTRIBUTE } from '../../../contract/attributes';
import { TENANT_ROLE } from '../../../contract/roles';
import { type ExistingItem, transact, type TransactionStep } from '../../aws/transaction';
import { refusal } from '../../library/problem';
import { membershipItem, noteTenant, putMembership, withRoomInRecord } from '../../members/join-tenant';
import { changedBy } from '../../tenants/changed-by';
import { statusShard } from '../../tenants/status-shard';
import type { TenantScope } from '../../tenants/tenant-scope';
import { type Tenant, TENANT } from '../../tenants/tenants';
import type { DirectoryEntry } from '../../users/user-directory';

export interface NewTenant {
  readonly name: string;
  readonly userId: string;
  /** The user in the pool. */
  readonly owner: DirectoryEntry;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The tenant exists, because the same request was sent before. */
class TenantExistsError extends Error {
  constructor(readonly existing: ExistingItem | undefined) {
    super('The tenant exists already.');
  }
}

/**
 * Creates an active tenant with its first admin, in one transaction. It becomes the user's active tenant. If the same request has created the
 * tenant before, the tenant stays unchanged.
 *
 * @throws ProblemError 403 for a user who was erased; 409 for the limit, and for a tenant that was deleted or that the user has left
 */
export async function createTenant(
  scope: TenantScope,
  tenantsPerUser: number,
  creation: NewTenant,
): Promise<{ readonly tenant: Tenant; readonly isNew: boolean }> {
  const { client, tables, tenantId } = scope;
  const { userId, owner: { name, email, userName, changedAt: profileAt }, at } = creation;
  const tenant = tenantItem(scope, creation);
  const membership = membershipItem(scope, { userId, name, email, role: TENANT_ROLE.admin, origin: MEMBERSHIP_ORIGIN.creation, profileAt, at });
  try {
    await withRoomInRecord(client, tables, tenantsPerUser, userId, async () => transact(client, [
      putTenant(tables.tenantsTableName, tenant),
      putMembership(tables.usersTableName, { ...membership, username: userName }),
      noteTenant(tables.usersTableName, userId, tenantId, { limit: tenantsPerUser, isOwn: true }),
    ]));
  } catch (error) {
    if (!(error instanceof TenantExistsError)) throw error;
    return { tenant: await existingTenant(scope, userId, error.existing), isNew: false };
  }
  return { tenant, isNew: true };
}

function tenantItem(scope: TenantScope, { name, userId, at }: NewTenant): TenantItem {
  const { tenantId } = scope;
  return {
    tenantid: tenantId,
    name,
    status: TENANT_STATUS.active,
    statusshard: statusShard(TENANT_STATUS.active, tenantId),
    ownerid: userId,
    version: 1,
    createdat: at,
    updatedat: at,
    members: 1,
    admins: 1,
    changedby: changedBy(scope, at),
  };
}

function putTenant(tenantsTableName: string, tenant: TenantItem): TransactionStep {
  return {
    item: {
      Put: {
        TableName: tenantsTableName,
        Item: tenant,
        ConditionExpression: 'attribute_not_exists(#tenantId)',
        ExpressionAttributeNames: { '#tenantId': TENANT_ATTRIBUTE.tenantId },
      },
    },
    refusal: (existing) => new TenantExistsError(existing),
  };
}

/** Returns the existing tenant to a user who is a member of it. A user who was removed sees nothing of it. */
async function existingTenant(
  { client, tables, tenantId }: TenantScope,
  userId: string,
  existing: ExistingItem | undefined,
): Promise<Tenant> {
  const { Item: membership } = await client.send(new GetCommand({
    TableName: tables.usersTableName,
    Key: { [USER_ATTRIBUTE.tenantId]: tenantId, [USER_ATTRIBUTE.userId]: userId },
    ConsistentRead: true,
  }));
  if (membership === undefined || existing?.[TENANT_ATTRIBUTE.status] === TENANT_STATUS.deleted) {
    throw refusal(409, 'idempotencyKeyUsed', 'This Idempotency-Key was used for a tenant that was deleted or that you left. Use a new key.');
  }
  return TENANT.parse(existing);
}
