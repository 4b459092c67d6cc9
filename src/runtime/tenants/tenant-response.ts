import type { Tenant } from './tenants';
import type { AdministratedTenant, TenantRepresentation } from '../../contract/api';
import { jsonResponse } from '../http/json-response';

/** Returns a tenant as its members see it. */
export function tenantRepresentation({ tenantid, name, status, createdat, updatedat, deleteat }: Tenant): TenantRepresentation {
  return { tenantId: tenantid, name, status, createdAt: createdat, updatedAt: updatedat, ...deleteat !== undefined && { deleteAt: deleteat } };
}

/** Returns the response with a tenant. The entity tag is the version of the tenant. */
export function tenantResponse(tenant: Tenant, status = 200): Response {
  return responseOf(tenant, tenantRepresentation(tenant), status);
}

/** Returns the response with a tenant for operators and services. */
export function administratedTenantResponse(tenant: Tenant, status = 200): Response {
  const { statuschange: statusChange } = tenant;
  const administrated: AdministratedTenant = { ...tenantRepresentation(tenant), ...statusChange && { statusChange } };
  return responseOf(tenant, administrated, status);
}

function responseOf({ version }: Tenant, body: TenantRepresentation, status = 200): Response {
  return jsonResponse(body, { etag: `"${version}"` }, status);
}
