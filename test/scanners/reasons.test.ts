import { atOrBelow, unanswered, unneeded } from './reasons';

const finding = { id: 'Rule[1]', path: 'App/{id}/Api/Resource' };
const reason = { ids: ['Rule[1]'], at: atOrBelow('App/{id}/Api'), reason: 'It is meant to be so.' };

test('a reason applies to the findings of its rule, at its construct and below', () => {
  expect(unanswered([finding, { ...finding, path: 'App/{id}/Api' }], [reason])).toEqual([]);
});

test.each([
  ['of another rule', { ...finding, id: 'Rule[2]' }],
  ['of the rule without a detail', { ...finding, id: 'Rule' }],
  ['at a construct above', { ...finding, path: 'App/{id}' }],
  ['at a construct whose name has the same prefix', { ...finding, path: 'App/{id}/ApiKey' }],
])('a reason does not apply to a finding %s', (_, other) => {
  expect(unanswered([finding, other], [reason])).toEqual([`${other.id} at ${other.path}`]);
});

test('a reason is needed if each of its rules has a finding', () => {
  expect(unneeded([reason], [finding])).toEqual([]);
  expect(unneeded([{ ...reason, ids: ['Rule[1]', 'Rule[2]'] }], [finding])).toEqual([`Rule[2] at ${reason.at.source}`]);
});
