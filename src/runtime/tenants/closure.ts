import { adminCheck } from './admin-check';
import { isClosedByMember } from './closed-by-member';
import { changeStatus, type StatusTransition, wrongStatus } from './status-change';
import type { TenantScope } from './tenant-scope';
import { readTenant, type Tenant } from './tenants';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../contract/attributes';
import { normalizeName } from '../../contract/names';
import type { ExistingItem } from '../aws/transaction';
import { refusal } from '../library/problem';

export interface Closure {
  /** Time from which the tenant is deleted; ISO 8601, UTC. */
  readonly deleteAt: string;
  readonly reason?: string;
}

const { active, suspended, closing } = TENANT_STATUS;

/**
 * Closes an active tenant for one of its admins. From this write on, nobody can change the tenant. The next tokens of its members do not carry
 * it. It can be restored until its deletion begins.
 *
 * @param name The name of the tenant, as the admin has confirmed it.
 * @throws ProblemError 404 for an unknown or deleted tenant; 403 for an actor who is no longer an admin; 409 for another name, or a tenant that
 * is not active
 */
export async function closeTenant(scope: TenantScope, name: string, { deleteAt, reason }: Closure): Promise<Tenant> {
  const tenant = await readTenant(scope);
  if (normalizeName(tenant.name) !== normalizeName(name)) {
    throw wrongName();
  }
  return changeStatus(scope, {
    from: active,
    to: { status: closing, reason, previous: active },
    deleteAt,
    onlyIf: { condition: '#name = :name', names: { '#name': TENANT_ATTRIBUTE.name }, values: { ':name': tenant.name }, refusal: wrongName },
    checks: adminCheck(scope),
  });
}

/**
 * Closes a tenant for an operator or a service, or changes the time of its deletion. Only an operator or a service can restore it then.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant; 409 for a tenant that is being created or whose deletion has begun; 503 for one that
 * changes at the same time
 */
export async function scheduleClosure(scope: TenantScope, { deleteAt, reason }: Closure): Promise<Tenant> {
  const tenant = await readTenant(scope);
  const { status, statuschange, version } = tenant;
  if (status !== active && status !== suspended && status !== closing) {
    throw wrongStatus([active, suspended, closing], status);
  }
  return changeStatus(scope, {
    from: status,
    to: { status: closing, reason, previous: status === closing ? statuschange?.previous ?? active : status },
    deleteAt,
    onlyIf: beforeDeletion(version),
  });
}

/**
 * Restores a closing tenant to the status before, for one of its admins.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant; 403 for an actor who is no longer an admin, or a tenant that an operator has closed;
 * 409 for a tenant that is not closing, or whose deletion has begun; 503 for one that changes at the same time
 */
export async function restoreTenant(scope: TenantScope): Promise<Tenant> {
  const tenant = await readTenant(scope);
  if (tenant.status === closing && !isClosedByMember(tenant)) {
    throw refusal(403, 'closedByOperator', 'The operator of the application has closed this tenant. Only the operator can restore it.');
  }
  return endClosure(scope, tenant, adminCheck(scope));
}

/**
 * Restores a closing tenant to the status before, whoever has closed it.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant; 409 for a tenant that is not closing, or whose deletion has begun; 503 for one that
 * changes at the same time
 */
export async function cancelClosure(scope: TenantScope): Promise<Tenant> {
  return endClosure(scope, await readTenant(scope));
}

async function endClosure(scope: TenantScope, { version, statuschange }: Tenant, checks?: StatusTransition['checks']): Promise<Tenant> {
  return changeStatus(scope, { from: closing, to: { status: statuschange?.previous ?? active }, onlyIf: beforeDeletion(version), checks });
}

/** Requires that the deletion has not begun, and that nothing has changed since the tenant was read: the decision depends on it. */
function beforeDeletion(version: number): StatusTransition['onlyIf'] {
  return {
    condition: 'attribute_not_exists(#deletionStartedAt) AND #version = :version',
    names: { '#deletionStartedAt': TENANT_ATTRIBUTE.deletionStartedAt },
    values: { ':version': version },
    refusal: (tenant: ExistingItem) => (tenant[TENANT_ATTRIBUTE.deletionStartedAt] === undefined
      ? refusal(503, 'tooManyChanges', 'The tenant was changed at the same time. Try again.')
      : refusal(409, 'deletionStarted', 'The deletion of the tenant has begun, and cannot be stopped.')),
  };
}

function wrongName() {
  return refusal(409, 'wrongTenantName', 'The name is not the current name of the tenant. Enter the name exactly as the tenant shows it.');
}
