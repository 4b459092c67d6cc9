import { changeStatus } from './status-change';
import type { TenantScope } from './tenant-scope';
import type { Tenant } from './tenants';
import { TENANT_STATUS } from '../../contract/attributes';

/**
 * Suspends an active tenant. From this write on, nobody can change the tenant, its members or its invitations, except that invitations can be
 * revoked and declined. The next tokens of its members do not carry the tenant.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 409 for a tenant that is not active
 */
export async function suspendTenant(scope: TenantScope, reason: string): Promise<Tenant> {
  return changeStatus(scope, { from: TENANT_STATUS.active, to: { status: TENANT_STATUS.suspended, reason } });
}

/**
 * Ends the suspension of a tenant.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 409 for a tenant that is not suspended
 */
export async function reactivateTenant(scope: TenantScope): Promise<Tenant> {
  return changeStatus(scope, { from: TENANT_STATUS.suspended, to: { status: TENANT_STATUS.active } });
}
