import { type IssuedInvitation, isUnsure, TenancyApiError } from 'cdk-tenancy-web';
import { changeErrorText, isMailNotSent } from '../states/change-error-texts';

/** The result of inviting one address. */
export type InviteResult =
  | { readonly email: string; readonly invitation: IssuedInvitation }
  | { readonly email: string; readonly error: Error };

/** Whether the invitation is pending, even if its email could not be sent. */
export function isInvited(result: InviteResult): boolean {
  return 'invitation' in result || isMailNotSent(result.error);
}

/** Whether the response was lost, so that the invitation may be pending. */
export function isUncertain(result: InviteResult): boolean {
  if ('invitation' in result || isInvited(result)) return false;
  // The API refuses a request over the rate limit before it does anything.
  return isUnsure(result.error) && !(result.error instanceof TenancyApiError && result.error.status === 429);
}

/** Says why an address was not invited, or that this is uncertain. */
export function resultText(result: Extract<InviteResult, { error: Error }>): string {
  return isUncertain(result) ? 'This person may have been invited. Check the list below before you try again.' : changeErrorText(result.error);
}
