import { STATUS_CODES } from 'node:http';
import { PROBLEM_CONTENT_TYPE, type ProblemCode, type ProblemDocument, type ProblemField, type ProblemLimit } from '../../contract/api';

/** Why a request was refused, where a program can do something about it. */
export interface ProblemReason {
  /** The limit that was reached. */
  readonly limit?: ProblemLimit;
  readonly code?: ProblemCode;
  /** When the same request may succeed; the answer has it in the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** Ends a request with a problem document. */
export class ProblemError extends Error {
  readonly status: number;
  readonly errors?: readonly ProblemField[];
  readonly limit?: ProblemLimit;
  readonly code?: ProblemCode;
  readonly retryAfterSeconds?: number;

  /**
   * @param detail for the caller; it is no place for what the caller sent, because it may be logged.
   * @param errors what is wrong with the request, one entry for each bad part of it.
   * @param reason the reason, for programs.
   */
  constructor(status: number, detail: string, errors?: readonly ProblemField[], { limit, code, retryAfterSeconds }: ProblemReason = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.errors = errors;
    this.limit = limit;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** An answer of a Lambda proxy integration. */
export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * The answer of a function to a request that ended in a {@link ProblemError}.
 *
 * @param error What was thrown.
 * @param headers More headers, such as those of CORS.
 * @throws what was thrown, when it is anything else: Lambda counts it then, and the API answers that something went wrong
 */
export function problemResult(error: unknown, headers: Record<string, string> = {}): ProxyResult {
  if (!(error instanceof ProblemError)) {
    throw error;
  }
  return {
    statusCode: error.status,
    headers: { ...problemHeaders(error), ...headers },
    body: JSON.stringify(problemDocument(error)),
  };
}

/** A refusal whose reason programs can tell from others of the same status. */
export function codedProblem(status: number, code: ProblemCode, detail: string): ProblemError {
  return new ProblemError(status, detail, undefined, { code });
}

export function problemResponse(problem: ProblemError): Response {
  return new Response(JSON.stringify(problemDocument(problem)), { status: problem.status, headers: problemHeaders(problem) });
}

function problemHeaders({ retryAfterSeconds }: ProblemError): Record<string, string> {
  return {
    'content-type': PROBLEM_CONTENT_TYPE,
    ...retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) },
  };
}

function problemDocument({ status, message, errors, limit, code }: ProblemError): ProblemDocument {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    ...(limit && { limit }),
    ...(code && { code }),
    ...(errors && { errors }),
  };
}
