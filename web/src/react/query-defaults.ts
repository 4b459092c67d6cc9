import { NetworkError } from '../errors';

/**
 * The client repeats reads by itself. One more try after a lost connection: TanStack Query makes it when the browser is online
 * again.
 */
export const retry = (failures: number, error: Error) => error instanceof NetworkError && failures < 1;

/** A person who changes something without a connection wants to hear of it, not to find it done an hour later. */
export const CHANGE = { networkMode: 'always', retry: false } as const;
