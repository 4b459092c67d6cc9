import type { TenantRole } from './roles';

/**
 * What the authorizer tells the functions behind the API, in `event.requestContext.authorizer`. API Gateway takes text,
 * numbers and booleans, no value that is absent, and hands every one on as a string.
 */
export type AuthorizerContext = {
  /** The user: `sub` of the token. */
  readonly userId: string;
  /** The user's active tenant; absent for a user without one. */
  readonly tenantId?: string;
  /** The user's role in that tenant; absent together with `tenantId`. */
  readonly tenantRole?: TenantRole;
  /** The user's name in the pool, as the pool's own API takes it. Not for logs: it may be an e-mail address. */
  readonly userName: string;
  /** End of the token, in seconds since the epoch. */
  readonly expiresAt: number;
};

/** The latest `expiresAt`: the last second whose year has four digits, as the dates in policies do. */
export const LATEST_EXPIRY = 253_402_300_799;
