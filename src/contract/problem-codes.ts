interface ProblemDescription {
  /** Statuses of the responses with this code. */
  readonly statuses: readonly number[];
  /** Cause of the refusal. */
  readonly meaning: string;
  /** Advice for clients. */
  readonly action: string;
}

/** Stable identifiers of refusals: the values of `code` in a problem document. Texts can change, so clients must not compare them. */
export const PROBLEM_CODES = {
  invalidRequest: {
    statuses: [400],
    meaning: 'A part of the request is invalid.',
    action: 'Correct the parts that `errors` names.',
  },
  notAuthenticated: {
    statuses: [401],
    meaning: 'The request did not pass through the authorizer.',
    action: 'Sign in again. If that does not help, the route is deployed without its authorizer.',
  },
  signInAgain: {
    statuses: [401],
    meaning: 'The last sign-in was more than ten minutes ago. A refresh of the token is not a sign-in.',
    action: 'Let the user sign in again, and repeat the request with the new token.',
  },
  tokenExpired: {
    statuses: [401],
    meaning: 'The token has expired.',
    action: 'Refresh the token and repeat the request.',
  },
  closedByOperator: {
    statuses: [403],
    meaning: 'The operator of the application has closed the tenant, so only the operator can restore it.',
    action: 'Ask the operator of the application.',
  },
  emailNotVerified: {
    statuses: [403],
    meaning: 'The email address of the account is not verified.',
    action: 'Verify the email address and try again.',
  },
  notMember: {
    statuses: [403, 404],
    meaning: 'The user is not a member of this tenant, or the token is for another tenant.',
    action: 'Refresh the token and list the tenants of the user.',
  },
  otherEmail: {
    statuses: [403],
    meaning: 'The invitation is for a different email address.',
    action: 'Sign in with the invited email address.',
  },
  otherUser: {
    statuses: [403],
    meaning: 'The path contains the id of a different user.',
    action: 'Use the id of the signed-in user.',
  },
  roleRequired: {
    statuses: [403],
    meaning: 'The user does not have the required role in this tenant, or no longer has it.',
    action: 'Refresh the token. An admin of the tenant can change the role.',
  },
  tenantNotActive: {
    statuses: [403, 409],
    meaning: 'The tenant is not active, so it can neither be changed nor be chosen.',
    action: 'Choose another tenant.',
  },
  userDeleted: {
    statuses: [403],
    meaning: 'The account no longer exists.',
    action: 'Sign out.',
  },
  userDisabled: {
    statuses: [403],
    meaning: 'An administrator has disabled the account.',
    action: 'Sign out. An administrator can enable the account.',
  },
  userErased: {
    statuses: [403, 409],
    meaning: 'The person was erased. No account with this user id can join a tenant or create one again.',
    action: 'Sign out (403). Use another account (409).',
  },
  exportNotFound: {
    statuses: [404],
    meaning: 'The tenant has no such export, or its files are already deleted.',
    action: 'Request another export.',
  },
  invitationNotFound: {
    statuses: [404],
    meaning: 'No pending invitation has this id or code. It may have been accepted, declined or revoked, or have a newer code.',
    action: 'Read the invitations again. An invited person asks for a new invitation.',
  },
  memberNotFound: {
    statuses: [404],
    meaning: 'The tenant has no such member.',
    action: 'Read the members again.',
  },
  tenantNotFound: {
    statuses: [404],
    meaning: 'The tenant does not exist.',
    action: 'List the tenants of the user.',
  },
  alreadyMember: {
    statuses: [409],
    meaning: 'The person is already a member of this tenant.',
    action: 'Read the members again.',
  },
  deletionStarted: {
    statuses: [409],
    meaning: 'The deletion of the tenant has begun, so the tenant can no longer be restored.',
    action: 'Read the tenants of the user again.',
  },
  idempotencyKeyUsed: {
    statuses: [409],
    meaning: 'The `Idempotency-Key` was used for a tenant that was deleted or that the user has left.',
    action: 'Use a new key.',
  },
  invitationPending: {
    statuses: [409],
    meaning: 'An invitation for this email address is already pending.',
    action: 'Resend or revoke the pending invitation.',
  },
  lastAdmin: {
    statuses: [409],
    meaning: 'The tenant would have no admin.',
    action: 'Make another member an admin first.',
  },
  limitReached: {
    statuses: [409, 429],
    meaning: 'A limit is reached. `limit` has its name and its value.',
    action: 'Free a place (409), or wait as long as `Retry-After` says (429).',
  },
  memberChanged: {
    statuses: [409],
    meaning: 'The member has changed since it was read.',
    action: 'Read the members again and retry.',
  },
  onlyAdmin: {
    statuses: [409],
    meaning: 'The person is the only admin of tenants that have other members. `tenants` has their ids, names and statuses.',
    action: 'Make another member of each tenant an admin, or close the tenant. End a suspension first, and restore a closed tenant.',
  },
  tooManyChanges: {
    statuses: [409, 503],
    meaning: 'Too many concurrent changes of the same data.',
    action: 'Repeat the request.',
  },
  wrongTenantName: {
    statuses: [409],
    meaning: 'The name in the body is not the current name of the tenant.',
    action: 'Read the tenant again, and let the user confirm its current name.',
  },
  wrongTenantStatus: {
    statuses: [409],
    meaning: 'The status of the tenant does not allow this change of the status. `detail` names the status.',
    action: 'Read the tenant again.',
  },
  invitationExpired: {
    statuses: [410],
    meaning: 'The invitation has expired.',
    action: 'Ask for the invitation to be resent.',
  },
  invitationInvalidated: {
    statuses: [410],
    meaning: 'The inviter is no longer an admin, or the invited person has since lost rights in the tenant.',
    action: 'Ask an admin of the tenant for a new invitation.',
  },
  tenantChanged: {
    statuses: [412],
    meaning: 'The tenant has changed since the version in `If-Match`.',
    action: 'Read the tenant again and retry with its new `ETag`.',
  },
  unsupportedMediaType: {
    statuses: [415],
    meaning: 'The body is not JSON by its content type.',
    action: 'Send the content type `application/json`.',
  },
  mailNotSent: {
    statuses: [502],
    meaning: 'The invitation is pending, but its email was not sent.',
    action: 'Resend the invitation.',
  },
  mailUncertain: {
    statuses: [502],
    meaning: 'The invitation is pending, but its email may not have been sent.',
    action: 'Resend the invitation in five minutes.',
  },
} as const satisfies Readonly<Record<string, ProblemDescription>>;

/** Stable identifier of a refusal. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** The statuses that a response with a code can have. */
export type ProblemStatus<Code extends ProblemCode> = (typeof PROBLEM_CODES)[Code]['statuses'][number];
