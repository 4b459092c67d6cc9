import { ProblemError, problemResult } from '../../../src/runtime';

test('a problem becomes an answer of a Lambda proxy integration', () => {
  const error = new ProblemError(400, 'The body names no device.', [{ field: '/name', detail: 'is missing' }]);

  const { statusCode, headers, body } = problemResult(error, { 'Access-Control-Allow-Origin': '*' });

  expect(statusCode).toBe(400);
  expect(headers).toEqual({ 'content-type': 'application/problem+json', 'Access-Control-Allow-Origin': '*' });
  expect(JSON.parse(body)).toEqual({
    type: 'about:blank', title: 'Bad Request', status: 400, detail: 'The body names no device.', errors: [{ field: '/name', detail: 'is missing' }],
  });
});

test('any other error stays one, so that Lambda counts it', () => {
  const error = new Error('AccessDenied');

  expect(() => problemResult(error)).toThrow(error);
});
