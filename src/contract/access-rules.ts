import type { TenantRole } from './roles';
import type { RouteMethod } from './routes';

/**
 * Keeps routes of a tenant to some roles. It holds for its path and for everything below it, and a request must satisfy
 * every rule that matches it: what one rule refuses, no other gives back. What no rule matches is open to every member.
 */
export interface AccessRule {
  /** Left out: all methods. */
  readonly methods?: readonly RouteMethod[];
  /** Below `/tenant/{tenantId}`, in API Gateway's notation: `/tenant/{tenantId}/devices/{deviceId}`. */
  readonly path: string;
  /** Who may; at least one. */
  readonly roles: readonly TenantRole[];
}

/** API Gateway takes ARNs of 512 characters in a policy: what the longest names of API, stage and tenant leave of them. */
export const ACCESS_RULE_PATH_MAX_LENGTH = 250;
