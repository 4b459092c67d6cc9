/**
 * Upper limits for members per tenant, pending invitations per tenant and tenants per user. Each is enforced by the write itself, so
 * concurrent requests can't exceed it. The error names the limit that was reached.
 */
export interface TenancyLimits {
  /**
   * The highest number of members of a tenant: 1 to 1,000,000.
   *
   * @default 10000
   */
  readonly membersPerTenant?: number;

  /**
   * The highest number of pending invitations of a tenant: 1 to 1,000.
   *
   * @default 100
   */
  readonly invitationsPerTenant?: number;

  /**
   * The highest number of tenants that a user is a member of: 1 to 50. The tenant of a sign-up is always created.
   *
   * @default 10
   */
  readonly tenantsPerUser?: number;
}
