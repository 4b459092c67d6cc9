import { headerValues } from '../../../src/runtime/http/header-values';

test.each(['If-Match', 'if-match', 'IF-MATCH'])('a header is found by a name in any case: %s', (name) => {
  expect(headerValues({ multiValueHeaders: { 'if-Match': ['"1"'] } }, name)).toEqual(['"1"']);
  expect(headerValues({ headers: { 'if-Match': '"1"' } }, name)).toEqual(['"1"']);
});

test('a repeated header has all of its values, of which `headers` has only the last', () => {
  expect(headerValues({ headers: { Origin: 'b' }, multiValueHeaders: { Origin: ['a', 'b'] } }, 'Origin')).toEqual(['a', 'b']);
});

test('headers whose names differ in case are one header', () => {
  expect(headerValues({ multiValueHeaders: { Origin: ['a'], origin: ['b'] } }, 'Origin')).toEqual(['a', 'b']);
  expect(headerValues({ headers: { Origin: 'a', origin: 'b' } }, 'Origin')).toEqual(['a', 'b']);
});

test.each(['Accept', 'Origi', 'Originx'])('other headers are other headers: %s', (name) => {
  expect(headerValues({ headers: { [name]: 'a' }, multiValueHeaders: { [name]: ['a'] } }, 'Origin')).toEqual([]);
});

test('a header whose name ends like another is another header', () => {
  expect(headerValues({ headers: { 'X-Origin': 'a' }, multiValueHeaders: { 'X-Origin': ['a'] } }, 'Origin')).toEqual([]);
});

test.each([
  ['no headers', {}],
  ['null for both', { headers: null, multiValueHeaders: null }],
  ['a name without a value', { headers: { Origin: undefined }, multiValueHeaders: { Origin: undefined } }],
])('an event with %s has no value of a header', (_, event) => {
  expect(headerValues(event, 'Origin')).toEqual([]);
});
