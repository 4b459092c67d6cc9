import { PATTERNS } from '../../scripts/language/patterns';
import { textsOf } from '../../scripts/language/texts';

const isFound = (sentence: string) => PATTERNS.some(({ regex }) => sentence.match(regex) !== null);

test.each([
  'Who has a membership has had a tenant.',
  'It is deleted. What is left of it stays.',
  'Max is no member of this tenant.',
  'The code is not valid any more.',
  'Ten invitations wait for an answer.',
  'The pool goes with the stack.',
  'The table is one of ours.',
  'The prop was expected to be a number.',
  'The API takes a token of this pool.',
  'The invitation counts for a week.',
  'The id is derived of the name.',
  'The name belongs into the contract.',
  'Somebody invited you.',
])('finds the wording in "%s"', (sentence) => {
  expect(isFound(sentence)).toBe(true);
});

test.each([
  'A user who has a membership had a tenant.',
  'What is not guaranteed',
  'What happens to the pool when the stack is deleted?',
  'There are no pending invitations.',
  'The code is no longer valid.',
  'No more than ten members can join.',
])('accepts "%s"', (sentence) => {
  expect(isFound(sentence)).toBe(false);
});

describe('reads', () => {
  const textsIn = (path: string, source: string) => textsOf(path, source).map(({ text }) => text).filter((text) => text !== '');

  test('the prose of a document, without its code', () => {
    expect(textsIn('a.md', '# Head\n\nOne\ntwo `code`.\n\n```ts\nconst x = 1;\n```\n\n| a | b |\n')).toEqual(['Head', 'One two CODE.', 'a', 'b']);
  });

  test('comments, docstrings and strings of TypeScript', () => {
    const source = "/**\n * Reads a row.\n *\n * @param id Id of the row.\n */\n// Why.\nconst x = 'a text'; const y = `from ${x} to`;\n";
    expect(textsIn('a.ts', source)).toEqual(['Reads a row.', 'Id of the row.', 'Why.', 'a text', 'from', 'to']);
  });

  test('comments and docstrings of Python, whole paragraphs', () => {
    const source = '"""Starts the engine.\n\n    It goes on\n    until it is stopped.\n    """\nx = 1  # Why.\n';
    expect(textsIn('a.py', source)).toEqual(['Starts the engine.', 'It goes on until it is stopped.', 'Why.']);
  });

  test('the line that a text starts in', () => {
    expect(textsOf('a.md', '\n\nText')).toEqual([{ line: 3, text: 'Text' }]);
  });
});
