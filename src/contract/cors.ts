/** CORS settings of the APIs: methods and headers that browsers can send, and headers that they can read. */
export const CORS = {
  allowMethods: ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
  allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key'],
  exposeHeaders: ['ETag', 'Retry-After'],
} as const;
