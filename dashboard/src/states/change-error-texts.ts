import { NetworkError, type ProblemCode, type ProblemLimit, TenancyApiError } from 'cdk-tenancy-web';

const LIMIT_TEXT: Readonly<Record<ProblemLimit['name'], (value: number) => string>> = {
  membersPerTenant: (value) => `This tenant has reached its limit of ${value} members. Remove a member to make room for another.`,
  invitationsPerTenant: (value) => `You've reached the limit of ${value} pending invitations. Revoke one to send another.`,
  tenantsPerUser: (value) => `You've reached the limit of ${value} tenants per person. Leave one to join another.`,
  mailsPerAddress: (value) => `This address has received ${value} emails from your tenant, which is the limit. Ask the person to check their spam.`,
  mailInterval: (value) => `An email to this address was requested less than ${value / 60} minutes ago. Wait a few minutes, then try again.`,
  mailsPerTenantAndDay: (value) => `Your tenant has sent ${value} invitation emails today, which is the limit. Try again tomorrow.`,
};

/** Texts by the identifier of a refusal. Other refusals have a text for their kind. */
const REFUSAL_TEXT: Readonly<Partial<Record<ProblemCode, string>>> = {
  alreadyMember: 'A member of this tenant already has this email address.',
  closedByOperator: 'The operator of this service has closed this tenant, so only they can restore it.',
  deletionStarted: 'The deletion of this tenant has begun, so it can no longer be restored.',
  emailNotVerified: 'Your email address is not verified. Verify it, then try again.',
  invitationPending: 'An invitation for this email address is already pending. Resend or revoke it.',
  lastAdmin: 'This is the last admin of the tenant. Make another member an admin first.',
  mailNotSent: 'The invitation is pending, but the email could not be sent. Resend it.',
  mailUncertain: 'The invitation is pending, but the email may not have been sent. Resend it in five minutes.',
  memberChanged: 'Someone else has changed this member in the meantime. Check the list, then try again.',
  otherEmail: 'This invitation is for another email address. Sign out, then sign in with the address that the invitation was sent to.',
  signInAgain: 'You signed in more than ten minutes ago. Sign out, sign in again, then try again.',
  tenantNotActive: "This tenant is not active, so this isn't possible at the moment.",
  userErased: 'This account was deleted. Sign out.',
  userDisabled: 'Your account is disabled. Ask the operator of this service to enable it.',
  userDeleted: 'Your account no longer exists. Sign out, then create a new account or ask the operator of this service.',
  wrongTenantName: 'Another admin has renamed this tenant in the meantime. Type its current name.',
  wrongTenantStatus: 'The status of this tenant has changed in the meantime. Load the page again.',
};

/** Says why a change failed. */
export function changeErrorText(error: Error): string {
  if (error instanceof NetworkError) return "We can't reach the server. Check your connection, then try again.";
  if (!(error instanceof TenancyApiError)) return SERVER_TEXT;
  const text = error.code && REFUSAL_TEXT[error.code];
  if (text !== undefined) return text;
  switch (error.kind) {
    case 'forbidden': return 'You no longer have permission to do this. Ask an admin of the tenant.';
    case 'notFound': return 'It no longer exists. It may have been changed or removed in the meantime.';
    case 'limitReached': return limitText(error.limit!);
    case 'refused': return "This isn't possible at the moment. Load the page again, then try again.";
    case 'invalid': return "This wasn't accepted. Check what you entered.";
    default: return SERVER_TEXT;
  }
}

/** Whether the invitation is pending and only its email could not be sent. */
export function isMailNotSent(error: Error): boolean {
  return error instanceof TenancyApiError && (error.code === 'mailNotSent' || error.code === 'mailUncertain');
}

const SERVER_TEXT = 'Something went wrong on our side. Try again in a moment.';

function limitText({ name, value }: ProblemLimit): string {
  return LIMIT_TEXT[name](value);
}
