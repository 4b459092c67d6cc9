import { jsonResponse, noContent } from '../../../src/runtime/http/json-response';

test('an answer is JSON with the given headers and status', async () => {
  const response = jsonResponse({ name: 'Acme' }, { etag: '"1"' }, 201);

  expect(response.status).toBe(201);
  expect(Object.fromEntries(response.headers)).toEqual({ 'content-type': 'application/json', 'etag': '"1"' });
  expect(await response.json()).toEqual({ name: 'Acme' });
});

test('an answer has the status 200 by default', () => {
  expect(jsonResponse({}).status).toBe(200);
});

test('an answer without content is 204, without a body and a content type', async () => {
  const response = noContent();

  expect([response.status, await response.text(), [...response.headers]]).toEqual([204, '', []]);
});
