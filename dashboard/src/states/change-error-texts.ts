import { NetworkError, type ProblemLimit, TenancyApiError } from 'cdk-tenancy-web';

const LIMIT_TEXT: Readonly<Record<ProblemLimit['name'], (value: number) => string>> = {
  membersPerTenant: (value) => `This tenant has reached its limit of ${value} members. Remove a member to make room for another.`,
  invitationsPerTenant: (value) => `You've reached the limit of ${value} pending invitations. Revoke one to send another.`,
  tenantsPerUser: (value) => `You've reached the limit of ${value} tenants per person. Leave one to join another.`,
  mailsPerAddress: (value) => `This address has got ${value} emails from your tenant, which is the limit. Ask the person to look for them, in the spam folder too.`,
  mailInterval: (value) => `An email to this address was requested less than ${value / 60} minutes ago. Wait a few minutes, then try again.`,
  mailsPerTenantAndDay: (value) => `Your tenant has sent ${value} invitation emails today, which is the limit. Try again tomorrow.`,
};

/** Says why a change failed. */
export function changeErrorText(error: Error): string {
  if (error instanceof NetworkError) return "We can't reach the server. Check your connection, then try again.";
  if (!(error instanceof TenancyApiError)) return SERVER_TEXT;
  switch (error.kind) {
    case 'forbidden': return 'You no longer have permission to do this. Ask an admin of the tenant.';
    case 'notFound': return 'It no longer exists. It may have been changed or removed in the meantime.';
    case 'limitReached': return limitText(error.limit!);
    // The API says what to do about it.
    case 'refused': return error.message;
    case 'invalid': return "This wasn't accepted. Check what you entered.";
    default: return SERVER_TEXT;
  }
}

const SERVER_TEXT = 'Something went wrong on our side. Try again in a moment.';

function limitText({ name, value }: ProblemLimit): string {
  return LIMIT_TEXT[name](value);
}
