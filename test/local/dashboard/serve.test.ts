import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts, portBelowTakenOne } from '../fixtures/free-port';
import { isRunning, Program } from '../fixtures/program';

const UP = 'test/local/fixtures/up-with-app.ts';
const DOWN = 'local/commands/down.ts';
const DASHBOARD_URL = 'https://d111111abcdef8.cloudfront.net';

// The first run on a machine installs the engine.
jest.setTimeout(180_000);

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'local-dashboard-'));
});

afterEach(async () => {
  await new Program(DOWN, ['--state-dir', directory]).end();
  rmSync(directory, { recursive: true, force: true });
});

/** Starts an engine and an app with these outputs. */
function up(outputs: Readonly<Record<string, string>>, port = 0) {
  const app = path.join(directory, 'app');
  const cdk = path.join(app, 'node_modules', '.bin', 'cdk');
  mkdirSync(path.dirname(cdk), { recursive: true });
  writeFileSync(cdk, '#!/bin/sh\n'
    + `while [ $# -gt 0 ]; do [ "$1" = --outputs-file ] && echo '${JSON.stringify({ App: outputs })}' > "$2"; shift; done; exit 0\n`);
  chmodSync(cdk, 0o755);
  return new Program(UP, [app, '--state-dir', directory, '--port', String(port)]).end();
}

function stateFile(name: string) {
  const file = path.join(directory, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

async function ends(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 10_000 && isRunning(pid); waited += 50) {
    await sleep(50);
  }
  return !isRunning(pid);
}

test('is served on a port that is derived from the port of the engine, and the outputs have its address', async () => {
  expect(await up({ DashboardUrl: DASHBOARD_URL })).toEqual({ exitCode: 0, message: '' });

  const { port } = stateFile('engine.json');
  expect(stateFile('outputs.json')).toMatchObject({ DashboardUrl: DASHBOARD_URL, LocalDashboardUrl: `http://localhost:${port + 1000}` });
  expect(await accepts(port + 1000)).toBe(true);
});

test('is served on another port if that one is taken', async () => {
  const { port, neighbour } = await portBelowTakenOne(1000);
  const { exitCode } = await up({ DashboardUrl: DASHBOARD_URL }, port);
  neighbour.close();

  expect(exitCode).toBe(0);
  const dashboard = stateFile('dashboard.json');
  expect(dashboard.port).not.toBe(port + 1000);
  expect(stateFile('outputs.json').LocalDashboardUrl).toBe(`http://localhost:${dashboard.port}`);
  expect(await accepts(dashboard.port)).toBe(true);
});

test('ends with local:down', async () => {
  await up({ DashboardUrl: DASHBOARD_URL });
  const { pid, port } = stateFile('dashboard.json');
  await new Program(DOWN, ['--state-dir', directory]).end();

  expect(isRunning(pid)).toBe(false);
  expect(await accepts(port)).toBe(false);
  expect(stateFile('dashboard.json')).toBeUndefined();
});

test('ends when the engine dies', async () => {
  await up({ DashboardUrl: DASHBOARD_URL });
  const { pid } = stateFile('dashboard.json');
  process.kill(stateFile('engine.json').pid, 'SIGKILL');

  expect(await ends(pid)).toBe(true);
});

test('an app without a dashboard has none', async () => {
  expect(await up({ ApiUrl: 'https://example.com/' })).toEqual({ exitCode: 0, message: '' });

  expect(stateFile('dashboard.json')).toBeUndefined();
  expect(stateFile('outputs.json').LocalDashboardUrl).toBeUndefined();
});

test('if it cannot be served, the start fails and leaves nothing running', async () => {
  const { exitCode, message } = await up({ DashboardUrl: 'no address' });

  expect(exitCode).toBe(1);
  expect(message).toMatch(/^The server of the dashboard ended before it was ready\. The end of its log \(.*dashboard\.log\):\n/);
  expect(stateFile('engine.json')).toBeUndefined();
  expect(stateFile('dashboard.json')).toBeUndefined();
});
