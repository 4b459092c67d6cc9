import { setTimeout as sleep } from 'node:timers/promises';
import { concurrently } from './concurrently';
import type { Saga } from './saga';
import type { User } from './users';

const SENDERS = 16;

/** After this many events, a sender checks whether the engine keeps up. */
const EVENTS_BETWEEN_LOOKS = 64;

/**
 * Maximum of concurrent executions. More make a small machine so slow that tasks run into their timeouts. On AWS, executions do not
 * share a machine.
 */
const MOST_UNDER_WAY = 128;
const POLL_MS = 100;

/** Puts sign-ups on the bus from many concurrent senders. A user who is in the list twice signs up twice. */
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
