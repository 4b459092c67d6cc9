import { NetworkError, type ProblemCode, type ProblemLimit, TenancyApiError } from 'cdk-tenancy-web';

const LIMIT_TEXT: Readonly<Record<ProblemLimit['name'], (value: number) => string>> = {
  membersPerTenant: (value) => `This tenant has reached its limit of ${value} members. Remove a member to make room for another.`,
  invitationsPerTenant: (value) => `You've reached the limit of ${value} pending invitations. Revoke one to send another.`,
  tenantsPerUser: (value) => `You've reached the limit of ${value} tenants per person. Leave one to join another.`,
  mailsPerAddress: (value) => `This address has received ${value} emails from your tenant, which is the limit. Ask the person to check their spam.`,
  mailInterval: (value) => `An email to this address was requested less than ${value / 60} minutes ago. Wait a few minutes, then try again.`,
  mailsPerTenantAndDay: (value) => `Your tenant has sent ${value} invitation emails today, which is the limit. Try again tomorrow.`,
};

/** Texts for refusals because of the person's own account. */
const ACCOUNT_TEXT: Readonly<Record<ProblemCode, string>> = {
  emailNotVerified: 'Your email address is not verified. Verify it, then try again.',
  otherEmail: 'This invitation is for another email address. Sign out, then sign in with the address that the invitation was sent to.',
  userDisabled: 'Your account is disabled. Ask the operator of this service to enable it.',
  userDeleted: 'Your account no longer exists. Sign out, then create a new account or ask the operator of this service.',
};

/** Says why a change failed. */
export function changeErrorText(error: Error): string {
  if (error instanceof NetworkError) return "We can't reach the server. Check your connection, then try again.";
  if (!(error instanceof TenancyApiError)) return SERVER_TEXT;
  // A page that was loaded before an update may not know all codes.
  if (error.code !== undefined && error.code in ACCOUNT_TEXT) return ACCOUNT_TEXT[error.code];
  // The API's text says when to try again.
  if (isMailNotSent(error)) return error.message;
  switch (error.kind) {
    case 'forbidden': return 'You no longer have permission to do this. Ask an admin of the tenant.';
    case 'notFound': return 'It no longer exists. It may have been changed or removed in the meantime.';
    case 'limitReached': return limitText(error.limit!);
    // The API's text says what to do.
    case 'refused': return error.message;
    case 'invalid': return "This wasn't accepted. Check what you entered.";
    default: return SERVER_TEXT;
  }
}

/** Whether the invitation is pending and only its email could not be sent. Errors of API Gateway itself have no status in their body. */
export function isMailNotSent(error: Error): boolean {
  return error instanceof TenancyApiError && error.status === 502 && error.problem?.status === 502;
}

const SERVER_TEXT = 'Something went wrong on our side. Try again in a moment.';

function limitText({ name, value }: ProblemLimit): string {
  return LIMIT_TEXT[name](value);
}
