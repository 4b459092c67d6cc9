import type { LimitName, MailLimitName } from './api';

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

/** Mails with invitations that a tenant sends on a day at most, if the application does not say. */
export const DEFAULT_MAILS_PER_TENANT_AND_DAY = 200;

export const HIGHEST_MAILS_PER_TENANT_AND_DAY = 10_000;

/** Limits of mails to one address from one tenant. They hold for the address, so revoking an invitation and inviting again does not start over. */
export const MAIL_LIMIT = {
  mailsPerAddress: 5,
  /** The time between two mails, in seconds. */
  mailInterval: 5 * 60,
} as const satisfies Partial<Record<MailLimitName, number>>;

/** How long an invitation is valid if the request does not say, in days. */
export const DEFAULT_INVITATION_DAYS = 7;
