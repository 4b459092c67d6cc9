import type { ProblemDocument, ProblemLimit } from '../../src/contract/api';
import type { ProblemCode } from '../../src/contract/problem-codes';

/**
 * The kind of an error response, by status:
 * - `signIn`: 401, the token is missing or no longer valid
 * - `signInAgain`: 401 with the code `signInAgain`, the token is valid, but the change needs a sign-in within the last ten minutes
 * - `forbidden`: 403
 * - `notFound`: 404
 * - `limitReached`: 409 and 429 with a `limit`
 * - `refused`: other 409, the current state doesn't allow the change, such as removing the last admin
 * - `gone`: 410, the invitation has expired
 * - `conflict`: 412, the resource has changed since it was read
 * - `invalid`: 400 and other 4xx, the request is wrong
 * - `retryLater`: other 429, and 5xx
 */
export type TenancyApiErrorKind =
  'signIn' | 'signInAgain' | 'forbidden' | 'notFound' | 'limitReached' | 'refused' | 'gone' | 'conflict' | 'invalid' | 'retryLater';

/** The API responded with an error. */
export class TenancyApiError extends Error {
  override readonly name = 'TenancyApiError';
  readonly status: number;
  readonly kind: TenancyApiErrorKind;
  /** The API's problem document; absent if a proxy in between created the response. */
  readonly problem?: ProblemDocument;
  /** The limit that was reached; only for errors of the kind `limitReached`. */
  readonly limit?: ProblemLimit;
  /**
   * The stable identifier of the refusal. Absent if the status alone tells what to do, and in errors of API Gateway itself.
   *
   * @see https://github.com/cdk-tenancy/cdk-tenancy/blob/main/docs/errors.md
   */
  readonly code?: ProblemCode;

  constructor(status: number, problem?: ProblemDocument) {
    super(problem?.detail ?? `The API responded with status ${status}.`);
    this.status = status;
    this.problem = problem;
    this.limit = status === 409 || status === 429 ? problem?.limit : undefined;
    this.code = problem?.code;
    this.kind = kindOf(status, this.limit, this.code);
  }
}

/** The API did not respond, or not in time. It may have made a change nevertheless. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(options?: ErrorOptions) {
    super('The API cannot be reached.', options);
  }
}

/** The session has no tokens. Thrown by session sources. The user must sign in again. */
export class SessionEndedError extends Error {
  override readonly name = 'SessionEndedError';

  constructor(options?: ErrorOptions) {
    super('The session has ended.', options);
  }
}

/**
 * The tenant to rename has no entity tag. A rename without it could overwrite a change that the person has not seen, so nothing was
 * sent.
 */
export class MissingEtagError extends Error {
  override readonly name = 'MissingEtagError';

  constructor() {
    super('The response with the tenant has no readable ETag header. Expose it in the CORS settings of the API, or of a proxy in front of it (Access-Control-Expose-Headers: ETag).');
  }
}

/** Whether a change that failed with this error may nevertheless have been made. */
export function isUnsure(error: unknown): boolean {
  return error instanceof NetworkError || (error instanceof TenancyApiError && error.kind === 'retryLater');
}

function kindOf(status: number, limit?: ProblemLimit, code?: ProblemCode): TenancyApiErrorKind {
  if (limit !== undefined) return 'limitReached';
  switch (status) {
    case 401: return code === 'signInAgain' ? 'signInAgain' : 'signIn';
    case 403: return 'forbidden';
    case 404: return 'notFound';
    case 409: return 'refused';
    case 410: return 'gone';
    case 412: return 'conflict';
    default: return status === 429 || status >= 500 ? 'retryLater' : 'invalid';
  }
}
