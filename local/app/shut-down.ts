import { stopDashboard } from '../dashboard/process';
import { stopEngine } from '../engine/engine';
import type { StateDirectory } from '../process/state-directory';

/** Stops the engine, every process that it started, and the server of its dashboard. Returns false if no engine was running. */
export async function shutDown(state: StateDirectory): Promise<boolean> {
  const [wasRunning] = await Promise.all([stopEngine(state), stopDashboard(state)]);
  return wasRunning;
}
