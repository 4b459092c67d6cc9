import { LRUCache } from 'lru-cache';

export interface Instances {
  /** Requests of a second, to all instances. */
  readonly requests: number;
  /** Tenants, or users, that those requests come from, each as often as the others: the worst that can be. */
  readonly active: number;
  /** Instances that share the requests, each request going to any of them. */
  readonly instances: number;
  /** For how many of them an instance keeps clients. */
  readonly maxClients: number;
  /** How long the credentials of a client are used. */
  readonly lifetimeSeconds: number;
}

const REQUESTS = 60_000;

/**
 * Which part of the requests has to ask STS, by playing what one instance is sent: it looks for a client as the functions do, in a
 * cache that forgets those that were not used for the longest time.
 */
export function missRate({ requests, active, instances, maxClients, lifetimeSeconds }: Instances): number {
  const random = seededRandom();
  const clients = new LRUCache<number, number>({ max: maxClients });
  const secondsBetween = instances / requests;
  // It is warm when each of those that it can keep has come by, or the credentials of the first have ended.
  const warmUp = Math.min(3 * Math.min(maxClients, active), Math.ceil(lifetimeSeconds / secondsBetween));
  let misses = 0;
  for (let number = 0; number < warmUp + REQUESTS; number++) {
    const now = number * secondsBetween;
    const who = Math.floor(random() * active);
    const renewedAt = clients.get(who);
    if (renewedAt === undefined || now - renewedAt > lifetimeSeconds) {
      clients.set(who, now);
      misses += number >= warmUp ? 1 : 0;
    }
  }
  return misses / REQUESTS;
}

/** The same numbers in each run: those of Park and Miller, which are quick to make. */
function seededRandom(): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 20_261_125;
  return () => {
    state = state * 48_271 % modulus;
    return state / modulus;
  };
}
