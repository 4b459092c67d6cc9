import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { isRunning, Program } from '../fixtures/program';

const UP = 'local/commands/up.ts';
const DOWN = 'local/commands/down.ts';
const START_ENGINE = 'test/local/fixtures/start-engine.ts';
const UP_WITH_SLOW_APP = 'test/local/fixtures/up-with-slow-app.ts';

// The first run on a machine installs the engine.
jest.setTimeout(180_000);

let directory: string;
let stateOptions: string[];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'local-up-'));
  stateOptions = ['--state-dir', directory, '--port', '0'];
});

afterEach(async () => {
  await new Program(DOWN, ['--state-dir', directory]).end();
  rmSync(directory, { recursive: true, force: true });
});

function engineRecord(): { pid: number; port: number } | undefined {
  const file = path.join(directory, 'engine.json');
  return existsSync(file) ? readJson(file) : undefined;
}

function readJson(file: string) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Creates a folder of programs to use as PATH. */
function programs(scripts: Readonly<Record<string, string>>, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

describe('a start that fails prints one message, ends with exit code 1, and leaves nothing running:', () => {
  test('if an engine runs already, which is not stopped', async () => {
    expect(await new Program(START_ENGINE, stateOptions).end()).toMatchObject({ exitCode: 0 });
    const { pid, port } = engineRecord()!;

    const { exitCode, message } = await new Program(UP, stateOptions).end();

    expect(exitCode).toBe(1);
    expect(message).toBe(
      `The local engine already runs on port ${port} (process ${pid}). Stop it with \`npm run local:down -- --state-dir ${directory}\`.`,
    );
    expect(isRunning(pid)).toBe(true);
  });

  test('if the port is taken', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;

    const { exitCode, message } = await new Program(UP, ['--state-dir', directory, '--port', String(port)]).end();
    other.close();

    expect(exitCode).toBe(1);
    expect(message).toBe(
      `Port ${port} is used by another program. Free it, or choose another port with --port (0 means any free port).`,
    );
    expect(engineRecord()).toBeUndefined();
  });

  test.each([
    ['without Python', {}, 'found none'],
    ['with a Python that is too old', { python3: 'echo 3 9' }, 'found python3 3.9'],
    ['with a Python that is broken', { python3: 'exit 1' }, 'found none'],
  ])('%s', async (_, scripts, found) => {
    const env: NodeJS.ProcessEnv = { ...process.env, PATH: programs(scripts, path.join(directory, 'bin')) };
    delete env.PYTHON;

    const { exitCode, message } = await new Program(UP, [...stateOptions, '--cache-dir', path.join(directory, 'cache')], env).end();

    expect(exitCode).toBe(1);
    expect(message).toBe(
      `The local engine needs Python 3.10 or newer, but ${found}. Install it, or set the environment variable PYTHON to its path.`,
    );
    expect(engineRecord()).toBeUndefined();
  });

  test('with an invalid port', async () => {
    const { exitCode, message } = await new Program(UP, ['--state-dir', directory, '--port', '99999']).end();
    expect(exitCode).toBe(1);
    expect(message).toMatch(/^error: option '--port <number>' argument '99999' is invalid\. It must be a number from 0 \(any free port\) to 65535\./);
  });

  test('with an option that does not exist', async () => {
    const { exitCode, message } = await new Program(UP, ['--prot', '1']).end();
    expect(exitCode).toBe(1);
    expect(message).toMatch(/^error: unknown option '--prot'\n/);
  });

  test('with an example that does not exist', async () => {
    const { exitCode, message } = await new Program(UP, ['--example', 'java']).end();
    expect(exitCode).toBe(1);
    expect(message).toMatch(/^error: option '--example <name>' argument 'java' is invalid\. Allowed choices are typescript, python, lowest-cdk\./);
  });

  test('when the engine dies at its start', async () => {
    const up = new Program(UP, stateOptions);
    const { pid } = await up.until(engineRecord);
    process.kill(pid, 'SIGKILL');

    const { exitCode, message } = await up.end();

    expect(exitCode).toBe(1);
    expect(message).toMatch(/^The engine ended unexpectedly. The end of its log/);
    expect(message).not.toContain('    at ');
    expect(engineRecord()).toBeUndefined();
  });
});

describe('during a deployment', () => {
  let up: Program;
  let enginePid: number;
  let deploymentPid: number;

  beforeEach(async () => {
    const app = path.join(directory, 'app');
    const pidFile = path.join(directory, 'deployment.pid');
    programs({ cdk: `echo $$ > '${pidFile}'; sleep 300 & wait` }, path.join(app, 'node_modules', '.bin'));
    up = new Program(UP_WITH_SLOW_APP, [app, ...stateOptions]);
    deploymentPid = await up.until(() => (existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8'))) || undefined);
    enginePid = engineRecord()!.pid;
  });

  function expectNothingRunning() {
    expect({ engine: isRunning(enginePid), deployment: isRunning(deploymentPid) }).toEqual({ engine: false, deployment: false });
    expect(engineRecord()).toBeUndefined();
  }

  test.each([
    ['Ctrl-C', 'SIGINT', () => up.sendFromTerminal('SIGINT')],
    ['a closed terminal', 'SIGHUP', () => up.sendFromTerminal('SIGHUP')],
    ['SIGTERM', 'SIGTERM', () => up.send('SIGTERM')],
  ])('%s stops everything', async (_, signal, send) => {
    send();
    const { exitCode, message } = await up.end();

    expect(exitCode).not.toBe(0);
    expect(message).toBe(`Interrupted (${signal}). Everything that was started has been stopped.`);
    expectNothingRunning();
  });

  test('the end of the engine stops the deployment and is reported as the reason', async () => {
    process.kill(enginePid, 'SIGKILL');
    const { exitCode, message } = await up.end();

    expect(exitCode).toBe(1);
    expect(message).toMatch(/^The engine ended unexpectedly. The end of its log/);
    expectNothingRunning();
  });

  test('a second start is refused', async () => {
    const { exitCode, message } = await new Program(UP, stateOptions).end();

    expect(exitCode).toBe(1);
    expect(message).toBe(`Another command is starting the local engine in ${directory}. Wait for it to end.`);
    up.send('SIGTERM');
    await up.end();
  });
});

test('a failing deployment shows the last output of the CDK CLI, and stops the engine', async () => {
  const app = path.join(directory, 'app');
  programs({ cdk: 'echo "no such stack (validation: $CDK_VALIDATION)" >&2; exit 1' }, path.join(app, 'node_modules', '.bin'));
  const up = new Program(UP_WITH_SLOW_APP, [app, ...stateOptions]);
  const { pid } = await up.until(engineRecord);
  const { exitCode, message } = await up.end();

  expect(exitCode).toBe(1);
  // Bootstrap and synthesis run at the same time. The local deployment does not wait for the CDK to validate templates.
  expect(message.replace('cdk synth', 'cdk bootstrap')).toBe(
    `cdk bootstrap failed (its log is ${path.join(directory, 'deployment.log')}):\n  no such stack (validation: false)`,
  );
  expect(isRunning(pid)).toBe(false);
});

describe('local:down', () => {
  test('stops the engine and forgets it', async () => {
    await new Program(START_ENGINE, stateOptions).end();
    const { pid, port } = engineRecord()!;
    expect(await accepts(port)).toBe(true);

    expect(await new Program(DOWN, ['--state-dir', directory]).end()).toEqual({ exitCode: 0, message: '' });

    expect(isRunning(pid)).toBe(false);
    expect(await accepts(port)).toBe(false);
    expect(engineRecord()).toBeUndefined();
  });

  test('reports that no engine was running', async () => {
    expect(await new Program(DOWN, ['--state-dir', directory]).end()).toEqual({
      exitCode: 0, message: `No engine was running (looked in ${directory}).`,
    });
  });

  test('does not stop another process with the process id of an earlier engine', async () => {
    writeFileSync(path.join(directory, 'engine.json'), JSON.stringify({ pid: process.pid, port: 1 }));
    expect(await new Program(DOWN, ['--state-dir', directory]).end()).toMatchObject({ exitCode: 0 });
    expect(isRunning(process.pid)).toBe(true);
  });
});
