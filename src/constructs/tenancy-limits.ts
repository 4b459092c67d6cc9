/**
 * How many there can be of something. Every limit is held where it is written, so nothing gets past it at the same moment, and
 * whoever reaches one is told which.
 */
export interface TenancyLimits {
  /**
   * Members of a tenant: 1 to 1,000,000.
   *
   * @default 10000
   */
  readonly membersPerTenant?: number;

  /**
   * Invitations of a tenant that wait for an answer: 1 to 1,000.
   *
   * @default 100
   */
  readonly invitationsPerTenant?: number;

  /**
   * Tenants that a user is in: 1 to 50. A sign-up always makes its tenant.
   *
   * @default 10
   */
  readonly tenantsPerUser?: number;
}
