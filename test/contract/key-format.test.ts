import { type IdentifierFormat, TENANT_ID } from '../../src/contract/identifiers';
import { type KeyFormat, keyFor, keyFormatFault, mayCollide, mayOverlap, parseKeyFormat } from '../../src/contract/key-format';

/** A format with so few ids that a test can build the keys of all of them. */
const SHORT_ID: IdentifierFormat = { label: 'short id', characters: 'ab', minLength: 1, maxLength: 3 };
const IDS = textsOver(['a', 'b'], 3).filter((text) => text !== '');
const PIECES = textsOver(['a', 'b', '#'], 2);
const ROW_FORMATS: KeyFormat[] = PIECES.flatMap((before) => PIECES.map((behind) => ({ before, behind })));
const PREFIX_FORMATS: KeyFormat[] = textsOver(['a', '/'], 3).flatMap((before) => ['/', 'a/', '/a/', '//'].map((behind) => ({ before, behind })));

function textsOver(characters: readonly string[], length: number): string[] {
  return length === 0 ? [''] : ['', ...characters.flatMap((first) => textsOver(characters, length - 1).map((rest) => first + rest))];
}

function pairsOf(formats: readonly KeyFormat[]): Array<[KeyFormat, KeyFormat]> {
  return formats.flatMap((one) => formats.map((other): [KeyFormat, KeyFormat] => [one, other]));
}

/** Whether two different ids have keys for which a relation holds. */
function isMet(one: KeyFormat, other: KeyFormat, relation: (key: string, otherKey: string) => boolean): boolean {
  return IDS.some((id) => IDS.some((otherId) => id !== otherId && relation(keyFor(id, one), keyFor(otherId, other))));
}

const parse = (text: string) => parseKeyFormat(text, 'tenantId');

describe('the keys of rows', () => {
  test('differ for different ids of one format', () => {
    expect(ROW_FORMATS.filter((format) => isMet(format, format, (key, other) => key === other))).toEqual([]);
  });

  test('differ for different ids of two formats that cannot collide', () => {
    const missed = pairsOf(ROW_FORMATS)
      .filter(([one, other]) => !mayCollide(one, other, SHORT_ID) && isMet(one, other, (key, otherKey) => key === otherKey));

    expect(missed).toEqual([]);
  });

  test.each([
    ['TENANT#{tenantId}', 'TENANT#{tenantId}#ORDERS', false],
    ['TENANT#{tenantId}', 'CUSTOMER#{tenantId}', false],
    ['TENANT#{tenantId}', 'TENANT#DEVICE#{tenantId}', false],
    ['{tenantId}', 'TENANT#{tenantId}', false],
    ['{tenantId}', '{tenantId}', false],
    ['{tenantId}', 'a{tenantId}', true],
    ['{tenantId}', '{tenantId}-orders', true],
    ['{tenantId}#xx', 'yy#{tenantId}', true],
    ['a{tenantId}', '{tenantId}b', true],
    ['A{tenantId}', '{tenantId}B', false],
    ['TENANT#{tenantId}', '{tenantId}#settings', false],
    ['tenant#{tenantId}', '{tenantId}#SETTINGS', false],
  ])('of %s and %s can be equal for different ids: %s', (one, other, expected) => {
    expect(mayCollide(parse(one), parse(other), TENANT_ID)).toBe(expected);
    expect(mayCollide(parse(other), parse(one), TENANT_ID)).toBe(expected);
  });
});

describe('the prefixes of objects', () => {
  test('do not begin with each other in one format', () => {
    expect(PREFIX_FORMATS.filter((format) => isMet(format, format, (key, other) => key.startsWith(other)))).toEqual([]);
  });

  test('do not begin with each other in two formats that cannot overlap', () => {
    const missed = pairsOf(PREFIX_FORMATS)
      .filter(([one, other]) => !mayOverlap(one, other, SHORT_ID))
      .filter(([one, other]) => isMet(one, other, (key, otherKey) => key.startsWith(otherKey) || otherKey.startsWith(key)));

    expect(missed).toEqual([]);
  });

  test.each([
    ['uploads/{tenantId}/', 'reports/{tenantId}/', false],
    ['uploads/{tenantId}/raw/', 'uploads/{tenantId}/thumbnails/', false],
    ['{tenantId}/', 'data/{tenantId}/', true],
    ['{tenantId}/', '{tenantId}-old/', true],
    ['{tenantId}/x/', 'data/{tenantId}/', true],
    ['{tenantId}/raw/', 'data/files/{tenantId}/', false],
    ['{tenantId}/', '_shared/{tenantId}/', false],
    ['{tenantId}/', 'UPLOADS/{tenantId}/', false],
    ['a/{tenantId}/', 'a/B_/{tenantId}/', false],
  ])('of %s and %s can overlap for different ids: %s', (one, other, expected) => {
    expect(mayOverlap(parse(one), parse(other), TENANT_ID)).toBe(expected);
    expect(mayOverlap(parse(other), parse(one), TENANT_ID)).toBe(expected);
  });
});

test.each([
  ['TENANT#{tenantId}', undefined],
  ['{tenantId}', undefined],
  ['', 'must contain {tenantId} exactly once'],
  ['TENANT#', 'must contain {tenantId} exactly once'],
  ['TENANT#{tenantid}', 'must contain {tenantId} exactly once'],
  ['TENANT#{userId}', 'must contain {tenantId} exactly once'],
  ['{tenantId}#{tenantId}', 'must contain {tenantId} exactly once'],
  ...['*', '?', '$', '{', '}', '${aws:PrincipalTag/x}', '\n', 'é'].map((text) => [`TENANT${text}{tenantId}`, expect.stringContaining('only printable ASCII')]),
])('the key format %j has the fault: %s', (text, fault) => {
  expect(keyFormatFault(text, 'tenantId')).toEqual(fault);
});
