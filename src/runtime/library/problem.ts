import { STATUS_CODES } from 'node:http';
import { PROBLEM_CONTENT_TYPE, type ProblemDocument, type ProblemField, type ProblemLimit, type ProblemTenant } from '../../contract/api';
import type { ProblemCode, ProblemStatus } from '../../contract/problem-codes';

/** The reason of a refusal, for programs. */
export interface ProblemReason {
  /** The limit that was reached. */
  readonly limit?: ProblemLimit;
  /** Stable identifier of the refusal. */
  readonly code?: ProblemCode;
  /** Seconds after which the same request can succeed. The response has them in the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** The tenants that need another admin. */
  readonly tenants?: readonly ProblemTenant[];
}

/** An error that is returned as a problem document. */
export class ProblemError extends Error {
  readonly status: number;
  readonly errors?: readonly ProblemField[];
  readonly limit?: ProblemLimit;
  readonly code?: ProblemCode;
  readonly retryAfterSeconds?: number;
  readonly tenants?: readonly ProblemTenant[];

  /**
   * @param detail Explanation for the caller. It can be logged, so do not repeat values of the request.
   * @param errors One entry for each invalid part of the request.
   * @param reason The reason, for programs.
   */
  constructor(status: number, detail: string, errors?: readonly ProblemField[], { limit, code, retryAfterSeconds, tenants }: ProblemReason = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.errors = errors;
    this.limit = limit;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.tenants = tenants;
  }
}

/** The response of a Lambda proxy integration. */
export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * Converts a {@link ProblemError} to the response of a function.
 *
 * @param error The value that was thrown.
 * @param headers More headers, such as CORS headers. A content type among them is ignored: the body is a problem document.
 * @throws `error` itself if it is not a {@link ProblemError}. Lambda counts it as an error, and the API responds with a server error.
 */
export function problemResult(error: unknown, headers: Record<string, string> = {}): ProxyResult {
  if (!(error instanceof ProblemError)) {
    throw error;
  }
  return {
    statusCode: error.status,
    headers: { ...problemHeaders(error), ...withoutContentType(headers) },
    body: JSON.stringify(problemDocument(error)),
  };
}

function withoutContentType(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'));
}

/** Creates a refusal with a stable identifier. The contract lists the statuses of each identifier. */
export function refusal<Code extends ProblemCode>(
  status: ProblemStatus<Code>, code: Code, detail: string, reason?: Omit<ProblemReason, 'code'>,
): ProblemError {
  return new ProblemError(status, detail, undefined, { ...reason, code });
}

/**
 * Creates the refusal of a request with invalid parts.
 *
 * @param errors One entry for each invalid part of the request.
 */
export function invalidRequest(detail: string, errors: readonly ProblemField[]): ProblemError {
  return new ProblemError(400, detail, errors, { code: 'invalidRequest' });
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

function problemDocument({ status, message, errors, limit, code, tenants }: ProblemError): ProblemDocument {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    ...(limit && { limit }),
    ...(code && { code }),
    ...(errors && { errors }),
    ...(tenants && { tenants }),
  };
}
