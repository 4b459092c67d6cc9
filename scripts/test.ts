/**
 * Runs all tests: units, the constructs on the newest supported CDK, the packages as they are released, the gap-closers of the
 * local engine, the end-to-end tests against the deployed example, the stories of the dashboard in a browser, the story of the demo
 * on all forms of the example, and the proofs in their quick form. The last line says how many passed and failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface RunOptions {
  /** Whether the command is a client of the engine. */
  readonly onEngine?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = path.join(__dirname, '..');
const STATE = path.join(ROOT, '.local', 'test');
const REPORTS = path.join(STATE, 'reports');
const PROOFS_REPORT = path.join(ROOT, '.local', 'prove', 'report.json');

/** A stage that dies without a report has failed once. */
const DIED: Counts = { passed: 0, failed: 1, skipped: 0 };

function main(): void {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const results: Counts[] = [];
  if (!run('Bundling the run-time code', [tool('projen'), 'bundle'])) {
    return summarize([DIED]);
  }
  results.push(jest('Unit tests', 'unit'));

  const up = run('Starting a local engine with the example', [tool('tsx'), 'local/up.ts', '--state-dir', STATE, '--port', '0']);
  try {
    if (up) {
      results.push(
        jest('Constructs on the newest CDK', 'newest-cdk', 'test/jest.newest-cdk.config.json'),
        jest('Findings of cdk-nag and cfn-lint in the example', 'scanners', 'test/scanners/jest.config.json'),
        jest('The packages as they are released', 'package', 'test/package/jest.config.json'),
        jest('Examples in both languages', 'examples', 'test/examples/jest.config.json'),
        pytest('Tests of the example in Python', 'python-example', 'examples/python', { requirements: 'requirements-dev.txt' }),
        jest('Commands of the local engine', 'local', 'test/local/jest.config.json'),
        pytest('Gap-closers of the local engine', 'engine', 'local/engine'),
        jest('End-to-end tests', 'e2e', 'test/e2e/jest.config.json', { onEngine: true }),
        pytest('End-to-end tests by foreign clients', 'foreign-client', 'test/e2e/foreign-client', { onEngine: true }),
        playwright('Stories of the dashboard in a browser', 'browser', 'test/browser/playwright.config.ts'),
        oneTest('The story of the demo, on the packed package with the newest CDK', [tool('tsx'), 'local/story/play.ts'], { onEngine: true }),
      );
    } else {
      results.push(DIED);
    }
  } finally {
    run('Stopping the local engine', [tool('tsx'), 'local/down.ts', '--state-dir', STATE]);
  }
  results.push(
    storyOf('python', 'on the example in Python'),
    storyOf('lowest-cdk', 'on the packed package with the lowest CDK'),
    proofs(),
  );
  summarize(results);
}

function jest(title: string, name: string, config?: string, { onEngine = false } = {}): Counts {
  const report = path.join(REPORTS, `${name}.json`);
  run(title, [tool('jest'), '--json', `--outputFile=${report}`, ...(config ? ['--config', config] : [])], { onEngine });
  if (!existsSync(report)) {
    return DIED;
  }
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
}

/** Runs the Python tests below a directory that also names the packages they need. */
function pytest(title: string, name: string, directory: string, { onEngine = false, requirements = 'requirements.txt' } = {}): Counts {
  const report = path.join(REPORTS, `${name}.xml`);
  run(title, [tool('tsx'), 'local/pytest.ts', path.join(directory, requirements), directory, '-q', `--junitxml=${report}`], { onEngine });
  if (!existsSync(report)) {
    return DIED;
  }
  const suite = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? '';
  const count = (attribute: string) => Number(new RegExp(` ${attribute}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return { passed: count('tests') - failed - count('skipped'), failed, skipped: count('skipped') };
}

function playwright(title: string, name: string, config: string): Counts {
  const report = path.join(REPORTS, `${name}.json`);
  run(title, [tool('playwright'), 'test', '--config', config], { onEngine: true, env: { BROWSER_REPORT: report } });
  if (!existsSync(report)) {
    return DIED;
  }
  const { errors, stats: { expected, unexpected, flaky, skipped } } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: expected, failed: unexpected + flaky + errors.length, skipped };
}

/** The story of `npm run demo`, played on another form of the example and an engine of its own. */
function storyOf(example: string, where: string): Counts {
  const state = path.join(ROOT, '.local', `test-${example}`);
  return oneTest(`The story of the demo, ${where}`, [tool('tsx'), 'local/demo.ts', '--example', example, '--state-dir', state, '--port', '0']);
}

/** A command that is one test. */
function oneTest(title: string, command: readonly string[], options?: RunOptions): Counts {
  return run(title, command, options) ? { passed: 1, failed: 0, skipped: 0 } : DIED;
}

/** The quick form of `npm run prove`, on an engine of its own. */
function proofs(): Counts {
  rmSync(PROOFS_REPORT, { force: true });
  run('Proofs that no tenant creation is lost or doubled', [tool('tsx'), 'prove/run.ts', '--quick', '--bundled']);
  return existsSync(PROOFS_REPORT) ? { skipped: 0, ...JSON.parse(readFileSync(PROOFS_REPORT, 'utf8')) } : DIED;
}

/** A command that a dependency brings. */
function tool(name: string): string {
  return path.join(ROOT, 'node_modules', '.bin', name);
}

/** Runs a command with its output on this terminal. @returns whether it succeeded */
function run(title: string, command: readonly string[], { onEngine = false, env = {} }: RunOptions = {}): boolean {
  console.log(`\n== ${title}`);
  const [file, ...rest] = onEngine ? inEngineEnvironment(command) : command;
  return spawnSync(file, rest, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env, TENANCY_OUTPUTS: path.join(STATE, 'outputs.json') },
  }).status === 0;
}

/** The same command in a shell that has read the exports of the engine, as a person would run it. */
function inEngineEnvironment(command: readonly string[]): string[] {
  return ['sh', '-c', '. "$0" && exec "$@"', path.join(STATE, 'env.sh'), ...command];
}

function summarize(results: readonly Counts[]): void {
  const total = (which: keyof Counts) => results.reduce((sum, counts) => sum + counts[which], 0);
  const skipped = total('skipped');
  console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = total('failed') === 0 && total('passed') > 0 ? 0 : 1;
}

main();
