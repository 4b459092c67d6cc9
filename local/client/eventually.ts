import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something that happens soon: asks again until there is an answer.
 *
 * @param what the expected event, for the error message
 * @param ask returns `undefined` until the event has happened
 * @param options time limit and interval, and a signal that ends the wait early
 * @throws Error if the event does not happen within the time limit
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 20_000,
  { everyMs = 50, signal }: { readonly everyMs?: number; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`Expected ${what} within ${withinMs / 1000} s, but it did not happen.`);
    }
    await sleep(everyMs, undefined, { signal });
  }
}
