import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import * as https from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificates, type Certificates } from './certificates';
import { environmentWithoutAws } from './environment';
import { functionRuntimeDirectory } from './function-runtime';
import { ENGINE_DIRECTORY } from './python';
import type { Engine, RootCredentials } from './running-engine';
import { Failure } from '../process/failure';
import { endProcessGroup } from '../process/process-group';
import { runningProcess, writeRecord, type ProcessRecord } from '../process/process-record';
import { lastLines } from '../process/run-command';
import { REPOSITORY, stateDirectoryOptions, type StateDirectory } from '../process/state-directory';

/** Only clients on this machine can reach the engine. */
export const ADDRESS = '127.0.0.1';
const LAUNCHER = path.join(ENGINE_DIRECTORY, 'launcher.py');
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** Throws if an engine of this state directory runs, or if another program has the port. Returns the port to use. */
export async function checkCanStart(state: StateDirectory, port: number): Promise<number> {
  const running = runningEngine(state);
  if (running !== undefined) {
    throw new Failure(
      `The local engine already runs on port ${running.port} (process ${running.pid}). `
      + `Stop it with \`npm run local:down${stateDirectoryOptions(state)}\`.`,
    );
  }
  return usablePort(port);
}

export async function startEngine(
  state: StateDirectory, port: number, python: string, signal: AbortSignal, settings: Readonly<Record<string, string>> = {},
): Promise<Engine> {
  rmSync(state.engineData, { recursive: true, force: true });
  mkdirSync(path.join(state.engineData, 'tmp'), { recursive: true });
  const certificates = await makeCertificates(state.certificates);
  const credentials = newRootCredentials();

  signal.throwIfAborted();
  const log = openSync(state.engineLog, 'w');
  const child = spawn(python, [LAUNCHER], {
    env: { ...engineEnvironment(state, port, certificates, credentials), ...settings },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const death = new AbortController();
  child.once('error', (error) => death.abort(new Failure(`The engine cannot be started: ${error.message}.`)));
  child.once('exit', () => death.abort(new Failure(
    `The engine ended unexpectedly. The end of its log (${state.engineLog}):\n${lastLines(readFileSync(state.engineLog, 'utf8'))}`,
  )));
  if (child.pid !== undefined) {
    writeRecord(state.engineRecord, { pid: child.pid, port });
  }

  try {
    await waitUntilHealthy(port, certificates, state, AbortSignal.any([signal, death.signal]));
  } catch (error) {
    await stopEngine(state);
    throw error;
  }
  return {
    port,
    endpoint: `https://${ADDRESS}:${port}`,
    certificates,
    credentials,
    died: death.signal,
    detach: () => child.unref(),
  };
}

/** Stops the engine and every process that it started. Returns false if no engine was running. */
export async function stopEngine(state: StateDirectory): Promise<boolean> {
  const running = runningEngine(state);
  if (running !== undefined) {
    await endProcessGroup(running.pid);
  }
  for (const leftover of [state.engineRecord, state.engineData, state.outputs, state.environmentScript]) {
    rmSync(leftover, { recursive: true, force: true });
  }
  return running !== undefined;
}

/** The engine of this state directory, if it runs. */
export function runningEngine(state: StateDirectory): ProcessRecord | undefined {
  return runningProcess(state.engineRecord, LAUNCHER);
}

/** These keys allow running code with the rights of the person who started the engine. So they are random, and never on a command line. */
function newRootCredentials(): RootCredentials {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return {
    accessKeyId: `AKIA${Array.from({ length: 16 }, () => characters[randomInt(characters.length)]).join('')}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}

function engineEnvironment(
  state: StateDirectory, port: number, certificates: Certificates, { accessKeyId, secretAccessKey }: RootCredentials,
): NodeJS.ProcessEnv {
  return {
    ...environmentWithoutAws(),
    // The Node.js of the functions comes first: ours can be older than the version that they declare.
    PATH: `${functionRuntimeDirectory()}${path.delimiter}${process.env.PATH}`,
    PYTHONUNBUFFERED: '1',
    // The engine checks the signature and the policies of every request, as AWS does.
    AUTH: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // The CDK's bootstrap bucket refuses plain HTTP.
    USE_SSL: '1',
    MINISTACK_SSL_CERT: certificates.server,
    MINISTACK_SSL_KEY: certificates.serverKey,
    BIND_HOST: ADDRESS,
    GATEWAY_PORT: String(port),
    // Outputs and environments of functions have the same host names as on AWS.
    MINISTACK_HOST: 'us-east-1.amazonaws.com',
    // A pre-token function that fails makes the sign-in fail, as on AWS.
    MINISTACK_COGNITO_PRETOKEN_STRICT: '1',
    // A deletion waits for an hour.
    SFN_WAIT_SCALE: '0.001',
    // The custom resources of the CDK expect the AWS SDK of the Lambda image.
    NODE_PATH: path.join(REPOSITORY, 'node_modules'),
    NODE_EXTRA_CA_CERTS: certificates.authority,
    // The same for Python functions. A bundle that the shell names would override the engine's own.
    AWS_CA_BUNDLE: certificates.bundle,
    REQUESTS_CA_BUNDLE: certificates.bundle,
    SSL_CERT_FILE: certificates.bundle,
    // These services are not used here, and would listen on their own ports.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    STATE_DIR: path.join(state.engineData, 'state'),
    S3_DATA_DIR: path.join(state.engineData, 's3'),
    TMPDIR: path.join(state.engineData, 'tmp'),
  };
}

async function usablePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(new Failure(
      `Port ${port} is used by another program. Free it, or choose another port with --port (0 means any free port).`,
    )));
    probe.listen(port, ADDRESS, () => {
      const { port: found } = probe.address() as AddressInfo;
      probe.close(() => resolve(found));
    });
  });
}

async function waitUntilHealthy(port: number, certificates: Certificates, state: StateDirectory, signal: AbortSignal): Promise<void> {
  const ca = readFileSync(certificates.authority);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (await isHealthy(port, ca)) {
      return;
    }
    await sleep(POLL_MS);
  }
  throw new Failure(`The engine did not answer within ${START_TIMEOUT_MS / 1000} seconds. Its log is ${state.engineLog}.`);
}

async function isHealthy(port: number, ca: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    https.get({ host: ADDRESS, port, path: '/_ministack/health', ca, agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false)).on('timeout', function (this: { destroy(): void }) {
      this.destroy();
    });
  });
}
