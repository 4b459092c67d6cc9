import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countsInReport } from '../../scripts/stage-counts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stage-counts-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

function countsOf(reported: Counts, succeeded: boolean): Counts {
  const report = join(directory, 'report.json');
  writeFileSync(report, JSON.stringify(reported));
  return countsInReport(report, JSON.parse, succeeded);
}

test.each<[string, Counts, boolean, Partial<Counts>]>([
  ['that passes', { passed: 3, failed: 0, skipped: 1 }, true, { passed: 3, failed: 0, skipped: 1 }],
  ['with failed tests', { passed: 3, failed: 2, skipped: 0 }, false, { passed: 3, failed: 2 }],
  ['that fails after its tests have passed', { passed: 3, failed: 0, skipped: 0 }, false, { passed: 3, failed: 1 }],
  ['without tests', { passed: 0, failed: 0, skipped: 0 }, true, { failed: 1 }],
  ['with skipped tests only', { passed: 0, failed: 0, skipped: 4 }, true, { failed: 1, skipped: 4 }],
])('a stage %s is counted', (_, reported, succeeded, counts) => {
  expect(countsOf(reported, succeeded)).toMatchObject(counts);
});

test('a stage without a report counts as one failure', () => {
  expect(countsInReport(join(directory, 'missing.json'), JSON.parse, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
