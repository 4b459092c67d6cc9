import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5_000;
const POLL_MS = 50;

/** Ends a process that leads a process group, with all of its descendants. Resolves when none is left. */
export async function endProcessGroup(leader: number): Promise<void> {
  signalGroup(leader, 'SIGTERM');
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (!signalGroup(leader, 0)) {
      return;
    }
    await sleep(POLL_MS);
  }
  signalGroup(leader, 'SIGKILL');
}

/** Sends a signal to a process that leads a process group, and to its descendants. @returns whether any of them exists */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
