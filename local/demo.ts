/**
 * Shows the product at work: starts an engine, deploys the example, plays the story, and stops again. With `--keep`
 * everything is left running; with `--example python` it is the example in Python, with `--example lowest-cdk` the one in
 * TypeScript on the lowest CDK that the package supports.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { readOptions, type LocalOptions } from './command-line';
import { type Engine, stopEngine } from './engine';
import { clientProcessEnvironment } from './environment';
import { EXAMPLES } from './examples';
import { Failure } from './failure';
import { printedStep } from './progress';
import { runToEnd } from './run-to-end';
import { describeDeployment } from './running';
import { REPOSITORY } from './state-directory';
import { bringUp } from './up';

const KEEP = '--keep';
const TSX = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');
const STORY = path.join(__dirname, 'story', 'play.ts');

async function main(signal: AbortSignal): Promise<void> {
  const args = process.argv.slice(2);
  const options = readOptions(args.filter((arg) => arg !== KEEP));

  const { engine, outputs } = await bringUp(options, printedStep, signal, EXAMPLES[options.example]);
  let keep = false;
  try {
    process.stdout.write('\nThe story of two tenants\n\n');
    await playStory(engine, options, AbortSignal.any([signal, engine.died]));
    keep = args.includes(KEEP);
  } finally {
    if (!keep) {
      await printedStep('Stop the engine', () => stopEngine(options.state));
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
    throw new Failure(`The story did not hold; the step that failed is above, and what the engine said is in ${state.engineLog}.`);
  }
}

void runToEnd(main);
