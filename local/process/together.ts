import { Failure } from './failure';

/**
 * Waits for work that runs at the same time. When one part fails, the signal that all parts have aborts, and the error is thrown when
 * nothing of the work runs any longer.
 */
export async function together<T extends readonly unknown[]>(
  signal: AbortSignal, start: (signal: AbortSignal) => { readonly [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const failed = new AbortController();
  const parts = start(AbortSignal.any([signal, failed.signal]));
  try {
    return await Promise.all(parts) as unknown as T;
  } catch (error) {
    failed.abort(new Failure('Stopped, because another part of the work failed.'));
    await Promise.allSettled(parts);
    throw error;
  }
}
