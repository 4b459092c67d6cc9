/** Returns the `Retry-After` of a response in milliseconds; 0 if it has none. */
export function retryAfterMs(response: Response): number {
  const value = response.headers.get('retry-after');
  if (value === null) return 0;
  // Seconds, or a date (RFC 9110).
  const ms = /^\s*\d+\s*$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(ms, 0);
}
