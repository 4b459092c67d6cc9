import { LRUCache } from 'lru-cache';

export interface Instances {
  /** Requests per second, to all instances. */
  readonly requests: number;
  /** Number of tenants or users that send requests. Each sends the same number, which is the worst case for caches. */
  readonly active: number;
  /** Number of instances. Each request goes to a random one. */
  readonly instances: number;
  /** Maximum number of tenants or users for which an instance keeps clients. */
  readonly maxClients: number;
  /** Time for which a client uses its credentials. */
  readonly lifetimeSeconds: number;
}

const REQUESTS = 60_000;

/**
 * The part of the requests that needs a call of STS. Simulates the requests of one instance, which looks for a client in an LRU cache,
 * as the functions do.
 */
export function missRate({ requests, active, instances, maxClients, lifetimeSeconds }: Instances): number {
  const random = seededRandom();
  const clients = new LRUCache<number, number>({ max: maxClients });
  const secondsBetween = instances / requests;
  // The cache is warm after a request of each client that it can keep, or when the first credentials have expired.
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

/** The fast generator of Park and Miller, which returns the same numbers in each run. */
function seededRandom(): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 20_261_125;
  return () => {
    state = state * 48_271 % modulus;
    return state / modulus;
  };
}
