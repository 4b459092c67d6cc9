import { TenancyApiError } from 'cdk-tenancy-web';

/** The reasons why the API refuses an invitation: codes of its errors, then kinds of errors without a code. */
const REFUSALS = ['emailNotVerified', 'invitationInvalidated', 'otherEmail', 'userDisabled', 'userDeleted', 'notFound', 'gone', 'forbidden', 'invalid'] as const;

export type Refusal = (typeof REFUSALS)[number];

/** Returns the refusal that an error stands for; `undefined` if the error is not about the invitation. */
export function refusalOf(error: Error | null): Refusal | undefined {
  return error instanceof TenancyApiError ? REFUSALS.find((refusal) => refusal === error.code || refusal === error.kind) : undefined;
}
