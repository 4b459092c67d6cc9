import { TENANT_ROLE, type TenantRole } from './roles';

/** A route of one of the two APIs, with the path in API Gateway's notation. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** The one role that may use the route; without it every member may. */
  readonly role?: TenantRole;
}

/** Routes of the web-app API. */
export const TENANT_API_ROUTE = {
  getTenant: { method: 'GET', path: '/tenant/{tenantId}' },
  renameTenant: { method: 'PUT', path: '/tenant/{tenantId}', role: TENANT_ROLE.admin },
  listTenantsOfUser: { method: 'GET', path: '/tenants/{userId}' },
} as const satisfies Record<string, Route>;

/** Routes of the admin API. */
export const ADMIN_API_ROUTE = {
  listTenantsOfUser: { method: 'GET', path: '/tenants/{userId}' },
  repair: { method: 'POST', path: '/repairs' },
} as const satisfies Record<string, Route>;

/** Paths that the routes, and the policies of the authorizer, are made of. */
export const TENANT_PATH = 'tenant';
export const USER_TENANTS_PATH = 'tenants';
