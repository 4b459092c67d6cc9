import { count, list, nonEmptyText, oneOf, optional, readEnvironment, splitList, text, wholeNumber } from '../../../src/runtime/environment/environment';

const checks = { NAME: nonEmptyText, NOTE: text, IDS: list, MODE: oneOf({ a: 'on', b: 'off' }) };

test('reads exactly the requested variables', () => {
  const environment = { NAME: 'n', NOTE: '', IDS: 'a,b', MODE: 'off', OTHER: 'x' };
  expect(readEnvironment(checks, environment)).toEqual({ NAME: 'n', NOTE: '', IDS: 'a,b', MODE: 'off' });
});

test('names every variable that is missing', () => {
  expect(() => readEnvironment(checks, {})).toThrow(new Error(
    'The environment of this function is incomplete: NAME is not set; NOTE is not set; IDS is not set; MODE is not set.',
  ));
});

test('names every invalid variable, without its value', () => {
  expect(() => readEnvironment(checks, { NAME: ' ', NOTE: 'n', IDS: ' , ', MODE: 'secret' })).toThrow(new Error(
    'The environment of this function is incomplete: NAME is empty; IDS must be values separated by commas; MODE must be one of on, off.',
  ));
});

test('splits a list at its commas, without blanks and gaps', () => {
  expect(splitList(' a, b,,c ')).toEqual(['a', 'b', 'c']);
});

test.each(['1', '50', '999999999'])('%s is a whole number above zero', (value) => {
  expect(readEnvironment({ MAX: count }, { MAX: value })).toEqual({ MAX: value });
});

test.each(['0', '01', '-1', '1.5', '1e3', '', ' 5', '5 ', 'x5', '5x', '1000000000'])('"%s" is not a whole number above zero, or is too large', (value) => {
  expect(() => readEnvironment({ MAX: count }, { MAX: value })).toThrow('MAX must be a whole number above zero.');
});

test('reports a number that is not set as missing', () => {
  expect(() => readEnvironment({ MAX: count }, {})).toThrow('MAX is not set.');
});

test.each(['0', '1', '30', '999999999'])('%s is a whole number', (value) => {
  expect(readEnvironment({ DAYS: wholeNumber }, { DAYS: value })).toEqual({ DAYS: value });
});

test.each(['00', '01', '-1', '1.5', '1e3', '', ' 5', '5 ', 'x5', '5x', '1000000000'])('"%s" is not a whole number, or is too large', (value) => {
  expect(() => readEnvironment({ DAYS: wholeNumber }, { DAYS: value })).toThrow('DAYS must be a whole number.');
});

test('an optional variable is empty or passes its check, but must be set', () => {
  const optionalDays = { DAYS: optional(wholeNumber) };
  expect(readEnvironment(optionalDays, { DAYS: '' })).toEqual({ DAYS: '' });
  expect(readEnvironment(optionalDays, { DAYS: '0' })).toEqual({ DAYS: '0' });
  expect(() => readEnvironment(optionalDays, { DAYS: 'x' })).toThrow('DAYS must be a whole number.');
  expect(() => readEnvironment(optionalDays, {})).toThrow('DAYS is not set.');
});
