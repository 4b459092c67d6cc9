import { jwtDecode } from 'jwt-decode';
import { CLAIM, TENANT_ACCESS, type TenantAccess } from '../../src/contract/claims';
import { isTenantRole, type TenantRole } from '../../src/contract/roles';

/** The user of a token, and the tenant and role in which they work. */
export interface Membership {
  readonly userId: string;
  /** Absent while the user has no active tenant. */
  readonly tenantId?: string;
  readonly role?: TenantRole;
  /** `READ_ONLY` while the tenant is suspended and its members can still read. */
  readonly access?: TenantAccess;
}

/**
 * Reads the user, tenant and role from a token, for display and to request the right tenant. It does not verify the token: the API
 * decides what a user can do.
 *
 * @throws an error if the text is not a token
 */
export function membershipOfToken(token: string): Membership {
  const claims = jwtDecode<Record<string, unknown>>(token);
  const { sub, [CLAIM.tenant]: tenantId, [CLAIM.role]: role, [CLAIM.access]: access } = claims;
  if (typeof sub !== 'string') {
    throw new Error('The token has no `sub` claim.');
  }
  return {
    userId: sub,
    ...(typeof tenantId === 'string' && tenantId !== '' && { tenantId }),
    ...(isTenantRole(role) && { role }),
    ...(access === TENANT_ACCESS.readOnly && { access }),
  };
}
