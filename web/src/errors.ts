import type { ProblemCode, ProblemDocument, ProblemLimit } from '../../src/contract/api';

/**
 * What an answer asks of the person or the program:
 * `signIn` (401: no token, or one that is over), `forbidden` (403), `notFound` (404), `limitReached` (409 and 429 with a limit: there are
 * as many as there may be), `refused` (other 409: not as things are, such as to let the last admin go), `gone` (410: its time is
 * over), `conflict` (412: read again, somebody was faster), `invalid` (400 and others: the request is wrong), `retryLater` (429 and 5xx).
 */
export type TenancyApiErrorKind =
  'signIn' | 'forbidden' | 'notFound' | 'limitReached' | 'refused' | 'gone' | 'conflict' | 'invalid' | 'retryLater';

/** The API answered, and the answer is no success. */
export class TenancyApiError extends Error {
  override readonly name = 'TenancyApiError';
  readonly status: number;
  readonly kind: TenancyApiErrorKind;
  /** What the API says about it; absent for answers that something in between has made. */
  readonly problem?: ProblemDocument;
  /** What there cannot be more of; for errors of the kind `limitReached`. */
  readonly limit?: ProblemLimit;
  /** The reason, where the API names one: `emailNotVerified`, `otherEmail`, `userDisabled` or `userDeleted`. */
  readonly code?: ProblemCode;

  constructor(status: number, problem?: ProblemDocument) {
    super(problem?.detail ?? `The API answered with status ${status}.`);
    this.status = status;
    this.problem = problem;
    this.limit = status === 409 || status === 429 ? problem?.limit : undefined;
    this.code = problem?.code;
    this.kind = kindOf(status, this.limit);
  }
}

/** There is no answer: no connection, or none in time. A change may have been made all the same. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(options?: ErrorOptions) {
    super('The API cannot be reached.', options);
  }
}

/** There are no tokens any more. Session sources throw it; signing in again helps. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';

  constructor(options?: ErrorOptions) {
    super('The session has ended.', options);
  }
}

/** A tenant came without the tag of its version, without which a change would overwrite what nobody has seen. Nothing was sent. */
export class MissingEtagError extends Error {
  override readonly name = 'MissingEtagError';

  constructor() {
    super('The tenant came without an ETag. The CORS settings of the API, or of what is in front of it, have to expose that header (Access-Control-Expose-Headers: ETag).');
  }
}

/** Whether nobody knows if a change was made that ended with this error. */
export function isUnsure(error: unknown): boolean {
  return error instanceof NetworkError || (error instanceof TenancyApiError && error.kind === 'retryLater');
}

function kindOf(status: number, limit?: ProblemLimit): TenancyApiErrorKind {
  if (limit !== undefined) return 'limitReached';
  switch (status) {
    case 401: return 'signIn';
    case 403: return 'forbidden';
    case 404: return 'notFound';
    case 409: return 'refused';
    case 410: return 'gone';
    case 412: return 'conflict';
    default: return status === 429 || status >= 500 ? 'retryLater' : 'invalid';
  }
}
