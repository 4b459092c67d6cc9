/** What people do in a month, each of them, in a product that is used on working days. An assumption: your own is one edit away. */
export const MONTH = {
  /** New users, as part of all. */
  signUps: 0.05,
  signIns: 10,
  /** Tokens last an hour. */
  refreshes: 40,
  requests: 1_000,
} as const;

/** The busiest second of a month, as a multiple of its mean: most of a day's work in eight hours of a region, and a peak in those. */
export const PEAK = 10;

/** How many requests come with one token before API Gateway asks the authorizer about it again, which is after five minutes. */
export const REQUESTS_PER_AUTHORIZATION = 10;

/** Users of a busy hour, as part of all. */
export const SHARE_OF_ACTIVE_USERS = 0.1;
