import { Ajv } from 'ajv';
import fc from 'fast-check';
import { regexes } from 'zod/v4/core';
import { addMemberSchema, createInvitationSchema, isEmail } from '../../src/contract/api';
import { cleanName, NAME_SCHEMA, nameFault, normalizeName, plainName, TENANT_NAME_MAX_LENGTH } from '../../src/contract/names';
import { cpuMillisecondsOf } from '../runtime/cpu-time';

const ajv = new Ajv();
const isOfSchema = ajv.compile(NAME_SCHEMA);

const GOOD = [
  'Acme', 'Ådá 愛達', 'O’Neil & Sons (Berlin)', 'שלום', 'مرحبا', '한국', 'A\u0301', '👩🏽‍🚀', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', 'نمی\u200cخواهم', 'क्‍ष', '1', '…',
];
const NOTHING_TO_SEE = [
  '', ' ', '\u00a0', '\u3000', '\u200b', '\u200b\u200c\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u115f', '\u1160', '\u3164', '\uffa0', '\u2800', '\u2800 \u3164',
  '\u0301', '\u20dd', '\ufe0f', '\u180e', '\u{e0100}', '\u{e0067}', '\u{1d173}', '\ue000', '\u0f3f',
];
const REFUSED = [
  'A\u0000', 'A\tB', 'A\nB', 'A\u007f', 'A\u0085', 'A\u009f', 'A\u2028B', 'A\u2029B', '\u202eemcA', 'A\u202a', 'A\u202c', 'A\u2066B\u2069', 'A\u200e', 'A\u200f', 'A\u061c',
  'A\ud800', '\udc00A', '\ud83d', 'A\ufffe', 'A\ufdd0', 'A\u{1ffff}',
];

test.each(GOOD)('%j is a name', (name) => {
  expect(nameFault(name)).toBeUndefined();
  expect(isOfSchema(name)).toBe(true);
  expect(cleanName(name)).toBe(normalizeName(name));
});

test.each(NOTHING_TO_SEE)('%j is not a name, because it shows nothing', (name) => {
  expect(nameFault(name)).toBe('empty');
  expect(cleanName(name)).toBeUndefined();
});

test.each(REFUSED)('%j is not a name, because it has a control character or one that changes the direction of text', (name) => {
  expect(nameFault(name)).toBe('controlCharacters');
  expect(cleanName(name) === undefined || nameFault(cleanName(name)!) === undefined).toBe(true);
});

test('the schema accepts every name, and rejects all other texts except for rare characters', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    for (const name of [character, `A${character}`]) {
      if (!isOfSchema(name)) expect([code.toString(16), nameFault(name)]).not.toEqual([code.toString(16), undefined]);
    }
    // Beside a visible character, the schema rejects exactly the characters that no name can have.
    expect([code.toString(16), isOfSchema(`A${character}`)]).toEqual([code.toString(16), nameFault(`A${character}`) === undefined]);
  }
  expect(NOTHING_TO_SEE.filter((name) => isOfSchema(name))).toEqual(['\u{e0100}', '\u{e0067}', '\u{1d173}', '\ue000', '\u0f3f']);
});

test('the length of a name is counted in characters, after normalization', () => {
  expect(nameFault('🏢'.repeat(TENANT_NAME_MAX_LENGTH))).toBeUndefined();
  expect(nameFault('🏢'.repeat(TENANT_NAME_MAX_LENGTH + 1))).toBe('tooLong');
  // Two code points each, and one when normalized.
  expect(nameFault('e\u0301'.repeat(TENANT_NAME_MAX_LENGTH))).toBeUndefined();
  // One code point each, and two when normalized.
  expect(nameFault('\u0958'.repeat(TENANT_NAME_MAX_LENGTH / 2 + 1))).toBe('tooLong');
});

test('cleanName turns any text into a valid name, or into nothing', () => {
  const unit = fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.constantFrom(...NOTHING_TO_SEE, ...REFUSED, ...GOOD));
  fc.assert(fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
    const cleaned = cleanName(units.join(''));
    if (cleaned !== undefined) {
      expect([nameFault(cleaned), normalizeName(cleaned), cleanName(cleaned)]).toEqual([undefined, cleaned, cleaned]);
    }
  }), { numRuns: 2_000 });
});

// Normalizing it takes half a minute.
const MANY_MARKS = `a${'\u0301\u0323'.repeat(250_000)}`;

test.each<[string, () => unknown, unknown]>([
  ['nameFault', () => nameFault(MANY_MARKS), 'tooLong'],
  ['normalizeName', () => normalizeName(MANY_MARKS), MANY_MARKS],
  ['cleanName', () => [...cleanName(MANY_MARKS) ?? ''].length <= 128, true],
  ['plainName', () => [...plainName(MANY_MARKS) ?? ''].length <= 60, true],
])('%s is fast for a very long text', (_, call, expected) => {
  let result: unknown;
  expect(cpuMillisecondsOf(() => { result = call(); })).toBeLessThan(200);
  expect(result).toBe(expected);
});

describe('an email address', () => {
  test('has the pattern of zod', () => {
    expect(addMemberSchema([]).properties.email.pattern).toBe(regexes.email.source);
    expect(createInvitationSchema([]).properties.email).toBe(addMemberSchema([]).properties.email);
  });

  test.each(['ada@example.com', 'ada.lovelace+x@mail.example.co.uk', "o'neil@example.com", 'A@B.DE', 'ada@xn--bcher-kva.example'])('is %s', (email) => {
    expect(isEmail(email)).toBe(true);
  });

  test.each([
    'Ada <ada@example.com>', '<ada@example.com>', 'ada@example.com, eve@example.com', 'ada@example.com;eve@example.com', '"ada"@example.com', 'ada@example.com(x)',
    '(x)ada@example.com', 'ada@exa mple.com', 'ada@example.com\n', ' ada@example.com', 'ada@[127.0.0.1]', 'ada@localhost', 'ada@@example.com', '@example.com', 'ada@',
    'ädä@example.com', 'ada@exämple.com', 'ada@example．com', 'ada..b@example.com', '.ada@example.com', 'ada\u202e@example.com', 'a@b\ud800.de', `${'a'.repeat(250)}@b.de`, '',
  ])('is not %j', (email) => {
    expect(isEmail(email)).toBe(false);
  });
});
