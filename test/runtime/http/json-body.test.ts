import { jsonBody } from '../../../src/runtime/http/json-body';
import type { ProblemError } from '../../../src/runtime/library/problem';
import { apiEvent } from '../events';

function bodyOf(contentType: string, body: string | null, isBase64Encoded = false): unknown {
  return jsonBody(apiEvent({ method: 'PUT', resource: '/tenant', parameters: {}, headers: { 'Content-Type': contentType }, body, isBase64Encoded }));
}

function refusalOf(...request: Parameters<typeof bodyOf>): Pick<ProblemError, 'status' | 'errors'> {
  try {
    bodyOf(...request);
  } catch (error) {
    const { status, errors } = error as ProblemError;
    return { status, errors };
  }
  throw new Error('The body was accepted.');
}

const NO_JSON = { status: 400, errors: [{ field: '', detail: 'must be JSON in UTF-8' }] };

test.each(['application/json', 'application/json; charset=utf-8', 'application/json ;charset=utf-8', ' Application/JSON '])('the content type %j is JSON', (contentType) => {
  expect(bodyOf(contentType, '{"name":"Acme"}')).toEqual({ name: 'Acme' });
});

test.each([
  ['nothing at all', null],
  ['an empty text', ''],
  ['half of an object', '{"name":'],
  ['no JSON, which a body of the right type may be', 'name=Acme'],
])('%s is refused because it is not JSON', (_, body) => {
  expect(refusalOf('application/json', body)).toEqual(NO_JSON);
});

test('bytes that are not UTF-8 are refused, and not replaced by other characters', () => {
  const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]).toString('base64');

  expect(refusalOf('application/json', body, true)).toEqual(NO_JSON);
});

test('a body that the gateway has encoded is decoded', () => {
  expect(bodyOf('application/json', Buffer.from('{"name":"Füße"}').toString('base64'), true)).toEqual({ name: 'Füße' });
});

test.each([
  ['another type', { 'Content-Type': 'text/plain' }],
  ['a type that begins like it', { 'Content-Type': 'application/json5' }],
  ['an empty type', { 'Content-Type': '' }],
  ['two types, one of which is JSON', { 'Content-Type': ['application/json', 'text/plain'] }],
])('a body of %s is refused, whatever its content', (_, headers) => {
  const event = apiEvent({ method: 'PUT', resource: '/tenant', parameters: {}, headers, body: '{"name":"Acme"}' });

  expect(() => jsonBody(event)).toThrow(expect.objectContaining({ status: 415 }));
});

test('a body without a type is read as JSON', () => {
  expect(jsonBody(apiEvent({ method: 'PUT', resource: '/tenant', parameters: {}, body: '{"name":"Acme"}' }))).toEqual({ name: 'Acme' });
});
