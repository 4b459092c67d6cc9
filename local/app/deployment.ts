import { rmSync } from 'node:fs';
import * as path from 'node:path';
import type { CdkApp } from './cdk-app';
import { writeOutputs, type Outputs } from './outputs';
import { ACCOUNT, clientProcessEnvironment, REGION, writeEnvironmentScript } from '../engine/environment';
import type { Engine } from '../engine/running-engine';
import type { Step } from '../process/progress';
import { runCommand } from '../process/run-command';
import type { StateDirectory } from '../process/state-directory';
import { together } from '../process/together';

/** Environment variables of the CDK CLI for deployments to the engine. */
export const CDK_ENVIRONMENT = {
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  // The engine does not need the CDK to compare templates with the schemas of CloudFormation, which takes longer than the rest of the synthesis.
  CDK_VALIDATION: 'false',
};

/** Bootstraps the engine and deploys all stacks of a CDK app to it. */
export async function deploy(
  app: CdkApp, engine: Engine, state: StateDirectory, step: Step, signal: AbortSignal,
): Promise<Outputs> {
  const cdkOutputsFile = path.join(state.path, 'cdk-outputs.json');
  await together(signal, (whileBothSucceed) => [
    bootstrap(app, engine, state, step, whileBothSucceed),
    step(`Synthesize ${app.title}`, () => cdk(app, engine, state, whileBothSucceed, app.directory, 'synth', '--quiet', '--output', state.cdkOutput)),
  ]);
  await step(`Deploy ${app.title} (CDK CLI)`, () => cdk(
    app, engine, state, signal, app.directory,
    'deploy', '--app', state.cdkOutput, '--all', '--require-approval', 'never', '--method', 'direct', '--progress', 'events',
    '--outputs-file', cdkOutputsFile,
  ));
  writeEnvironmentScript(engine, state);
  return writeOutputs(cdkOutputsFile, engine, state);
}

/** Prepares the engine for the CDK CLI. */
export async function bootstrap(
  app: Pick<CdkApp, 'cli' | 'environment'>, engine: Engine, state: StateDirectory, step: Step, signal: AbortSignal,
): Promise<void> {
  rmSync(state.deploymentLog, { force: true });
  // The CLI would synthesize an app that it finds in the working directory.
  await step('Bootstrap the account (CDK CLI)', () => cdk(app, engine, state, signal, state.path, 'bootstrap', `aws://${ACCOUNT}/${REGION}`));
}

async function cdk(
  { cli, environment }: Pick<CdkApp, 'cli' | 'environment'>, engine: Engine, state: StateDirectory, signal: AbortSignal, cwd: string,
  command: string, ...args: readonly string[]
): Promise<string> {
  return runCommand(cli, [command, ...args, '--no-notices', '--no-version-reporting', '--ci'], {
    purpose: `cdk ${command}`,
    cwd,
    env: { ...clientProcessEnvironment(engine, state), ...CDK_ENVIRONMENT, ...environment },
    log: state.deploymentLog,
    signal,
  });
}
