import type { LimitName, MailLimitName } from '../../contract/api';
import { TENANT_ATTRIBUTE, TENANT_STATUS } from '../../contract/attributes';
import type { ExistingItem } from '../aws/transaction';
import { type ProblemError, refusal } from '../library/problem';

export function noSuchTenant(): ProblemError {
  return refusal(404, 'tenantNotFound', 'Tenant not found.');
}

/** Whether a tenant exists. The row of a deleted tenant is kept. */
export function isLiving(tenant: ExistingItem | undefined): tenant is ExistingItem {
  const status = tenant?.[TENANT_ATTRIBUTE.status];
  return status !== undefined && status !== TENANT_STATUS.deleted;
}

/** Returns the refusal for a tenant that does not exist or is not active; nothing for an active tenant. */
export function inactiveTenant(tenant: ExistingItem | undefined): ProblemError | undefined {
  if (!isLiving(tenant)) return noSuchTenant();
  return tenant[TENANT_ATTRIBUTE.status] === TENANT_STATUS.active ? undefined : refusal(403, 'tenantNotActive', 'The tenant is not active and cannot be changed.');
}

export function limitReached(name: LimitName, value: number): ProblemError {
  return refusal(409, 'limitReached', LIMIT_TEXT[name](value), { limit: { name, value } });
}

/** @param retryAfterSeconds Seconds until the next mail can be sent. */
export function mailLimitReached(name: MailLimitName, value: number, retryAfterSeconds: number): ProblemError {
  return refusal(429, 'limitReached', MAIL_LIMIT_TEXT[name](value, retryAfterSeconds), { limit: { name, value }, retryAfterSeconds });
}

const MAIL_LIMIT_TEXT: Readonly<Record<MailLimitName, (value: number, retryAfterSeconds: number) => string>> = {
  mailsPerAddress: (value) => `The tenant has sent ${value} emails to this address, which is the limit. Ask the person to look for them, in the spam folder too.`,
  mailInterval: (value, seconds) => `An email to this address was requested less than ${value / 60} minutes ago. Try again in ${seconds} seconds.`,
  mailsPerTenantAndDay: (value) => `The tenant has sent ${value} invitation emails today, which is the limit. Try again tomorrow (UTC).`,
};

const LIMIT_TEXT: Readonly<Record<LimitName, (value: number) => string>> = {
  membersPerTenant: (value) => `The tenant has reached its limit of ${value} members. Remove a member first.`,
  invitationsPerTenant: (value) => `The tenant has reached its limit of ${value} pending invitations. Revoke one first.`,
  tenantsPerUser: (value) => `The user has reached the limit of ${value} tenants. Leave one first.`,
};
