import { type AuthorizerContext, LATEST_EXPIRY } from '../../../contract/authorizer-context';
import { CLAIM, TENANT_ACCESS } from '../../../contract/claims';
import { isIdentifier, TENANT_ID, USER_ID } from '../../../contract/identifiers';
import { isTenantRole } from '../../../contract/roles';

/** Returns the user of a verified token; nothing if its claims contradict each other, or cannot be used in a policy. */
export function principalOf(claims: object): AuthorizerContext | undefined {
  const { sub, exp, auth_time: authTime, username, 'cognito:username': nameInIdToken } = claims as Record<string, unknown>;
  const { [CLAIM.tenant]: tenant, [CLAIM.role]: role, [CLAIM.access]: access } = claims as Record<string, unknown>;
  // Access tokens have the first claim, and ID tokens the second. Tokens of machines (client credentials) have neither: their `sub` is an app client.
  const userName = username ?? nameInIdToken;
  if (!isIdentifier(USER_ID, sub) || !isTime(exp) || typeof userName !== 'string' || userName === '') return undefined;

  const principal = { userId: sub, userName, expiresAt: exp, ...isTime(authTime) && { authenticatedAt: authTime } };
  if (tenant === undefined) return principal;
  if (!isIdentifier(TENANT_ID, tenant) || !isTenantRole(role)) return undefined;
  if (access === undefined) return { ...principal, tenantId: tenant, tenantRole: role };
  // A restriction that this version does not know must not give full access.
  if (access !== TENANT_ACCESS.readOnly) return undefined;
  return { ...principal, tenantId: tenant, tenantRole: role, tenantAccess: access };
}

/** Whether a claim is a time. The verifier accepts a token without an expiry, but its policy would never expire. */
function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= LATEST_EXPIRY;
}
