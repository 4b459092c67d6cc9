import {
  FetchError,
  JwkInvalidKtyError,
  JwkInvalidUseError,
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';

/** Errors that say nothing about the token: the key set of the pool did not come, or is not one. */
const KEY_SET_ERRORS = [FetchError, JwksValidationError, JwkValidationError, JwkInvalidUseError, JwkInvalidKtyError];

const REASONS = [
  [JwtExpiredError, 'expired'],
  [JwtInvalidIssuerError, 'issuer'],
  [JwtInvalidSignatureError, 'signature'],
  [JwtParseError, 'no token'],
  [KidNotFoundInJwksError, 'unknown key'],
  [WaitPeriodNotYetEndedJwkError, 'unknown key'],
] as const;

/** Whether the token may be good, and only could not be checked. Everything unknown counts as that, and not as a bad token. */
export function isKeySetFailure(error: unknown): boolean {
  if (isImpossibleDate(error)) return false;
  return !(error instanceof JwtBaseError) || KEY_SET_ERRORS.some((type) => error instanceof type);
}

/** aws-jwt-verify writes the date of a token that is over, or not valid yet, into its message, and stumbles when it is none. */
function isImpossibleDate(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Invalid time value';
}

/** Why a token was refused, for the log. The message of the error is no text for it: it quotes the token. */
export function refusalReason(error: unknown): string {
  return REASONS.find(([type]) => error instanceof type)?.[1] ?? 'claims or algorithm';
}
