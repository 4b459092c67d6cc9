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

/**
 * Number of requests with a token for each call of the authorizer. A page of a web app sends some requests at once, and people open several pages in
 * five minutes.
 */
export const REQUESTS_PER_AUTHORIZATION = {
  /** API Gateway keeps the decision for 28 seconds: the default of a tenancy. */
  freshRights: 4,
  /** API Gateway keeps the decision for five minutes: its own default. */
  ofToken: 10,
} as const;

/** The record of the user, the membership and the tenant, each read consistently. */
export const READ_UNITS_OF_AUTHORIZATION = 3;

/** Users of a busy hour, as a part of all users. */
export const SHARE_OF_ACTIVE_USERS = 0.1;
