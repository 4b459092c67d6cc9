import { userIdOf } from '../../../src/runtime/users/user-attributes';
import { userCreatedDetail } from '../../../src/runtime/users/user-created';

const sub = '5b6c1f0e-0d8b-4f9a-9a52-6b1d7a2f0c11';

describe('name of a new user', () => {
  test.each<[string, Record<string, string>, string]>([
    ['the name', { name: 'Ada Lovelace', given_name: 'A', family_name: 'L', email: 'ada@example.com' }, 'Ada Lovelace'],
    ['given and family name', { given_name: 'Ada', family_name: 'Lovelace', email: 'ada@example.com' }, 'Ada Lovelace'],
    ['the given name alone', { given_name: 'Ada', email: 'x@example.com' }, 'Ada'],
    ['the family name alone', { family_name: 'Lovelace' }, 'Lovelace'],
    ['the email address up to its sign', { email: 'ada.l@example.com' }, 'ada.l'],
    ['the user name', {}, 'user-7'],
    ['the next one when the name is blank', { name: '  ', given_name: ' ', family_name: '', email: 'ada@example.com' }, 'ada'],
    ['the name without blanks around it', { name: ' Ada ' }, 'Ada'],
    ['the user name when the address starts with its sign', { email: '@example.com' }, 'user-7'],
    ['the next one when nothing of the name shows', { name: '\u200b\u3164\u2800', email: 'ada@example.com' }, 'ada'],
    ['the family name when nothing of the given name shows', { given_name: '\u2800', family_name: 'Lovelace' }, 'Lovelace'],
    ['the name without controls of the direction of text', { name: '\u202eAda\u2066\u200f' }, 'Ada'],
    ['the name on one line', { name: 'Ada\r\n\u2028Lovelace\u0000' }, 'Ada Lovelace'],
    ['the name without half a surrogate pair', { name: 'Ada\ud83d' }, 'Ada'],
    ['the name in normalization form C', { name: 'A\u030a' }, '\u00c5'],
  ])('is %s', (_, attributes, name) => {
    expect(userCreatedDetail('user-7', { sub, ...attributes }).name).toBe(name);
  });

  test('has at most the highest length of a name, and does not end within a character', () => {
    const { name } = userCreatedDetail('user-7', { sub, given_name: 'a', family_name: '😀'.repeat(1024) });
    expect(name).toBe('a ' + '😀'.repeat(126));
  });

  test('is the id of a user without a visible name', () => {
    expect(userCreatedDetail('\u200b', { sub }).name).toBe(sub);
  });
});

test('a user without an email address has an empty one', () => {
  expect(userCreatedDetail('user-7', { sub })).toEqual({ email: '', userName: 'user-7', name: 'user-7', userId: sub });
});

test.each([undefined, '', 'a/b', '*', 'a'.repeat(129)])('the attribute sub cannot be %p', (value) => {
  expect(() => userIdOf({ sub: value })).toThrow('The attribute "sub" of the user must be a valid user id.');
});
