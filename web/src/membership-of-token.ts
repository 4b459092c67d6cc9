import { jwtDecode } from 'jwt-decode';
import { CLAIM } from '../../src/contract/claims';
import { isTenantRole, type TenantRole } from '../../src/contract/roles';

/** Who a token speaks for. */
export interface Membership {
  readonly userId: string;
  /** Absent as long as the user has no active tenant. */
  readonly tenantId?: string;
  readonly role?: TenantRole;
}

/**
 * Reads user, tenant and role of a token, to show them and to ask for the right tenant. Nothing is verified: what a person may
 * do is decided by the API.
 *
 * @throws an error for what is no token
 */
export function membershipOfToken(token: string): Membership {
  const claims = jwtDecode<Record<string, unknown>>(token);
  const { sub, [CLAIM.tenant]: tenantId, [CLAIM.role]: role } = claims;
  if (typeof sub !== 'string') {
    throw new Error('The token does not say whose it is.');
  }
  return {
    userId: sub,
    ...(typeof tenantId === 'string' && tenantId !== '' && { tenantId }),
    ...(isTenantRole(role) && { role }),
  };
}
