import { userIdOf } from '../../../src/runtime/shared/user-attributes';
import { userCreatedDetail } from '../../../src/runtime/shared/user-created';

const sub = '5b6c1f0e-0d8b-4f9a-9a52-6b1d7a2f0c11';

describe('name of a new user', () => {
  test.each<[string, Record<string, string>, string]>([
    ['the name', { name: 'Ada Lovelace', given_name: 'A', family_name: 'L', email: 'ada@example.com' }, 'Ada Lovelace'],
    ['given and family name', { given_name: 'Ada', family_name: 'Lovelace', email: 'ada@example.com' }, 'Ada Lovelace'],
    ['the given name alone', { given_name: 'Ada', email: 'x@example.com' }, 'Ada'],
    ['the family name alone', { family_name: 'Lovelace' }, 'Lovelace'],
    ['the e-mail address up to its sign', { email: 'ada.l@example.com' }, 'ada.l'],
    ['the user name', {}, 'user-7'],
    ['the next one when the name is blank', { name: '  ', given_name: ' ', family_name: '', email: 'ada@example.com' }, 'ada'],
    ['the name without blanks around it', { name: ' Ada ' }, 'Ada'],
    ['the user name when the address starts with its sign', { email: '@example.com' }, 'user-7'],
  ])('is %s', (_, attributes, name) => {
    expect(userCreatedDetail('user-7', { sub, ...attributes }).name).toBe(name);
  });

  test('fits into an event, and ends with a whole character', () => {
    const { name } = userCreatedDetail('user-7', { sub, given_name: 'a', family_name: '😀'.repeat(1024) });
    expect(name).toBe('a ' + '😀'.repeat(1023));
    const odd = userCreatedDetail('user-7', { sub, given_name: 'ab', family_name: '😀'.repeat(1024) }).name;
    expect(odd).toBe('ab ' + '😀'.repeat(1022));
  });
});

test('a user without an e-mail address has an empty one', () => {
  expect(userCreatedDetail('user-7', { sub })).toEqual({ email: '', userName: 'user-7', name: 'user-7', userId: sub });
});

test.each([undefined, '', 'a/b', '*', 'a'.repeat(129)])('an attribute sub of %p is no user', (value) => {
  expect(() => userIdOf({ sub: value })).toThrow('no attribute "sub"');
});
