import type { Tenant } from './tenants';
import type { TenantRepresentation } from '../../contract/api';
import { jsonResponse } from '../http/json-response';

/** Returns a tenant as the APIs show it. */
export function tenantRepresentation({ tenantid, name, status, createdat, updatedat }: Tenant): TenantRepresentation {
  return { tenantId: tenantid, name, status, createdAt: createdat, updatedAt: updatedat };
}

/** Returns the response with a tenant. The entity tag is the version of the tenant. */
export function tenantResponse(tenant: Tenant, status = 200): Response {
  return jsonResponse(tenantRepresentation(tenant), { etag: `"${tenant.version}"` }, status);
}
