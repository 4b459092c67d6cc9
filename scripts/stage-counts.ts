import { existsSync, readFileSync } from 'node:fs';

/** The tests of a stage, by their results. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A stage without a result counts as one failure. */
export const DIED: Counts = { passed: 0, failed: 1, skipped: 0 };

/**
 * Counts the tests in the report of a stage. A stage that fails although no test has failed, for example when its engine does not stop, counts
 * as one failure more. So does a stage without a report or without tests.
 */
export function countsInReport(report: string, read: (text: string) => Counts, succeeded: boolean): Counts {
  if (!existsSync(report)) return DIED;
  const counts = read(readFileSync(report, 'utf8'));
  const isMissing = counts.failed === 0 && (!succeeded || counts.passed === 0);
  return isMissing ? { ...counts, failed: 1 } : counts;
}
