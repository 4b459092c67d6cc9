import { STATUS_CODES } from 'node:http';
import { PROBLEM_CONTENT_TYPE, type ProblemDocument, type ProblemField } from '../../contract/api';

/** Ends a request with a problem document. */
export class ProblemError extends Error {
  readonly status: number;
  readonly errors?: readonly ProblemField[];

  /**
   * @param detail for the caller; it is no place for what the caller sent, because it may be logged.
   * @param errors what is wrong with the request, one entry for each bad part of it.
   */
  constructor(status: number, detail: string, errors?: readonly ProblemField[]) {
    super(detail);
    this.name = 'ProblemError';
    this.status = status;
    this.errors = errors;
  }
}

export function problemResponse({ status, message, errors }: Pick<ProblemError, 'status' | 'message' | 'errors'>): Response {
  const problem: ProblemDocument = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    ...(errors && { errors }),
  };
  return new Response(JSON.stringify(problem), { status, headers: { 'content-type': PROBLEM_CONTENT_TYPE } });
}
