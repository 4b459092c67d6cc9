import type { Counts } from './template/counts';

export interface CostLine {
  readonly what: string;
  readonly usd: number;
}

export interface Cost {
  readonly total: number;
  readonly lines: readonly CostLine[];
}

const HOURS_OF_MONTH = 730;

/** Monthly prices in USD. A run costs the part for its minutes. */
const BY_MONTH: Readonly<Record<string, number>> = {
  'AWS::CloudWatch::Alarm': 0.10,
  'AWS::CloudWatch::Dashboard': 3,
  'AWS::KMS::Key': 1,
};

/** The usage of a run, rounded up, with the price of one unit in USD. */
const USE: ReadonlyArray<readonly [what: string, quantity: number, usd: number]> = [
  ['users that sign in (Cognito Essentials, monthly active users)', 10, 0.015],
  ['requests to the REST APIs', 1000, 3.5e-6],
  ['calls of functions, each 0.2 s of 512 MB', 3000, 0.2e-6 + 0.2 * 0.5 * 13.3334e-6],
  ['reads and writes of DynamoDB', 5000, 0.625e-6],
  ['executions of Express state machines', 50, 5e-6],
  ['traces of X-Ray', 2000, 5e-6],
  ['requests to CloudFront, S3, SQS, EventBridge and CloudWatch', 5000, 5e-6],
  ['GB of logs', 0.02, 0.5],
];

/** Estimates the order of magnitude of the cost from the template and the checks. */
export function estimateCost(counts: Counts, minutes: number): Cost {
  const lines = [
    ...Object.entries(BY_MONTH).flatMap(([type, usd]) => {
      const count = counts.get(type) ?? 0;
      return count === 0 ? [] : [{ what: `${count} ${type}, for ${minutes} minutes`, usd: count * usd * minutes / 60 / HOURS_OF_MONTH }];
    }),
    ...USE.map(([what, quantity, usd]) => ({ what: `${quantity} ${what}`, usd: quantity * usd })),
  ];
  return { lines, total: lines.reduce((sum, { usd }) => sum + usd, 0) };
}
