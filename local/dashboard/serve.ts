/** Serves a dashboard as long as the engine of its state directory runs: `serve.ts <state directory> <DashboardUrl>` */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDashboardServer } from './server';
import { ADDRESS, runningEngine } from '../engine/engine';
import { stateDirectory } from '../process/state-directory';

const CHECK_MS = 500;
/** The ports next to the port of an engine are for other engines. */
const PORTS_BEYOND_THE_ENGINE = 1000;

async function main([directory, dashboardUrl]: readonly string[]): Promise<void> {
  const state = stateDirectory(directory);
  const engine = runningEngine(state);
  if (engine === undefined) {
    throw new Error(`No engine runs in ${directory}.`);
  }
  const server = await createDashboardServer({
    endpoint: `https://${ADDRESS}:${engine.port}`,
    authority: readFileSync(state.certificateAuthority),
    dashboardUrl,
  });
  // Derived from the port of the engine, so the address is the same after a restart. If the port is taken, any free port is used.
  const port = await listen(server, engine.port + PORTS_BEYOND_THE_ENGINE).catch(() => listen(server, 0));
  process.send!(port);
  setInterval(() => {
    if (runningEngine(state)?.pid !== engine.pid) {
      process.exit();
    }
  }, CHECK_MS);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, ADDRESS, () => resolve((server.address() as AddressInfo).port));
  });
}

void main(process.argv.slice(2));
