/**
 * Prices of us-east-1 in USD: first tier, without free tiers except the permanent one.
 *
 * AWS's pricing pages insert most numbers by script, so stored copies of them lack these. The comment of each price says which source had
 * the number, and the date of its copy. Where no page of AWS had it, two other sources agreed.
 */
export const PRICES = {
  /** Date of the last comparison with the sources. */
  date: '2026-11-30',
  perMillion: {
    /**
     * "API calls: first 333 million requests", AWS whitepaper "Best Practices for Designing Amazon API Gateway Private APIs", cost optimization,
     * undated copy. A transcript of the pricing page of 2026-09-20 has the price of HTTP APIs, and 3.50 is in its tiers since 2018.
     *
     * @see https://aws.amazon.com/api-gateway/pricing/
     */
    restApiRequests: 3.5,
    /** "First 300 million requests", the same whitepaper, and the transcript of the pricing page of 2026-09-20. */
    httpApiRequests: 1,
    /**
     * The pricing page, transcript of 2026-09-20.
     *
     * @see https://aws.amazon.com/lambda/pricing/
     */
    functionCalls: 0.2,
    /**
     * Not found on a page of AWS: copies of the pricing page lack the numbers. Articles of 2025-07-21 and later have them, after the reduction of
     * November 2024.
     *
     * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
     */
    writeUnits: 0.625,
    readUnits: 0.125,
    /**
     * Custom events. Not found on a page of AWS: copies of the pricing page lack the number. Articles of 2026-03-13 and of June 2026 have it.
     *
     * @see https://aws.amazon.com/eventbridge/pricing/
     */
    events: 1,
    /**
     * AWS Compute Blog, "Building cost-effective AWS Step Functions workflows", undated copy; also an article of 2026-03-14.
     *
     * @see https://aws.amazon.com/step-functions/pricing/
     */
    expressExecutions: 1,
    /**
     * Recorded traces. The pricing page in German, undated copy.
     *
     * @see https://aws.amazon.com/xray/pricing/
     */
    traces: 5,
  },
  /**
   * Data of a table in the standard class: "prices start from $0.25 per GB-month", the pricing page, undated copies. Point-in-time recovery: not found on a
   * page of AWS; an undated article about its costs has it, with a reference to the pricing page. `GetRecords` of a stream costs nothing if Lambda
   * calls it: "Evaluate your Streams usage" in the developer guide of DynamoDB.
   *
   * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
   */
  perGigabyteMonth: { table: 0.25, pointInTimeRecovery: 0.2 },
  /**
   * Functions: not found on a page of AWS, because copies of the pricing page lack the numbers. Articles of 2024 and of 2026-05-11 have them.
   * Express executions: an article of 2026-03-14.
   */
  perGigabyteSecond: { arm64: 0.000_013_333_4, x86_64: 0.000_016_666_7, express: 0.000_016_67 },
  /**
   * Logs of functions and of APIs in the standard class, first tier. Articles about AWS's change of 2025-05-01 have it.
   *
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  perLogGigabyte: 0.5,
  /**
   * Essentials, the default plan of a new pool. The pricing page, transcript of 2026-09-20.
   *
   * @see https://aws.amazon.com/cognito/pricing/
   */
  monthlyUser: { each: 0.015, free: 10_000 },
} as const;
