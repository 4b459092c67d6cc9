import { inactiveTenant } from './tenant-refusals';
import type { TenantScope } from './tenant-scope';
import { readTenant } from './tenants';

/**
 * Requires that a tenant is active now, whatever the token says.
 *
 * @throws ProblemError 404 for an unknown or deleted tenant, 403 for one that is not active
 */
export async function requireActiveTenant(scope: TenantScope): Promise<void> {
  const refusal = inactiveTenant(await readTenant(scope));
  if (refusal) throw refusal;
}
