import { TenancyApiError } from 'cdk-tenancy-web';

/** Why the API refuses an invitation: the reason that it names, or else the kind of its answer. */
const REFUSALS = ['emailNotVerified', 'otherEmail', 'userDisabled', 'userDeleted', 'notFound', 'gone', 'forbidden', 'invalid'] as const;

export type Refusal = (typeof REFUSALS)[number];

/** The refusal behind an error of the API; nothing for an error that says nothing of the invitation. */
export function refusalOf(error: Error | null): Refusal | undefined {
  return error instanceof TenancyApiError ? REFUSALS.find((refusal) => refusal === error.code || refusal === error.kind) : undefined;
}
