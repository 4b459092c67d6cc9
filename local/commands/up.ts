/** Starts the engine in the background, deploys the example to it, and serves its dashboard. */
import { setTimeout as sleep } from 'node:timers/promises';
import { engineScript, localOptions, type LocalOptions } from './command-line';
import { describeDeployment } from './running';
import type { CdkApp, PrepareApp } from '../app/cdk-app';
import { deploy } from '../app/deployment';
import { saveOutputs, type Outputs } from '../app/outputs';
import { shutDown } from '../app/shut-down';
import { leadLinksTo } from '../dashboard/links';
import { startDashboard } from '../dashboard/process';
import { checkCanStart, startEngine } from '../engine/engine';
import { checkPython, preparePython } from '../engine/python';
import type { Engine } from '../engine/running-engine';
import { prepareExample } from '../examples/example';
import { EXAMPLES } from '../examples/examples';
import { Failure } from '../process/failure';
import { tryLock } from '../process/lock';
import { printedStep, type Step } from '../process/progress';
import { runToEnd } from '../process/run-to-end';
import type { StateDirectory } from '../process/state-directory';
import { together } from '../process/together';

/** How long a process that fails because the engine ended can be ahead of the report that the engine ended. */
const NEWS_DELAY_MS = 300;

export interface Deployed {
  readonly engine: Engine;
  readonly outputs: Outputs;
}

/** Starts an engine and deploys an app to it. If that fails or is aborted, nothing keeps running. */
export async function bringUp(
  options: LocalOptions, step: Step, signal: AbortSignal, prepareApp: PrepareApp = prepareExample,
): Promise<Deployed> {
  const { state, cacheDirectory } = options;
  const release = await tryLock(state.path);
  if (release === undefined) {
    throw new Failure(`Another command is starting the local engine in ${state.path}. Wait for it to end.`);
  }
  try {
    const port = await checkCanStart(state, options.port);
    await checkPython(cacheDirectory, signal);
    const death = new AbortController();
    const whileAlive = AbortSignal.any([signal, death.signal]);
    try {
      const [engine, app] = await together<[Engine, CdkApp]>(whileAlive, (whileBothSucceed) => [
        prepareEngine(options, port, step, whileBothSucceed, death),
        prepareApp(cacheDirectory, step, whileBothSucceed),
      ]);
      const outputs = await deploy(app, engine, state, step, whileAlive);
      return { engine, outputs: await serveDashboard(outputs, engine, state, step, whileAlive) };
    } catch (error) {
      await sleep(NEWS_DELAY_MS);
      const cause = death.signal.aborted ? death.signal.reason : error;
      await shutDown(state);
      throw cause;
    }
  } finally {
    await release();
  }
}

/** Starts the engine. When it ends unexpectedly, the controller aborts with the reason. */
async function prepareEngine(
  { state, cacheDirectory, engineSettings }: LocalOptions, port: number, step: Step, signal: AbortSignal, death: AbortController,
): Promise<Engine> {
  const python = await preparePython(cacheDirectory, step, signal);
  const engine = await step('Start the engine', () => startEngine(state, port, python, signal, engineSettings));
  engine.died.addEventListener('abort', () => death.abort(engine.died.reason), { once: true });
  return engine;
}

/** Returns the outputs. If the app has a dashboard, they include its address for browsers on this machine. */
async function serveDashboard(
  outputs: Outputs, engine: Engine, state: StateDirectory, step: Step, signal: AbortSignal,
): Promise<Outputs> {
  const { DashboardUrl } = outputs;
  if (DashboardUrl === undefined) {
    return outputs;
  }
  const LocalDashboardUrl = await step('Serve the dashboard', async () => {
    const url = await startDashboard(state, DashboardUrl, signal);
    await leadLinksTo(url, DashboardUrl, engine);
    return url;
  });
  return saveOutputs({ ...outputs, LocalDashboardUrl }, state);
}

async function main(signal: AbortSignal): Promise<void> {
  const options = localOptions(engineScript(
    'local:up', 'Starts a local engine in the background, deploys the example, and serves its dashboard.',
  ).parse().opts());
  const { engine, outputs } = await bringUp(options, printedStep, signal, EXAMPLES[options.example]);
  engine.detach();
  process.stdout.write(describeDeployment(engine, outputs, options.state));
}

if (require.main === module) {
  void runToEnd(main);
}
