/**
 * Shows the product at work: starts an engine, deploys the example, plays the story, and stops the engine. With `--keep`
 * everything keeps running. `--example python` deploys the example in Python; `--example lowest-cdk` deploys the example in
 * TypeScript on the lowest CDK version that the package supports.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { engineScript, localOptions, type LocalOptions } from './command-line';
import { describeDeployment } from './running';
import { bringUp } from './up';
import { shutDown } from '../app/shut-down';
import { clientProcessEnvironment } from '../engine/environment';
import { isPythonReady } from '../engine/python';
import type { Engine } from '../engine/running-engine';
import { areDependenciesInstalled } from '../examples/example';
import { EXAMPLES } from '../examples/examples';
import { isTarballBuilt } from '../examples/package';
import { Failure } from '../process/failure';
import { printedStep } from '../process/progress';
import { runToEnd } from '../process/run-to-end';
import { REPOSITORY } from '../process/state-directory';

const TSX = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');
const STORY = path.join(__dirname, '..', 'story', 'play.ts');

/** Says what this run does and how long it takes on a machine with two cores, by what is up to date. */
function introduction(cacheDirectory: string): string {
  const preparations = [
    ...isPythonReady(cacheDirectory) ? [] : ['installs the engine'],
    ...areDependenciesInstalled() ? [] : ['installs the example'],
    ...isTarballBuilt(cacheDirectory) ? [] : ['builds the package'],
  ];
  return [
    'Starts a local engine, deploys the example with the CDK CLI, and plays the story of two tenants.',
    preparations.length === 0
      ? 'Everything is up to date: this takes less than a minute. Ctrl-C stops everything.'
      : `This run first ${preparations.join(', ')}, and takes one to three minutes. Later runs take less than one. Ctrl-C stops everything.`,
    '',
    '',
  ].join('\n');
}

async function main(signal: AbortSignal): Promise<void> {
  const { keep: keepWhenDone, ...given } = engineScript('demo', 'Starts a local engine that enforces IAM, deploys the example, and plays the story of two tenants.')
    .option('--keep', 'keep everything running afterwards, for the dashboard and your own clients')
    .parse().opts();
  const options = localOptions(given);
  process.stdout.write(introduction(options.cacheDirectory));

  const { engine, outputs } = await bringUp(options, printedStep, signal, EXAMPLES[options.example]);
  let keep = false;
  try {
    process.stdout.write('\nThe story of two tenants\n\n');
    await playStory(engine, options, AbortSignal.any([signal, engine.died]));
    keep = keepWhenDone === true;
  } finally {
    if (!keep) {
      await printedStep('Stop the engine', () => shutDown(options.state));
    }
  }
  if (keep) {
    engine.detach();
    process.stdout.write(describeDeployment(engine, outputs, options.state));
  }
}

async function playStory(engine: Engine, { state }: LocalOptions, signal: AbortSignal): Promise<void> {
  const story = spawn(TSX, [STORY], { env: clientProcessEnvironment(engine, state), stdio: 'inherit', signal });
  const [code] = await once(story, 'exit').catch((error) => {
    throw signal.aborted ? signal.reason : error;
  });
  if (code !== 0) {
    throw new Failure(`The demo failed at the step above. The log of the engine is ${state.engineLog}.`);
  }
}

void runToEnd(main);
