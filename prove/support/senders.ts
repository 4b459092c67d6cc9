import { setTimeout as sleep } from 'node:timers/promises';
import { concurrently } from './concurrently';
import type { Saga } from './saga';
import type { User } from './users';

const SENDERS = 16;

/** After as many events, senders look whether the engine keeps up. */
const EVENTS_BETWEEN_LOOKS = 64;

/**
 * More executions at once than these make one small machine so slow that its tasks run into their timeouts, as they never
 * would where every execution has a machine of its own.
 */
const MOST_UNDER_WAY = 128;
const POLL_MS = 100;

/** Puts sign-ups on the bus from many senders at once. A user who is there twice signs up twice. */
export async function sendAll(saga: Saga, signUps: readonly User[], signal: AbortSignal): Promise<void> {
  let sent = 0;
  let pause = Promise.resolve();
  await concurrently(SENDERS, signUps, async (user) => {
    signal.throwIfAborted();
    await pause;
    await saga.signUp(user);
    if (++sent % EVENTS_BETWEEN_LOOKS === 0) pause = keepUp(saga, signal);
  });
}

async function keepUp(saga: Saga, signal: AbortSignal): Promise<void> {
  while (await saga.countUnderWay() > MOST_UNDER_WAY) {
    await sleep(POLL_MS, undefined, { signal });
  }
}
