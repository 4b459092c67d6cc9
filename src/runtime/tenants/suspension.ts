import { statusShard } from './status-shard';
import { isLiving, noSuchTenant } from './tenant-refusals';
import type { TenantScope } from './tenant-scope';
import { readTenant, type Tenant } from './tenants';
import { type StatusChange, TENANT_ATTRIBUTE, TENANT_STATUS, type TenantStatus } from '../../contract/attributes';
import { transact } from '../aws/transaction';
import { refusal } from '../library/problem';

/**
 * Suspends an active tenant. From this write on, nobody can change the tenant, its members or its invitations, except that invitations can be
 * revoked and declined. The next tokens of its members do not carry the tenant.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 409 for a tenant that is not active
 */
export async function suspendTenant(scope: TenantScope, reason: string): Promise<Tenant> {
  return changeStatus(scope, TENANT_STATUS.active, { status: TENANT_STATUS.suspended, reason });
}

/**
 * Ends the suspension of a tenant.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 409 for a tenant that is not suspended
 */
export async function reactivateTenant(scope: TenantScope): Promise<Tenant> {
  return changeStatus(scope, TENANT_STATUS.suspended, { status: TENANT_STATUS.active });
}

async function changeStatus(scope: TenantScope, from: TenantStatus, to: Pick<StatusChange, 'status' | 'reason'>): Promise<Tenant> {
  const { client, tables, tenantId, actor } = scope;
  const change: StatusChange = { ...to, at: new Date().toISOString(), actor };
  await transact(client, [{
    item: {
      Update: {
        TableName: tables.tenantsTableName,
        Key: { [TENANT_ATTRIBUTE.tenantId]: tenantId },
        UpdateExpression: 'SET #status = :to, #shard = :shard, #change = :change, #updatedAt = :at, #version = #version + :one',
        ConditionExpression: '#status = :from',
        ExpressionAttributeNames: {
          '#status': TENANT_ATTRIBUTE.status,
          '#shard': TENANT_ATTRIBUTE.statusShard,
          '#change': TENANT_ATTRIBUTE.statusChange,
          '#updatedAt': TENANT_ATTRIBUTE.updatedAt,
          '#version': TENANT_ATTRIBUTE.version,
        },
        ExpressionAttributeValues: {
          ':from': from, ':to': change.status, ':shard': statusShard(change.status, tenantId), ':change': change, ':at': change.at, ':one': 1,
        },
      },
    },
    refusal: (tenant) => (isLiving(tenant)
      ? refusal(409, 'wrongTenantStatus', `The tenant must be ${from} for this change, but is ${String(tenant[TENANT_ATTRIBUTE.status])}.`)
      : noSuchTenant()),
  }]);
  // The response to a transaction does not contain the written item.
  return readTenant(scope);
}
