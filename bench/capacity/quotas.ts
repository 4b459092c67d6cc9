/** The demand of the busiest second, for a number of users. */
export interface Demand {
  readonly signUps: number;
  readonly signIns: number;
  readonly refreshes: number;
  readonly requests: number;
  /** Calls of STS, for credentials that an instance of a function does not have yet. */
  readonly credentials: number;
  /** Concurrently busy instances of functions. */
  readonly instances: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface Quota {
  readonly name: string;
  /** The quota of a new account in us-east-1. */
  readonly limit: number;
  /** How AWS raises the quota. `docs/capacity.md` has the details. */
  readonly raise: 'on request' | 'for a fee' | 'by itself' | 'never';
  readonly asked: (demand: Demand) => number;
}

/**
 * Quotas per second whose use grows with the users of a tenancy.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 * @see https://repost.aws/knowledge-center/iam-sts-throttling-error
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const QUOTAS: readonly Quota[] = [
  // SignUp and ConfirmSignUp share this quota.
  { name: 'Cognito: UserCreation', limit: 50, raise: 'for a fee', asked: ({ signUps }) => 2 * signUps },
  // InitiateAuth. Responses to its challenges have their own quota, which is three times as high.
  { name: 'Cognito: UserAuthentication', limit: 120, raise: 'for a fee', asked: ({ signIns }) => signIns },
  { name: 'Cognito: UserToken', limit: 120, raise: 'for a fee', asked: ({ refreshes }) => refreshes },
  // In the Region of the functions, and in the three that they ask next.
  { name: 'STS: calls in four Regions', limit: 4 * 600, raise: 'never', asked: ({ credentials }) => credentials },
  { name: 'STS: calls in one Region', limit: 600, raise: 'never', asked: ({ credentials }) => credentials },
  { name: 'Lambda: concurrent executions', limit: 1_000, raise: 'on request', asked: ({ instances }) => instances },
  // With `TenantLookup.ADMIN_API`, each token is one more.
  { name: 'API Gateway: requests', limit: 10_000, raise: 'on request', asked: ({ requests }) => requests },
  { name: 'DynamoDB: reads of a new on-demand table', limit: 12_000, raise: 'by itself', asked: ({ readUnits }) => readUnits },
  { name: 'DynamoDB: writes of a new on-demand table', limit: 4_000, raise: 'by itself', asked: ({ writeUnits }) => writeUnits },
  { name: 'Step Functions: StartExecution, Express', limit: 6_000, raise: 'on request', asked: ({ signUps }) => 2 * signUps },
  { name: 'EventBridge: PutEvents', limit: 10_000, raise: 'on request', asked: ({ signUps }) => 3 * signUps },
];
