/**
 * Prices of us-east-1 in USD: first tier, without free tiers except the permanent one.
 *
 * @see https://aws.amazon.com/lambda/pricing/ and the pricing pages of the other services
 */
export const PRICES = {
  /** Date of the last comparison with those pages. */
  date: '2025-11-01',
  perMillion: {
    restApiRequests: 3.5,
    functionCalls: 0.2,
    writeUnits: 0.625,
    readUnits: 0.125,
    events: 1,
    expressExecutions: 1,
    /** Recorded traces. */
    traces: 5,
  },
  perGigabyteSecond: { arm64: 0.000_013_333_4, x86_64: 0.000_016_666_7, express: 0.000_016_67 },
  perLogGigabyte: 0.5,
  /** Essentials, the default plan of a new pool. */
  monthlyUser: { each: 0.015, free: 10_000 },
} as const;
