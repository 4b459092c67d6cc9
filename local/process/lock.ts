import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as lockfile from 'proper-lockfile';

const POLL_MS = 500;

/** Runs work while it holds the lock of a directory. Waits for other holders. */
export async function withLock<T>(directory: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  let release = await tryLock(directory);
  while (release === undefined) {
    await sleep(POLL_MS);
    signal.throwIfAborted();
    release = await tryLock(directory);
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Returns a function that releases the lock, or `undefined` if another process holds it. */
export async function tryLock(directory: string): Promise<(() => Promise<void>) | undefined> {
  mkdirSync(directory, { recursive: true });
  try {
    return await lockfile.lock(directory, { lockfilePath: `${directory}/lock` });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') {
      return undefined;
    }
    throw error;
  }
}
