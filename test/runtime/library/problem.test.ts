import { ProblemError, problemResult } from '../../../src/runtime/library';
import { refusal, problemResponse } from '../../../src/runtime/library/problem';

test('a problem is converted to the answer of a Lambda proxy integration', () => {
  const error = new ProblemError(400, 'The body names no device.', [{ field: '/name', detail: 'is missing' }]);

  const { statusCode, headers, body } = problemResult(error, { 'Access-Control-Allow-Origin': '*' });

  expect(statusCode).toBe(400);
  expect(headers).toEqual({ 'content-type': 'application/problem+json', 'Access-Control-Allow-Origin': '*' });
  expect(JSON.parse(body)).toEqual({
    type: 'about:blank', title: 'Bad Request', status: 400, detail: 'The body names no device.', errors: [{ field: '/name', detail: 'is missing' }],
  });
});

test.each(['Content-Type', 'content-type'])('the %s of other responses does not replace the one of a problem', (name) => {
  const { headers } = problemResult(new ProblemError(400, 'Wrong.'), { [name]: 'application/json', 'Access-Control-Allow-Origin': '*' });

  expect(headers).toEqual({ 'content-type': 'application/problem+json', 'Access-Control-Allow-Origin': '*' });
});

test('any other error is thrown again, so Lambda counts it', () => {
  const error = new Error('AccessDenied');

  expect(() => problemResult(error)).toThrow(error);
});

test('a problem has the limit that was reached, and the time to try again', async () => {
  const limit = { name: 'mailsPerAddress', value: 3 } as const;
  const response = problemResponse(new ProblemError(429, 'Too many.', undefined, { limit, retryAfterSeconds: 120 }));

  expect(Object.fromEntries(response.headers)).toEqual({ 'content-type': 'application/problem+json', 'retry-after': '120' });
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Too Many Requests', status: 429, detail: 'Too many.', limit });
});

test('a problem has its code, and no empty members', async () => {
  const code = 'emailNotVerified';
  const response = problemResponse(refusal(403, code, 'Verify your address first.'));

  expect(response.status).toBe(403);
  expect(Object.fromEntries(response.headers)).toEqual({ 'content-type': 'application/problem+json' });
  expect(await response.json()).toEqual({ type: 'about:blank', title: 'Forbidden', status: 403, detail: 'Verify your address first.', code });
});

test('a problem with an unknown status has a title too', () => {
  expect(JSON.parse(problemResult(new ProblemError(499, 'Gone away.')).body)).toMatchObject({ title: 'Error', status: 499 });
});

test('a problem is an error with its own name', () => {
  expect(new ProblemError(400, 'Wrong.')).toMatchObject({ name: 'ProblemError', message: 'Wrong.', status: 400 });
});
