const DAY_MS = 24 * 60 * 60 * 1_000;

/** Returns the time from which a tenant that is closed now is deleted; ISO 8601, UTC. */
export function endOfGracePeriod(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}
