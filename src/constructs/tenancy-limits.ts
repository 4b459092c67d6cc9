/**
 * Upper limits for members per tenant, pending invitations per tenant and tenants per user. The database write enforces each limit, so
 * concurrent requests cannot exceed it. The error names the limit that was reached.
 */
export interface TenancyLimits {
  /**
   * Maximum number of members per tenant: 1 to 1,000,000.
   *
   * @default 10000
   */
  readonly membersPerTenant?: number;

  /**
   * Maximum number of pending invitations per tenant: 1 to 1,000.
   *
   * @default 100
   */
  readonly invitationsPerTenant?: number;

  /**
   * Maximum number of tenants per user: 1 to 50. The tenant of a sign-up is always created.
   *
   * @default 10
   */
  readonly tenantsPerUser?: number;
}
