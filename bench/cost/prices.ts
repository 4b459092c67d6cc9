/**
 * Prices in USD of us-east-1, first tier, without free allowances other than the one that does not end.
 *
 * @see https://aws.amazon.com/lambda/pricing/ and its neighbours
 */
export const PRICES = {
  /** When they were last held against the pages. */
  date: '2025-11-01',
  perMillion: {
    restApiRequests: 3.5,
    functionCalls: 0.2,
    writeUnits: 0.625,
    readUnits: 0.125,
    events: 1,
    expressExecutions: 1,
    /** Of traces that are recorded. */
    traces: 5,
  },
  perGigabyteSecond: { arm64: 0.000_013_333_4, x86_64: 0.000_016_666_7, express: 0.000_016_67 },
  perLogGigabyte: 0.5,
  /** Essentials, which is the plan of a new pool where the template names none. */
  monthlyUser: { each: 0.015, free: 10_000 },
} as const;
