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

/** Errors of the pool's key set, which do not tell whether the token is valid. The key set could not be fetched, or is malformed. */
const KEY_SET_ERRORS = [FetchError, JwksValidationError, JwkValidationError, JwkInvalidUseError, JwkInvalidKtyError];

const REASONS = [
  [JwtExpiredError, 'expired'],
  [JwtInvalidIssuerError, 'issuer'],
  [JwtInvalidSignatureError, 'signature'],
  [JwtParseError, 'no token'],
  [KidNotFoundInJwksError, 'unknown key'],
  [WaitPeriodNotYetEndedJwkError, 'unknown key'],
] as const;

/** Whether the token could not be checked, so it may be valid. Every unknown error belongs to this kind. */
export function isKeySetFailure(error: unknown): boolean {
  if (isImpossibleDate(error)) return false;
  return !(error instanceof JwtBaseError) || KEY_SET_ERRORS.some((type) => error instanceof type);
}

/** aws-jwt-verify puts the date of an expired or not yet valid token into its message. That throws if the number is not a valid date. */
function isImpossibleDate(error: unknown): boolean {
  return error instanceof RangeError && error.message === 'Invalid time value';
}

/** Returns the reason of a refusal for the log. The message of the error must not be logged, because it quotes the token. */
export function refusalReason(error: unknown): string {
  return REASONS.find(([type]) => error instanceof type)?.[1] ?? 'claims or algorithm';
}
