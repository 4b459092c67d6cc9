import { type AuthorizerContext, LATEST_EXPIRY } from '../../../contract/authorizer-context';
import { CLAIM } from '../../../contract/claims';
import { isIdentifier, TENANT_ID, USER_ID } from '../../../contract/identifiers';
import { isTenantRole } from '../../../contract/roles';

/** Whom a verified token speaks for; nothing when its claims do not fit together, or cannot stand in a policy. */
export function principalOf(claims: object): AuthorizerContext | undefined {
  const { sub, exp, [CLAIM.tenant]: tenant, [CLAIM.role]: role, username, 'cognito:username': nameInIdToken } = claims as Record<string, unknown>;
  // Access tokens have one name for it, ID tokens the other. Tokens of machines (client credentials) have none: their `sub` is the id of the app client.
  const userName = username ?? nameInIdToken;
  if (!isIdentifier(USER_ID, sub) || !isExpiry(exp) || typeof userName !== 'string' || userName === '') return undefined;

  const principal = { userId: sub, userName, expiresAt: exp };
  if (tenant === undefined) return principal;
  if (!isIdentifier(TENANT_ID, tenant) || !isTenantRole(role)) return undefined;
  return { ...principal, tenantId: tenant, tenantRole: role };
}

/** A token without an end would be a policy without one: the verifier lets it pass. */
function isExpiry(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LATEST_EXPIRY;
}
