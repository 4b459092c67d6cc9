import type { TenantAccess } from './claims';
import type { TenantRole } from './roles';

/**
 * The values that the authorizer passes to the functions behind the API, in `event.requestContext.authorizer`. API Gateway accepts
 * strings, numbers and booleans, but not `null`, and passes every value on as a string.
 */
export type AuthorizerContext = {
  /** The user: `sub` of the token. */
  readonly userId: string;
  /** The user's active tenant; absent for a user without one. */
  readonly tenantId?: string;
  /** The user's role in that tenant; absent together with `tenantId`. */
  readonly tenantRole?: TenantRole;
  /** `READ_ONLY` for a suspended tenant whose members can still read; absent otherwise. */
  readonly tenantAccess?: TenantAccess;
  /** The user's name in the pool, as the API of Cognito expects it. Never log it: it can be an email address. */
  readonly userName: string;
  /** Time at which the token expires, in seconds since the epoch. */
  readonly expiresAt: number;
  /**
   * Time of the sign-in that the token goes back to, in seconds since the epoch. Refreshed tokens have the time of the first sign-in. Absent
   * for a token without `auth_time`.
   */
  readonly authenticatedAt?: number;
  /**
   * Public key of the user, in base64url. The IP address and browser of a change are sealed with it for the audit log. Absent for a user
   * without a key, and if the audit log has no such details.
   */
  readonly sealingKey?: string;
};

/** The latest `expiresAt`: the last second of a year with four digits. Dates in policies have four digits for the year. */
export const LATEST_EXPIRY = 253_402_300_799;
