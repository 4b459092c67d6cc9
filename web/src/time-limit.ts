import { NetworkError } from './errors';

/** The longest delay of a timer. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Runs `work` with a time limit. It gets a signal that is aborted when the time is over or when the caller aborts. Work that ignores the
 * signal is not waited for.
 *
 * @throws NetworkError when the time is over, or the signal's reason when the caller aborts
 */
export async function withTimeLimit<T>(limitMs: number, signal: AbortSignal | undefined, work: (limited: AbortSignal) => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const limited = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    limited.signal.addEventListener('abort', () => reject(limited.signal.reason), { once: true });
  });
  const abort = () => limited.abort(signal?.reason);
  // Not `AbortSignal.timeout`, because its timer would continue after the end of the call.
  const timer = setTimeout(() => {
    limited.abort(new NetworkError({ cause: new DOMException(`The API did not respond within ${limitMs} ms.`, 'TimeoutError') }));
  }, Math.min(limitMs, LONGEST_MS));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(limited.signal), stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
