import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import type { Benchmark, Row } from './benchmark';
import { deploy } from '../local/app/deployment';
import { shutDown } from '../local/app/shut-down';
import { OUTPUTS_FILE_VARIABLE } from '../local/client/outputs';
import { bringUp } from '../local/commands/up';
import { clientProcessEnvironment } from '../local/engine/environment';
import { EXAMPLE_CDK_CLI, prepareExample } from '../local/examples/example';
import { Failure } from '../local/process/failure';
import { printedStep } from '../local/process/progress';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY, stateDirectory } from '../local/process/state-directory';

const STATE = stateDirectory(path.join(REPOSITORY, '.local', 'bench'));
const ARTICLE_STATE = stateDirectory(path.join(STATE.path, 'article'));
const REPORT = path.join(STATE.path, 'report.json');

/** Environment variable with the file that has the outputs of the article's design. */
const ARTICLE_OUTPUTS_VARIABLE = 'ARTICLE_OUTPUTS';

/** Outputs of the article's design. */
export type ArticleOutputs = Readonly<Record<'UserPoolId' | 'UserPoolClientId' | 'TenantsTableName' | 'UsersTableName', string>>;

export function readArticleOutputs(): ArticleOutputs {
  return JSON.parse(readFileSync(process.env[ARTICLE_OUTPUTS_VARIABLE]!, 'utf8'));
}

/** Starts an engine, deploys the example and the article's design, measures, and stops the engine. */
export async function measureOnEngine(benchmarks: readonly Benchmark[], signal: AbortSignal): Promise<Row[]> {
  mkdirSync(ARTICLE_STATE.path, { recursive: true });
  rmSync(REPORT, { force: true });
  const { engine } = await bringUp({ state: STATE, cacheDirectory: DEFAULT_CACHE_DIRECTORY, port: 0 }, printedStep, signal, prepareExample);
  try {
    const alive = AbortSignal.any([signal, engine.died]);
    const article = { title: "the article's design", directory: path.join(__dirname, 'apps', 'article'), cli: EXAMPLE_CDK_CLI };
    await deploy(article, engine, ARTICLE_STATE, printedStep, alive);
    // A separate process: SDK clients read their settings and the trusted certificates from the environment when a process starts.
    const child = spawn(process.execPath, [
      '--import', 'tsx', path.join(__dirname, 'measure-on-engine.ts'), REPORT, ...benchmarks.map(({ name }) => name),
    ], {
      env: { ...clientProcessEnvironment(engine, STATE), [OUTPUTS_FILE_VARIABLE]: STATE.outputs, [ARTICLE_OUTPUTS_VARIABLE]: ARTICLE_STATE.outputs },
      stdio: 'inherit',
      signal: alive,
    });
    await once(child, 'exit');
  } finally {
    await printedStep('Stop the engine', () => shutDown(STATE));
  }
  if (!existsSync(REPORT)) {
    throw new Failure(`The measurement stopped early. The log of the engine is ${STATE.engineLog}.`);
  }
  return JSON.parse(readFileSync(REPORT, 'utf8'));
}
