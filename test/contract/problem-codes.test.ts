import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEM_CODES } from '../../src/contract/problem-codes';

const DOCUMENTATION = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');

test('the documentation lists exactly the identifiers of the contract, with their statuses, meanings and actions', () => {
  const rows = DOCUMENTATION.split('\n').filter((line) => line.startsWith('| `'));

  expect(rows).toEqual(Object.entries(PROBLEM_CODES).map(([code, { statuses, meaning, action }]) =>
    `| \`${code}\` | ${statuses.join(', ')} | ${meaning} | ${action} |`));
});

test('the identifiers are sorted by status and then by name', () => {
  const codes = Object.entries(PROBLEM_CODES).map(([code, { statuses: [status] }]) => `${status} ${code}`);

  expect(codes).toEqual([...codes].sort());
});
