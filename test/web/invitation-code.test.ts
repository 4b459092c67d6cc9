import { invitationCodeOf } from '../../web/src';

const CODE = `blue-7.${'0a'.repeat(16)}.${'aB3_-'.repeat(8)}xyz`;

test.each([
  ['the code', CODE],
  ['the code with spaces around it, as people copy it', `  ${CODE}\n`],
  ['a link', `https://app.example.com/invitation#${CODE}`],
  ['the fragment of a link', `#${CODE}`],
  ['a link of the dashboard, with details after the code', `https://app.example.com/invitation#${CODE}&tenant=Acme&to=ben%40example.com`],
])('%s is recognized', (_, text) => {
  expect(invitationCodeOf(text)).toBe(CODE);
});

test.each([
  '', '#', 'https://app.example.com/invitation', `https://app.example.com/${CODE}`, CODE.slice(0, -1), `${CODE}x`, CODE.replace('blue', 'Blue'),
])('%j is not an invitation', (text) => {
  expect(invitationCodeOf(text)).toBeUndefined();
});
