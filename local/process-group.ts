import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5_000;
const POLL_MS = 50;

/** Ends a process that leads a group of its own, with all of its descendants; resolves when none is left. */
export async function endProcessGroup(leader: number): Promise<void> {
  send(leader, 'SIGTERM');
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (!send(leader, 0)) {
      return;
    }
    await sleep(POLL_MS);
  }
  send(leader, 'SIGKILL');
}

/** Whether there was anybody to send it to. */
function send(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
