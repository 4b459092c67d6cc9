import { jsonResponse, noContent } from '../../../src/runtime/http/json-response';

test('an answer is JSON, with the headers and the status that it is given', async () => {
  const response = jsonResponse({ name: 'Acme' }, { etag: '"1"' }, 201);

  expect(response.status).toBe(201);
  expect(Object.fromEntries(response.headers)).toEqual({ 'content-type': 'application/json', 'etag': '"1"' });
  expect(await response.json()).toEqual({ name: 'Acme' });
});

test('an answer is 200 unless it is told otherwise', () => {
  expect(jsonResponse({}).status).toBe(200);
});

test('an answer that has nothing to say is 204, without a body and its type', async () => {
  const response = noContent();

  expect([response.status, await response.text(), [...response.headers]]).toEqual([204, '', []]);
});
