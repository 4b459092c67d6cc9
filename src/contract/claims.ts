/**
 * Claims that the pre-token function adds to a user's tokens. All are strings, because version 1 of the Cognito trigger event supports
 * no other type.
 */
export const CLAIM = {
  /** Id of the user's active tenant. Absent for a user without one. */
  tenant: 'tenant',
  /** The user's role in that tenant. */
  role: 'tenant_role',
  /** Present if the user can only read in that tenant: a {@link TenantAccess}. */
  access: 'tenant_access',
} as const;

/** Limits of the access to a tenant, in addition to the role. */
export const TENANT_ACCESS = {
  /** The tenant is suspended. Its members can read, and change nothing. */
  readOnly: 'READ_ONLY',
} as const;

export type TenantAccess = (typeof TENANT_ACCESS)[keyof typeof TENANT_ACCESS];
