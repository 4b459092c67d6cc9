import { type LimitName, NetworkError, type ProblemLimit, TenancyApiError } from 'cdk-tenancy-web';

const LIMIT_TEXT: Readonly<Record<LimitName, (value: number) => string>> = {
  membersPerTenant: (value) => `The tenant has as many members as it may have: ${value}.`,
  invitationsPerTenant: (value) => `As many invitations wait for an answer as may: ${value}. Revoke one first.`,
  tenantsPerUser: (value) => `You are in as many tenants as one person may be in: ${value}. Leave one first.`,
};

/** Why something that a person wanted to be done was not. */
export function changeErrorText(error: Error): string {
  if (error instanceof NetworkError) return 'The server cannot be reached. Check your connection, then try again.';
  if (!(error instanceof TenancyApiError)) return SERVER_TEXT;
  switch (error.kind) {
    case 'forbidden': return 'You may not do this any more. Ask an admin of the tenant.';
    case 'notFound': return 'It is not there any more. Somebody else may have been faster.';
    case 'limitReached': return limitText(error.limit!);
    // The API says what to do about it.
    case 'refused': return error.message;
    case 'invalid': return 'The server does not take this. Look through what you have entered.';
    default: return SERVER_TEXT;
  }
}

const SERVER_TEXT = 'Something went wrong on our side. Try again in a moment.';

function limitText({ name, value }: ProblemLimit): string {
  return LIMIT_TEXT[name](value);
}
