import type { APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEM_CODES, type ProblemCode } from '../../src/contract/problem-codes';

/** The answer of a function behind an API, for a browser of any origin. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Absent for an answer without a body. */
  readonly json: any;
}

/** The detail of a refusal is a sentence, because callers can show it. */
const SENTENCE = /^[A-Z].*\w\)?\.$/;

/** The detail about one part of a request follows the name of that part. */
const PHRASE = /^\w.*\w/;

/** Errors about which a client can do nothing. They have no code. */
const WITHOUT_CODE = ['Path not found.', 'Method not allowed.', 'The request could not be answered. Try again later.'];

export function answerOf({ statusCode, headers, body }: APIGatewayProxyResult): Answer {
  const answer = { status: statusCode, headers: headers as Record<string, string>, json: body === '' ? undefined : JSON.parse(body) };
  if (statusCode >= 400) {
    expectExplanation(answer);
    expectIdentifier(answer);
  }
  return answer;
}

/** Every refusal on which a client can act has an identifier of the contract, with a status that the contract allows for it. */
function expectIdentifier({ status, json: { code, detail } }: Answer): void {
  if (WITHOUT_CODE.includes(detail)) {
    expect(code).toBeUndefined();
    return;
  }
  expect(Object.keys(PROBLEM_CODES)).toContain(code);
  expect(PROBLEM_CODES[code as ProblemCode].statuses).toContain(status);
}

function expectExplanation({ json: { detail, errors = [] } }: Answer): void {
  expect(detail).toMatch(SENTENCE);
  for (const error of errors) {
    expect(error).toEqual({ field: expect.any(String), detail: expect.stringMatching(PHRASE) });
  }
}

export function expectProblem(answer: Answer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  });
  expect(answer.json).toMatchObject({ type: 'about:blank', status, title: expect.any(String), detail: expect.any(String) });
}
