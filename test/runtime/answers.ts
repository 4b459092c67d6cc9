import type { APIGatewayProxyResult } from 'aws-lambda';

/** What a function behind an API has answered, for a browser of any origin. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Absent where there is no body. */
  readonly json: any;
}

export function answerOf({ statusCode, headers, body }: APIGatewayProxyResult): Answer {
  return { status: statusCode, headers: headers as Record<string, string>, json: body === '' ? undefined : JSON.parse(body) };
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
