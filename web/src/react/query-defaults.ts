import { NetworkError } from '../errors';

/**
 * One more attempt after a lost connection. TanStack Query makes it when the browser is online again. All other retries are made by
 * the client itself.
 */
export const retry = (failures: number, error: Error) => error instanceof NetworkError && failures < 1;

/** Options for changes. A change without a connection fails at once, instead of being sent an hour later. */
export const CHANGE = { networkMode: 'always', retry: false } as const;
