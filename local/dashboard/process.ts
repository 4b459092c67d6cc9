import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { Failure } from '../process/failure';
import { endProcessGroup } from '../process/process-group';
import { runningProcess, writeRecord } from '../process/process-record';
import { lastLines } from '../process/run-command';
import { REPOSITORY, type StateDirectory } from '../process/state-directory';

const SERVE = path.join(__dirname, 'serve.ts');

/** Starts a process that serves the dashboard to any browser on this machine, and returns its address. The process ends with the engine. */
export async function startDashboard(state: StateDirectory, dashboardUrl: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const log = openSync(state.dashboardLog, 'w');
  const child = spawn(process.execPath, ['--import', 'tsx', SERVE, state.path, dashboardUrl], {
    cwd: REPOSITORY, detached: true, stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  if (child.pid !== undefined) {
    writeRecord(state.dashboardRecord, { pid: child.pid, port: 0 });
  }
  const port = await new Promise<number>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    child.once('message', (message) => {
      signal.removeEventListener('abort', abort);
      resolve(message as number);
    });
    child.once('error', (error) => reject(new Failure(`The server of the dashboard cannot be started: ${error.message}.`)));
    child.once('exit', () => reject(new Failure(
      `The server of the dashboard ended before it was ready. The end of its log (${state.dashboardLog}):\n${lastLines(readFileSync(state.dashboardLog, 'utf8'))}`,
    )));
  });
  writeRecord(state.dashboardRecord, { pid: child.pid!, port });
  child.disconnect();
  child.unref();
  return `http://localhost:${port}`;
}

export async function stopDashboard(state: StateDirectory): Promise<void> {
  const running = runningProcess(state.dashboardRecord, SERVE);
  if (running !== undefined) {
    await endProcessGroup(running.pid);
  }
  rmSync(state.dashboardRecord, { force: true });
}
