import type { LimitName, MailLimitName } from './api';

/** Default limits. */
export const DEFAULT_LIMIT: Readonly<Record<LimitName, number>> = {
  membersPerTenant: 10_000,
  invitationsPerTenant: 100,
  tenantsPerUser: 10,
};

/**
 * Highest values of the limits. A sign-in reads all tenants of a user in one batch, and a request that creates an invitation reads all
 * invitations of the tenant.
 */
export const HIGHEST_LIMIT: Readonly<Record<LimitName, number>> = {
  membersPerTenant: 1_000_000,
  invitationsPerTenant: 1_000,
  tenantsPerUser: 50,
};

/** Default limit of the mails with invitations that a tenant sends on one day. */
export const DEFAULT_MAILS_PER_TENANT_AND_DAY = 200;

export const HIGHEST_MAILS_PER_TENANT_AND_DAY = 10_000;

/** Limits of mails from one tenant to one address. They apply to the address, so a new invitation after a revoked one does not reset them. */
export const MAIL_LIMIT = {
  mailsPerAddress: 5,
  /** Shortest time between two mails, in seconds. */
  mailInterval: 5 * 60,
} as const satisfies Partial<Record<MailLimitName, number>>;

/** Default validity of an invitation, in days. */
export const DEFAULT_INVITATION_DAYS = 7;

/** Default time from the closure of a tenant until its deletion, in days. */
export const DEFAULT_GRACE_PERIOD_DAYS = 30;

export const HIGHEST_GRACE_PERIOD_DAYS = 3_650;
