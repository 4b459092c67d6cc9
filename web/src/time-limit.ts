import { NetworkError } from './errors';

/** What timers can count to. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Does something that has to be over in time. `work` gets a signal that is aborted when it is not, or when the caller aborts; what
 * does not heed it is not waited for.
 *
 * @throws NetworkError when the time is over, the signal's reason when the caller aborts
 */
export async function withTimeLimit<T>(limitMs: number, signal: AbortSignal | undefined, work: (limited: AbortSignal) => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const limited = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    limited.signal.addEventListener('abort', () => reject(limited.signal.reason), { once: true });
  });
  const abort = () => limited.abort(signal?.reason);
  // Not `AbortSignal.timeout`, whose timer outlives a call that is over.
  const timer = setTimeout(() => {
    limited.abort(new NetworkError({ cause: new DOMException(`There was no answer within ${limitMs} ms.`, 'TimeoutError') }));
  }, Math.min(limitMs, LONGEST_MS));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(limited.signal), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
