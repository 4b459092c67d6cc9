import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for something that happens soon: asks again until the answer is there.
 *
 * @param what what is waited for, for the message of the error
 * @param ask answers `undefined` as long as it has not happened
 * @param options how often to ask, and what ends the wait early
 * @throws Error when it has not happened within the time
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
      throw new Error(`Expected ${what} within ${withinMs / 1000} s, and it did not happen.`);
    }
    await sleep(everyMs, undefined, { signal });
  }
}
