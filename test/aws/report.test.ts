import { readReport, reasonAgainstRelease, reportFile, type Report, writeReport } from './report';

const HEAD = { version: '1.2.0', date: '2026-12-01T10:00:00.000Z', commit: 'abc123', where: 'AWS', region: 'eu-central-1' };
const PARTS = ['deployment', 'paths'];
const RESULTS = PARTS.map((name) => ({ name, outcome: 'passed' as const, seconds: 1.25, words: 'a | b\nc' }));

test('reads a report as it was written', () => {
  expect(readReport(writeReport(HEAD, RESULTS))).toEqual({ ...HEAD, results: RESULTS.map(({ name, outcome }) => ({ name, outcome })) });
});

test('a report has its version and date in its name, and escapes column separators', () => {
  expect(reportFile(HEAD)).toBe('1.2.0-2026-12-01.md');
  expect(writeReport(HEAD, RESULTS)).toContain('| paths | passed | 1.3 | a \\| b c |');
});

test('refuses a text without a head', () => {
  expect(() => readReport('# 1.2.0')).toThrow('A report must start with its version');
});

describe('a version can be released', () => {
  const report: Report = { ...HEAD, results: RESULTS };
  const reason = (reports: readonly Report[], isSameCode = () => true) => reasonAgainstRelease('1.2.0', reports, PARTS, isSameCode);

  test('with a report of a complete run of its code on AWS', () => {
    expect(reason([report])).toBeUndefined();
  });

  test.each<[string, readonly Report[], string]>([
    ['without a report', [], 'must have a report for 1.2.0, but has none'],
    ['with a report of another version', [{ ...report, version: '1.1.0' }], 'must have a report for 1.2.0, but has none'],
    ['with a report of the local engine', [{ ...report, where: 'https://127.0.0.1:4566' }], 'must be of a run on AWS'],
    ['with a check that failed', [{ ...report, results: [RESULTS[0], { name: 'paths', outcome: 'failed' }] }], 'but paths did not'],
    ['with a check that was not run', [{ ...report, results: [RESULTS[0], { name: 'paths', outcome: 'not run' }] }], 'but paths did not'],
    ['with a check that is missing', [{ ...report, results: [RESULTS[0]] }], 'but paths did not'],
    ['with a last report that failed', [report, { ...report, results: [] }], 'but deployment, paths did not'],
  ])('not %s', (_, reports, words) => {
    expect(reason(reports)).toContain(words);
  });

  test('not with a report of other code', () => {
    expect(reason([report], () => false)).toContain('files have changed since abc123');
  });
});
