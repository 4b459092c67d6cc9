import { rmSync, writeFileSync } from 'node:fs';
import type { Engine } from './running-engine';
import { OUTPUTS_FILE_VARIABLE } from '../client/outputs';
import type { StateDirectory } from '../process/state-directory';

export const REGION = 'us-east-1';

/** The account of the engine's root keys. */
export const ACCOUNT = '000000000000';

/** Variables of a developer's shell that would lead clients away from the engine. */
const MISLEADING = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_S3'];

/** The environment variables with which AWS clients work with the engine. */
export function clientEnvironment(engine: Engine, state: StateDirectory): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: engine.endpoint,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: engine.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engine.credentials.secretAccessKey,
    AWS_CA_BUNDLE: engine.certificates.bundle,
    CURL_CA_BUNDLE: engine.certificates.bundle,
    REQUESTS_CA_BUNDLE: engine.certificates.bundle,
    SSL_CERT_FILE: engine.certificates.bundle,
    NODE_EXTRA_CA_CERTS: engine.certificates.bundle,
    // Without this, the SDK prints a warning about future Node.js versions at each start.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    [OUTPUTS_FILE_VARIABLE]: state.outputs,
  };
}

/** The environment of a process that is a client of the engine. */
export function clientProcessEnvironment(engine: Engine, state: StateDirectory): NodeJS.ProcessEnv {
  return { ...environmentWithoutAws(), ...clientEnvironment(engine, state) };
}

/** Our own environment without the variables of AWS. */
export function environmentWithoutAws(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));
}

/** Writes the shell script that turns a terminal into a client of the engine. Only its owner can read it: it contains the root keys. */
export function writeEnvironmentScript(engine: Engine, state: StateDirectory): void {
  // `writeFileSync` sets the mode of new files only.
  rmSync(state.environmentScript, { force: true });
  writeFileSync(state.environmentScript, [
    '# Read this into a shell (". .local/env.sh"): AWS clients there work with the local engine.',
    `unset ${MISLEADING.join(' ')}`,
    ...Object.entries(clientEnvironment(engine, state)).map(([name, value]) => `export ${name}=${quoted(value)}`),
    '',
  ].join('\n'), { mode: 0o600 });
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
