import { nextPage, noSuchPage, pageRequest, startKey } from '../../../src/runtime/http/pages';
import { ProblemError } from '../../../src/runtime/library/problem';

const ask = (queryStringParameters: Record<string, string> | null, keys = 1) => pageRequest({ queryStringParameters }, keys);
const encoded = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

function badFields(query: Record<string, string>, keys = 1): string[] {
  try {
    ask(query, keys);
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 400 });
    return (error as ProblemError).errors!.map(({ field }) => field);
  }
  return [];
}

test.each<[Record<string, string> | null, number]>([
  [null, 50],
  [{}, 50],
  [{ email: 'ada@example.com' }, 50],
  [{ limit: '1' }, 1],
  [{ limit: '100' }, 100],
])('the query %j requests the first page, with %d entries', (query, limit) => {
  expect(ask(query)).toEqual({ limit, after: undefined });
});

test.each(['0', '101', '1000', '-1', '+1', '1.5', '1e1', '0x10', '007', ' 5', '5 ', '', 'all', 'NaN', '٣'])('a limit of "%s" is refused', (limit) => {
  expect(badFields({ limit })).toEqual(['limit']);
});

test.each<[string, Record<string, string>, string[]]>([
  ['a user', { userid: 'user-1' }, ['userid']],
  ['several attributes, in their order', { b: '2026-01-01T00:00:00.000Z', a: 'active', c: 'tenant' }, ['a', 'b', 'c']],
  ['any letters', { userid: 'ä/+=😀"\\' }, ['userid']],
  ['the longest key', { userid: 'ä'.repeat(512) }, ['userid']],
])('a page continues after the last item by %s', (_, last, attributes) => {
  const { nextCursor } = nextPage({ ...last, more: 'left out' }, attributes);

  expect(nextCursor).toMatch(/^[\w-]+$/);
  expect(ask({ cursor: nextCursor! }, attributes.length).after).toEqual(attributes.map((name) => last[name]));
});

test('the last page has no cursor', () => {
  expect(nextPage(undefined, ['userid'])).toEqual({});
});

test.each<[string, string]>([
  ['is empty', ''],
  ['is not base64url', '%%%'],
  ['is not JSON', Buffer.from('user-1').toString('base64url')],
  ['is cut off', encoded(['user-1']).slice(0, -3)],
  ['is not a list', encoded({ userid: 'user-1' })],
  ['is null', encoded(null)],
  ['names no item', encoded([])],
  ['is of a list that is sorted otherwise', encoded(['active', '2026-01-01', 'tenant'])],
  ['has an empty key', encoded([''])],
  ['has an empty key behind a good one', encoded(['user-1', ''])],
  ['has half of a surrogate pair, which DynamoDB fails on', encoded(['user-\ud800'])],
  ['has a key that is a number', encoded([7])],
  ['has a key that is an expression', encoded([{ S: 'user-1' }])],
  ['has a key that is longer than keys are', encoded(['x'.repeat(1025)])],
  ['has a key that is longer than keys are, in bytes', encoded(['ä'.repeat(513)])],
])('a cursor that %s is refused', (_, cursor) => {
  expect(badFields({ cursor })).toEqual(['cursor']);
});

test('all invalid parameters are named', () => {
  expect(badFields({ limit: 'all', cursor: 'next' })).toEqual(['limit', 'cursor']);
});

test('a list that refuses a position names the cursor', () => {
  expect(noSuchPage()).toMatchObject({ status: 400, errors: [{ field: 'cursor' }] });
});

test('a page begins after the key in the cursor', () => {
  expect(startKey(['active', 'tenant-1'], ['status', 'tenantid'])).toEqual({ status: 'active', tenantid: 'tenant-1' });
});
