/**
 * Claims that the pre-token function adds to a user's tokens. Both are strings, because version 1 of the Cognito trigger event supports
 * no other type.
 */
export const CLAIM = {
  /** Id of the user's active tenant. Absent for a user without one. */
  tenant: 'tenant',
  /** The user's role in that tenant. */
  role: 'tenant_role',
} as const;
