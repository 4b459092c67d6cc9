/** What a member may do in a tenant. */
export const TENANT_ROLE = {
  /** Reads and changes the tenant. */
  admin: 'admin',
  /** Reads the tenant and uses the application's own routes. */
  member: 'member',
} as const;

export type TenantRole = (typeof TENANT_ROLE)[keyof typeof TENANT_ROLE];
