/**
 * Proves that a tenant creation is never lost and never doubled, and that a deletion is complete, on a separate engine:
 * `npm run prove [-- [--quick] [--seed <number>] [--bundled] <name>...]`. Without names, all proofs run. `--bundled` uses the existing bundles
 * in `assets`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Argument } from '@commander-js/extra-typings';
import { PROOF_NAMES } from './names';
import { APPLICATIONS, ENGINE_RECORD_VARIABLE } from './support/deployment';
import { FAULTS_FILE_VARIABLE } from './support/engine-faults';
import type { CdkApp } from '../local/app/cdk-app';
import { shutDown } from '../local/app/shut-down';
import { npmScript } from '../local/commands/command-line';
import { bringUp } from '../local/commands/up';
import { clientProcessEnvironment } from '../local/engine/environment';
import type { Engine } from '../local/engine/running-engine';
import { BUNDLES, buildIfChanged } from '../local/examples/build';
import { EXAMPLE_CDK_CLI, prepareExampleDependencies } from '../local/examples/example';
import { Failure } from '../local/process/failure';
import { printedStep, type Step } from '../local/process/progress';
import { runToEnd } from '../local/process/run-to-end';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY, stateDirectory } from '../local/process/state-directory';

const STATE = stateDirectory(path.join(REPOSITORY, '.local', 'prove'));
const REPORT = path.join(STATE.path, 'report.json');
const ENGINE_REPORT = path.join(STATE.path, 'engine-report.json');
const FAULTS = path.join(STATE.path, 'faults.json');
const BIN = path.join(REPOSITORY, 'node_modules', '.bin');
const PLAY = path.join(__dirname, 'play.ts');
const DEFAULT_SEED = '20261125';

/** Retries of state machines wait a fiftieth of their time. The number of retries does not change. */
const WAIT_SCALE = '0.02';

async function main(signal: AbortSignal): Promise<void> {
  const { names, quick, seed, bundled } = readCommandLine();
  mkdirSync(STATE.path, { recursive: true });
  rmSync(REPORT, { force: true });

  // Thousands of executions make an engine slow. So in a full run, each application gets a new engine.
  const groups = quick ? [APPLICATIONS] : APPLICATIONS.map((application) => [application]);
  console.log(`Seed ${seed}`);
  let [passed, failed] = [0, 0];
  for (const [index, applications] of groups.entries()) {
    const result = await proveOnEngine(bundled || index > 0, [seed, quick ? 'quick' : 'full', applications.join(','), ...names], signal);
    passed += result.passed;
    failed += result.failed;
  }
  writeFileSync(REPORT, JSON.stringify({ passed, failed }));
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** Starts an engine, deploys the app to it, runs the proofs, and stops the engine. */
async function proveOnEngine(bundled: boolean, args: readonly string[], signal: AbortSignal): Promise<{ passed: number; failed: number }> {
  [ENGINE_REPORT, FAULTS, `${FAULTS}.thrown`].forEach((leftover) => rmSync(leftover, { force: true }));
  const { engine } = await bringUp({
    state: STATE,
    cacheDirectory: DEFAULT_CACHE_DIRECTORY,
    port: 0,
    engineSettings: { SFN_WAIT_SCALE: WAIT_SCALE, [FAULTS_FILE_VARIABLE]: FAULTS },
  }, printedStep, signal, bundled ? prepareBundledApp : prepareApp);
  try {
    await play(engine, [ENGINE_REPORT, ...args], AbortSignal.any([signal, engine.died]));
  } finally {
    await printedStep('Stop the engine', () => shutDown(STATE));
  }
  return JSON.parse(readFileSync(ENGINE_REPORT, 'utf8'));
}

function readCommandLine() {
  const command = npmScript('prove', 'Proves that a tenant creation is never lost and never doubled, and that a deletion is complete, on a separate engine.')
    .addArgument(new Argument('[proof...]', 'run only these proofs').choices(PROOF_NAMES))
    .option('--quick', 'run each proof with few cases', false)
    .option('--seed <number>', 'the seed of the random cases; the same seed repeats the same cases', DEFAULT_SEED)
    .option('--bundled', 'use the existing bundles in assets instead of bundling the functions', false)
    .parse();
  const names: readonly string[] = command.processedArgs[0] ?? [];
  return { names: names.length > 0 ? names : PROOF_NAMES, ...command.opts() };
}

async function prepareApp(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<CdkApp> {
  await step('Bundle the functions', () => buildIfChanged(BUNDLES, signal));
  return prepareBundledApp(cacheDirectory, step, signal);
}

async function prepareBundledApp(cacheDirectory: string, step: Step, signal: AbortSignal): Promise<CdkApp> {
  await prepareExampleDependencies(cacheDirectory, step, signal);
  return { title: 'the app of the proofs', directory: path.join(__dirname, 'app'), cli: EXAMPLE_CDK_CLI };
}

async function play(engine: Engine, args: readonly string[], signal: AbortSignal): Promise<void> {
  // A separate process: SDK clients read their settings and the trusted certificates from the environment when a process starts.
  const child = spawn(path.join(BIN, 'tsx'), [PLAY, ...args], {
    env: { ...clientProcessEnvironment(engine, STATE), [FAULTS_FILE_VARIABLE]: FAULTS, [ENGINE_RECORD_VARIABLE]: STATE.engineRecord },
    stdio: 'inherit',
    signal,
  });
  await once(child, 'exit').catch((error) => {
    throw signal.aborted ? signal.reason : error;
  });
  if (!existsSync(ENGINE_REPORT)) {
    throw new Failure(`The proofs stopped early. The log of the engine is ${STATE.engineLog}.`);
  }
}

void runToEnd(main);
