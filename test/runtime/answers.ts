import type { APIGatewayProxyResult } from 'aws-lambda';

/** What a function behind an API has answered, for a browser of any origin. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Absent where there is no body. */
  readonly json: any;
}

/** A refusal says in sentences what was wrong: callers show them. */
const SENTENCE = /^[A-Z].*\w\)?\.$/;

/** Of a detail about one part of a request, which stands beside the name of that part. */
const PHRASE = /^\w.*\w/;

export function answerOf({ statusCode, headers, body }: APIGatewayProxyResult): Answer {
  const answer = { status: statusCode, headers: headers as Record<string, string>, json: body === '' ? undefined : JSON.parse(body) };
  if (statusCode >= 400) {
    expectExplanation(answer);
  }
  return answer;
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
