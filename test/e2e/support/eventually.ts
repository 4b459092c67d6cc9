import { setTimeout as sleep } from 'node:timers/promises';

const POLL_INTERVAL_MS = 200;

/** Asks until there is an answer other than `undefined`, and fails with what was awaited when none comes in time. */
export async function eventually<T>(awaited: string, ask: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${awaited}`);
    await sleep(POLL_INTERVAL_MS);
  }
}
