import { type IssuedInvitation, isUnsure, TenancyApiError } from 'cdk-tenancy-web';
import { changeErrorText, isMailNotSent } from '../states/change-error-texts';

/** The result for one address of an invitation. */
export type InviteResult =
  | { readonly email: string; readonly invitation: IssuedInvitation }
  | { readonly email: string; readonly error: Error };

/** Whether there is a pending invitation: it was issued, though its email may not have been sent. */
export function isInvited(result: InviteResult): boolean {
  return 'invitation' in result || isMailNotSent(result.error);
}

/** Whether the answer got lost, so that there may be a pending invitation. */
export function isUncertain(result: InviteResult): boolean {
  if ('invitation' in result || isInvited(result)) return false;
  // A request over the rate limit is refused before anything is done.
  return isUnsure(result.error) && !(result.error instanceof TenancyApiError && result.error.status === 429);
}

/** Says why an address is not invited, or why that is uncertain. */
export function resultText(result: Extract<InviteResult, { error: Error }>): string {
  return isUncertain(result) ? 'This person may have been invited. Check the list below before you try again.' : changeErrorText(result.error);
}
