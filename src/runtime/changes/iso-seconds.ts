/** Formats a time for events: ISO 8601, UTC, to the second. */
export function isoSeconds(secondsSinceEpoch: number): string {
  return new Date(Math.floor(secondsSinceEpoch) * 1000).toISOString().replace('.000Z', 'Z');
}
