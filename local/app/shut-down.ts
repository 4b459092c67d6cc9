import { stopDashboard } from '../dashboard/process';
import { stopEngine } from '../engine/engine';
import type { StateDirectory } from '../process/state-directory';

/** Ends the engine, all that it started, and the server of its dashboard; false when none was running. */
export async function shutDown(state: StateDirectory): Promise<boolean> {
  const [wasRunning] = await Promise.all([stopEngine(state), stopDashboard(state)]);
  return wasRunning;
}
