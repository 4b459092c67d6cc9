/** Actions of a user in a month, in a product for working days. These are assumptions: edit them for your product. */
export const MONTH = {
  /** New users, as a part of all users. */
  signUps: 0.05,
  signIns: 10,
  /** Tokens expire after an hour. */
  refreshes: 40,
  requests: 1_000,
} as const;

/** The busiest second of a month, as a multiple of the average: most work happens in eight hours of a day, with a peak in those hours. */
export const PEAK = 10;

/** Number of requests with a token for each call of the authorizer. API Gateway caches its result for five minutes. */
export const REQUESTS_PER_AUTHORIZATION = 10;

/** Users of a busy hour, as a part of all users. */
export const SHARE_OF_ACTIVE_USERS = 0.1;
