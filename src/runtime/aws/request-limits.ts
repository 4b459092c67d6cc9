/** Timeouts of one attempt at a request to AWS, in milliseconds. Three attempts end within 9 seconds. */
export const REQUEST_LIMITS = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true } as const;
