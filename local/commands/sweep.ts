/**
 * Shows that the example needs every one of its permissions: starts an engine, deploys the example, removes each permission
 * in turn, and stops the engine. With `--running` it sweeps the engine whose `env.sh` this shell has read, and does not stop it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { engineScript, localOptions } from './command-line';
import { bringUp } from './up';
import { shutDown } from '../app/shut-down';
import { clientProcessEnvironment } from '../engine/environment';
import { Failure } from '../process/failure';
import { printedStep } from '../process/progress';
import { runToEnd } from '../process/run-to-end';
import { DEFAULT_STATE_DIRECTORY, REPOSITORY } from '../process/state-directory';

const TSX = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');
const SWEEP = path.join(REPOSITORY, 'test', 'sweep', 'run.ts');

/** A separate engine: the missing permissions would disturb other clients. */
const OWN_ENGINE = { stateDirectory: path.join(DEFAULT_STATE_DIRECTORY, 'sweep'), port: 0 };

async function main(signal: AbortSignal): Promise<void> {
  const { running, only, ...given } = engineScript('sweep', 'Shows that the example needs every one of its permissions: removes each in turn and expects a failure.', OWN_ENGINE)
    .option('--running', 'sweep the engine whose env.sh this shell has read, and do not stop it')
    .option('--only <text>', 'sweep only the permissions whose description has this text')
    .parse().opts();
  const sweepArgs = only === undefined ? [] : ['--only', only];
  if (running) {
    return sweep(sweepArgs, process.env, signal);
  }
  const options = localOptions(given);
  const { engine } = await bringUp(options, printedStep, signal);
  try {
    await sweep(sweepArgs, clientProcessEnvironment(engine, options.state), AbortSignal.any([signal, engine.died]));
  } finally {
    await printedStep('Stop the engine', () => shutDown(options.state));
  }
}

/** Waits until the sweep ends, also after an interruption: it must first restore the permission that it removed. */
async function sweep(args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const child = spawn(TSX, [SWEEP, ...args], { env, stdio: 'inherit' });
  const interrupt = () => child.kill('SIGTERM');
  signal.addEventListener('abort', interrupt);
  const [code] = await once(child, 'exit');
  signal.removeEventListener('abort', interrupt);
  signal.throwIfAborted();
  if (code !== 0) {
    throw new Failure('The sweep failed. Its findings are above.');
  }
}

void runToEnd(main);
