import { TENANT_ATTRIBUTE, USER_ATTRIBUTE, USER_RECORD_ATTRIBUTE } from './attributes';

/**
 * How long the authorizer's decision about a request holds. It depends on rights that can end at any time, so it must not be used for longer
 * than this, wherever it is kept.
 */
export const DEFAULT_FRESHNESS_SECONDS = 30;

/** API Gateway caches a decision for at most an hour. */
export const LONGEST_CACHE_SECONDS = 3_600;

/**
 * API Gateway drops a decision from its cache this long before the decision ends. Otherwise, a request could meet a decision that is still in the
 * cache and has just ended, and would be refused with 403 instead of asking the authorizer again.
 */
export const CACHE_MARGIN_SECONDS = 2;

/** A decision that is not cached only has to hold until API Gateway has used it. The rest is for the difference between two clocks. */
export const UNCACHED_DECISION_SECONDS = 5;

/** The attributes that the authorizer reads, by table. Its role can read no others. */
export const RIGHTS_ATTRIBUTES = {
  tenants: [TENANT_ATTRIBUTE.tenantId, TENANT_ATTRIBUTE.status],
  users: [
    USER_ATTRIBUTE.tenantId, USER_ATTRIBUTE.userId, USER_ATTRIBUTE.role,
    USER_RECORD_ATTRIBUTE.erasedAt, USER_RECORD_ATTRIBUTE.validAfter, USER_RECORD_ATTRIBUTE.sealingKey,
  ],
} as const satisfies Record<string, readonly string[]>;
