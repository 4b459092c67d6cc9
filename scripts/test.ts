/**
 * Runs all tests in two lanes. One lane starts with the tests on a deployed example: end-to-end tests, browser tests of the dashboard,
 * and the story of the demo. The other lane runs tests that need no engine or start their own: unit tests, tests of the released
 * packages, the demo with other examples, and quick proofs. With `--quick`, only the unit tests and the story of the demo run. The
 * output ends with the slowest tests, and its last line says how many tests passed and failed.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { type Command, Lane, type RunOptions, script, tool } from './lane';
import { type Counts, countsInReport, DIED } from './stage-counts';
import { npmScript } from '../local/commands/command-line';
import { runToEnd } from '../local/process/run-to-end';
import { DEFAULT_STATE_DIRECTORY, REPOSITORY, stateDirectory } from '../local/process/state-directory';

interface TimedTest {
  readonly title: string;
  readonly seconds: number;
}

interface Stage {
  readonly title: string;
  /** Also runs with `--quick`. */
  readonly isQuick?: boolean;
  readonly command: Command;
  readonly options?: RunOptions;
  readonly count: (succeeded: boolean) => Counts;
  /** The tests with their times, if the report of the stage has them. */
  readonly timed?: () => TimedTest[];
}

interface Result extends Counts {
  readonly title: string;
  readonly timed?: readonly TimedTest[];
}

const STATE = stateDirectory(path.join(DEFAULT_STATE_DIRECTORY, 'test'));
const REPORTS = path.join(STATE.path, 'reports');
const PROOFS_REPORT = path.join(DEFAULT_STATE_DIRECTORY, 'prove', 'report.json');

/** Options of commands that use the engine with the example. */
const ON_ENGINE: RunOptions = { env: { TENANCY_OUTPUTS: STATE.outputs }, environmentScript: STATE.environmentScript };

const ON_DEPLOYED_EXAMPLE: readonly Stage[] = [
  jest('End-to-end tests', 'e2e', ['--config', 'test/e2e/jest.config.json'], ON_ENGINE),
  pytest('End-to-end tests by foreign clients', 'foreign-client', 'test/e2e/foreign-client', { options: ON_ENGINE }),
  playwright('Browser tests of the dashboard', 'browser', 'test/browser/playwright.config.ts'),
  quick(oneTest('The story of the demo, on the packed package with the newest CDK', script('local/story/play.ts'), ON_ENGINE)),
];

/** The longest first, so both lanes end at about the same time. */
const WITHOUT_IT: readonly Stage[] = [
  // In two halves: with `--quick`, each lane runs one of them.
  quick(jest('Unit tests, first half', 'unit-1', ['--shard', '1/2'])),
  quick(jest('Unit tests, second half', 'unit-2', ['--shard', '2/2'])),
  jest('Constructs on the newest CDK', 'newest-cdk', ['--config', 'test/jest.newest-cdk.config.json']),
  jest('Examples in both languages', 'examples', ['--config', 'test/examples/jest.config.json']),
  pytest('Gap-closers of the local engine', 'engine', 'local/engine'),
  jest('The packages as they are released', 'package', ['--config', 'test/package/jest.config.json']),
  proofs(),
  jest('Commands of the local engine', 'local', ['--config', 'test/local/jest.config.json']),
  storyOf('python', 'on the example in Python'),
  storyOf('lowest-cdk', 'on the packed package with the lowest CDK'),
  jest('Findings of cdk-nag and cfn-lint in the example', 'scanners', ['--config', 'test/scanners/jest.config.json']),
  pytest('Tests of the example in Python', 'python-example', 'examples/python', { requirements: 'requirements-dev.txt' }),
];

async function main(signal: AbortSignal): Promise<void> {
  const options = npmScript('test', 'Runs all tests. The output ends with the ten slowest tests, and its last line says how many passed and failed.')
    .option('--quick', 'only the unit tests, and the story of the demo on one deployment; prints what it leaves out')
    .parse().opts();
  const isChosen = ({ isQuick }: Stage) => !options.quick || isQuick === true;
  [REPORTS, PROOFS_REPORT].forEach((leftover) => rmSync(leftover, { recursive: true, force: true }));
  mkdirSync(REPORTS, { recursive: true });

  // All tests use the same package: nothing must build it while they run.
  const build = 'The package';
  if (!await new Lane('build', signal).run(build, script('scripts/build-package.ts'))) {
    return summarize([{ title: build, ...DIED }]);
  }
  const withoutIt = WITHOUT_IT.filter(isChosen);
  const lanes = [
    onDeployedExample(new Lane('1', signal), ON_DEPLOYED_EXAMPLE.filter(isChosen), withoutIt),
    inTurn(new Lane('2', signal), withoutIt),
  ];
  // Each lane must clean up before this process ends.
  await Promise.allSettled(lanes);
  const leftOut = [...ON_DEPLOYED_EXAMPLE, ...WITHOUT_IT].filter((stage) => !isChosen(stage)).map(({ title }) => title);
  summarize((await Promise.all(lanes)).flat(), leftOut);
}

/** Runs the tests on the deployed example, and then helps with the other tests. */
async function onDeployedExample(lane: Lane, stages: Stage[], rest: Stage[]): Promise<Result[]> {
  const start = 'Starting a local engine with the example';
  const results: Result[] = [];
  try {
    const isUp = await lane.run(start, engineCommand('up', '--port', '0'));
    results.push(...isUp ? await inTurn(lane, stages) : [{ title: start, ...DIED }]);
  } finally {
    // Without the signal, so the engine also stops after an interruption.
    await new Lane(lane.name, new AbortController().signal).run('Stopping the local engine', engineCommand('down'));
  }
  return [...results, ...await inTurn(lane, rest)];
}

/** Runs one stage after another until none is left. */
async function inTurn(lane: Lane, stages: Stage[]): Promise<Result[]> {
  const results: Result[] = [];
  for (let stage = stages.shift(); stage !== undefined; stage = stages.shift()) {
    const { title, command, options, count, timed } = stage;
    const start = performance.now();
    const counts = count(await lane.run(title, command, options));
    lane.say(`== ${title}: ${inWords(counts)} (${Math.round((performance.now() - start) / 1000)} s)`);
    results.push({ title, ...counts, timed: timed?.() });
  }
  return results;
}

function quick(stage: Stage): Stage {
  return { ...stage, isQuick: true };
}

function jest(title: string, name: string, args: readonly string[], options?: RunOptions): Stage {
  const report = path.join(REPORTS, `${name}.json`);
  return {
    title,
    command: tool('jest', '--json', `--outputFile=${report}`, ...args),
    options,
    count: fromReport(report, (text) => {
      const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(text);
      return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
    }),
    timed: timesIn(report, (text) => JSON.parse(text).testResults.flatMap(({ name: file, assertionResults }: JestFile) =>
      assertionResults.map(({ fullName, duration }) => ({ title: `${path.relative(REPOSITORY, file)}: ${fullName}`, seconds: (duration ?? 0) / 1000 })))),
  };
}

/** A test file in the report of Jest. */
interface JestFile {
  readonly name: string;
  readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly duration?: number | null }>;
}

/** A file, or a group of tests, in the report of Playwright. */
interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly PlaywrightSpec[];
}

interface PlaywrightSpec {
  readonly file: string;
  readonly title: string;
  readonly tests: ReadonlyArray<{ readonly results: ReadonlyArray<{ readonly duration: number }> }>;
}

function specsIn({ suites = [], specs = [] }: PlaywrightSuite): PlaywrightSpec[] {
  return [...specs, ...suites.flatMap(specsIn)];
}

interface PytestOptions {
  readonly requirements?: string;
  readonly options?: RunOptions;
}

/** The Python tests of a directory, which also has the list of the packages that they need. */
function pytest(title: string, name: string, directory: string, { requirements = 'requirements.txt', options }: PytestOptions = {}): Stage {
  const report = path.join(REPORTS, `${name}.xml`);
  return {
    title,
    command: script('local/commands/pytest.ts', path.join(directory, requirements), directory, '-q', `--junitxml=${report}`),
    options,
    count: fromReport(report, (text) => {
      const suite = /<testsuite [^>]*>/.exec(text)?.[0] ?? '';
      const count = (attribute: string) => Number(new RegExp(` ${attribute}="(\\d+)"`).exec(suite)?.[1] ?? 0);
      const failed = count('failures') + count('errors');
      return { passed: count('tests') - failed - count('skipped'), failed, skipped: count('skipped') };
    }),
    timed: timesIn(report, (text) => [...text.matchAll(/<testcase classname="([^"]*)" name="([^"]*)" time="([^"]*)"/g)]
      .map(([, file, test, seconds]) => ({ title: `${directory}, ${file}: ${test}`, seconds: Number(seconds) }))),
  };
}

function playwright(title: string, name: string, config: string): Stage {
  const report = path.join(REPORTS, `${name}.json`);
  return {
    title,
    command: tool('playwright', 'test', '--config', config),
    options: { ...ON_ENGINE, env: { ...ON_ENGINE.env, BROWSER_REPORT: report } },
    count: fromReport(report, (text) => {
      const { errors, stats: { expected, unexpected, flaky, skipped } } = JSON.parse(text);
      return { passed: expected, failed: unexpected + flaky + errors.length, skipped };
    }),
    timed: timesIn(report, (text) => specsIn(JSON.parse(text)).map(({ file, title: test, tests }) => ({
      title: `test/browser/${file}: ${test}`, seconds: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) / 1000,
    }))),
  };
}

/** `npm run demo` with another example, on its own engine. */
function storyOf(example: string, where: string): Stage {
  const state = path.join(DEFAULT_STATE_DIRECTORY, `test-${example}`);
  return oneTest(`The story of the demo, ${where}`, script('local/commands/demo.ts', '--example', example, '--state-dir', state, '--port', '0'));
}

/** A command that counts as one test. */
function oneTest(title: string, command: Command, options?: RunOptions): Stage {
  return { title, command, options, count: (succeeded) => succeeded ? { passed: 1, failed: 0, skipped: 0 } : DIED };
}

/** The quick form of `npm run prove`, which starts its own engine. */
function proofs(): Stage {
  return {
    title: 'Proofs that no tenant creation is lost or doubled, and that deletions are complete',
    command: script('prove/run.ts', '--quick', '--bundled'),
    count: fromReport(PROOFS_REPORT, (text) => ({ skipped: 0, ...JSON.parse(text) })),
  };
}

function fromReport(report: string, read: (text: string) => Counts): Stage['count'] {
  return (succeeded) => countsInReport(report, read, succeeded);
}

function timesIn(report: string, read: (text: string) => TimedTest[]): Stage['timed'] {
  return () => existsSync(report) ? read(readFileSync(report, 'utf8')) : [];
}

function engineCommand(name: 'up' | 'down', ...args: readonly string[]): Command {
  return script(`local/commands/${name}.ts`, '--state-dir', STATE.path, ...args);
}

/** Prints what was left out, the slowest tests and the stages with failures, and then the total. */
function summarize(results: readonly Result[], leftOut: readonly string[] = []): void {
  const sum = (which: keyof Counts) => results.reduce((total, counts) => total + counts[which], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  console.log();
  if (leftOut.length > 0) console.log(`Left out because of --quick: ${leftOut.join('; ')}.\n`);
  const slowest = results.flatMap(({ timed = [] }) => timed).sort((one, other) => other.seconds - one.seconds).slice(0, 10);
  if (slowest.length > 0) console.log(['The slowest tests:', ...slowest.map(({ seconds, title }) => `${seconds.toFixed(1).padStart(7)} s  ${title}`)].join('\n'), '\n');
  results.filter(({ failed }) => failed > 0).forEach((result) => console.log(`${result.title}: ${inWords(result)}`));
  console.log(inWords(total));
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

void runToEnd(main);
