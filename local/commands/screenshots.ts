/** Takes the screenshots for the documentation: starts an engine, deploys the example, visits the pages of the dashboard, and stops the engine. */
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

const PLAYWRIGHT = path.join(REPOSITORY, 'node_modules', '.bin', 'playwright');
const CONFIGURATION = path.join(REPOSITORY, 'test', 'browser', 'playwright.config.ts');
const PICTURES = path.join(REPOSITORY, 'docs', 'images', 'dashboard');
const OWN_ENGINE = { stateDirectory: path.join(DEFAULT_STATE_DIRECTORY, 'screenshots'), port: 0 };

async function main(signal: AbortSignal): Promise<void> {
  const options = localOptions(engineScript(
    'screenshots', 'Takes the screenshots for the documentation, on a separate engine.', OWN_ENGINE,
  ).parse().opts());
  const { engine } = await bringUp(options, printedStep, signal);
  try {
    const env = { ...clientProcessEnvironment(engine, options.state), SCREENSHOTS_DIRECTORY: PICTURES };
    const photographer = spawn(PLAYWRIGHT, ['test', '--config', CONFIGURATION, 'screenshots'], {
      env, stdio: 'inherit', signal: AbortSignal.any([signal, engine.died]),
    });
    const [code] = await once(photographer, 'exit');
    if (code !== 0) {
      throw new Failure('Not all screenshots were taken. The errors are above.');
    }
  } finally {
    await printedStep('Stop the engine', () => shutDown(options.state));
  }
}

void runToEnd(main);
