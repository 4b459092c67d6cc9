import type { LimitName } from './api';

/** The limits of a tenancy that sets none. */
export const DEFAULT_LIMIT: Readonly<Record<LimitName, number>> = {
  membersPerTenant: 10_000,
  invitationsPerTenant: 100,
  tenantsPerUser: 10,
};

/**
 * The highest that a limit can be. A sign-in reads all tenants of a user in one batch, and whoever invites reads all
 * invitations of the tenant.
 */
export const HIGHEST_LIMIT: Readonly<Record<LimitName, number>> = {
  membersPerTenant: 1_000_000,
  invitationsPerTenant: 1_000,
  tenantsPerUser: 50,
};

/** How long an invitation counts if its maker does not say, in days. */
export const DEFAULT_INVITATION_DAYS = 7;
