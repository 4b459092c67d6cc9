/**
 * Runs checks against the deployed app of the environment: `tsx play.ts <results file> <name>...`. Writes the result of each check. After
 * an interruption, it first finishes the checks that have started.
 */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { CHECKS } from './catalogue';
import { inOneLine, type Result } from './result';
import { DeployedApp } from './support/deployed-app';
import { runToEnd } from '../../local/process/run-to-end';

/** Number of concurrent checks. New accounts have ten concurrent executions, and each request needs two. */
const SIDE_BY_SIDE = 4;

async function main(signal: AbortSignal): Promise<void> {
  const [file, ...names] = process.argv.slice(2);
  const app = new DeployedApp(signal);
  const results: Result[] = [];
  const inTurn = async (queue: string[]) => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const result = await play(name, app);
      console.log(inOneLine(result));
      results.push(result);
    }
  };
  const together = names.filter((name) => !CHECKS[name].alone);
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => inTurn(together)));
  await inTurn(names.filter((name) => CHECKS[name].alone));
  writeFileSync(file, JSON.stringify(names.map((name) => results.find((result) => result.name === name))));
  signal.throwIfAborted();
}

async function play(name: string, app: DeployedApp): Promise<Result> {
  const { run, notOnEngine } = CHECKS[name];
  if (app.isEngine && notOnEngine !== undefined) {
    return { name, outcome: 'not run', seconds: 0, words: notOnEngine };
  }
  if (app.signal.aborted) {
    return { name, outcome: 'not run', seconds: 0, words: 'interrupted' };
  }
  const started = performance.now();
  const end = (outcome: Result['outcome'], words: string): Result => ({ name, outcome, seconds: (performance.now() - started) / 1000, words });
  return run(app).then((words) => end('passed', words), (error: Error) => end('failed', `${error.message}`));
}

void runToEnd(main);
