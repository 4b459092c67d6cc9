/**
 * Changes the code in one place after the other, and says which changes no unit test notices: `npm run mutate -- --help`.
 * Stryker makes and counts the changes; this says which part is tested, and where the results are kept.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { tool } from './lane';
import { npmScript } from '../local/commands/command-line';
import { Failure } from '../local/process/failure';
import { signalGroup } from '../local/process/process-group';
import { runToEnd } from '../local/process/run-to-end';
import { DEFAULT_STATE_DIRECTORY, REPOSITORY } from '../local/process/state-directory';

const NOTES = `
A path is a folder, a file, or lines of a file: src/runtime/functions/authorizer, src/runtime/library/guard.ts, src/runtime/library/guard.ts:20-40.
Without one, all of src/runtime is tested, then src/contract, then src/constructs. That takes many hours: begin with a part.

A change takes about a second in src/runtime: the tests that execute it run again until one fails. 100 lines have about 80 changes. The
first run, without a change, takes a minute. With --tests it takes seconds: name the tests of the code. In src/constructs, each test
synthesizes an app, so a change takes far longer. Progress is printed every ten seconds.

Results and HTML reports (<part>.html) are kept in .local/mutation. The next run only tests changes that have no result yet, and changes in
edited code or with edited tests. It does not detect edits of imported files and test helpers: use --force after such edits.

Not tested are constants of a module (static mutants), texts that only people read (test/mutation/texts-for-people.mjs), and the
index.ts of a function, which only the tests of the bundles and of the engine execute.
`;

/** The parts of the code. Each has its own results. */
const PARTS = ['runtime', 'contract', 'constructs'] as const;
type Part = typeof PARTS[number];

/** The folders of the tests that execute a part. */
const TESTS: Readonly<Record<Part, readonly string[]>> = {
  runtime: ['runtime', 'contract'],
  contract: ['runtime', 'contract', 'constructs'],
  constructs: ['constructs'],
};

const RESULTS = path.join(DEFAULT_STATE_DIRECTORY, 'mutation');

/** Unit tests cannot load the entry points, which await clients at their top level. */
const ENTRY_POINTS = '!src/runtime/functions/*/index.ts';

async function main(signal: AbortSignal): Promise<void> {
  const script = npmScript('mutate', 'Mutation testing: changes the code in one place after another, and lists the changes that no unit test detects.')
    .argument('[paths...]', 'files or folders to change', PARTS.map((part) => `src/${part}`))
    .addOption(new Option('--concurrency <number>', 'the number of processes that run tests; each needs a core and about 1 GB').argParser(positive).default(1))
    .option('--tests <path...>', 'run only these test files; this is faster, but other tests might detect the surviving changes')
    .option('--force', 'test all changes again, also those with a result')
    .addHelpText('after', NOTES)
    .allowExcessArguments()
    .parse();
  const { concurrency, force, tests } = script.opts();
  const paths = script.processedArgs[0].map(toRepositoryPath);
  const testMatch = tests?.map((test) => path.relative(REPOSITORY, path.resolve(test)));
  for (const part of PARTS) {
    const patterns = paths.filter((candidate) => partOf(candidate) === part).map(patternOf);
    if (patterns.length > 0) {
      await stryker(part, patterns, testMatch, [`--concurrency=${concurrency}`, ...force ? ['--force'] : []], signal);
    }
  }
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  }
  return number;
}

function toRepositoryPath(argument: string): string {
  const relative = path.relative(REPOSITORY, path.resolve(argument)).split(path.sep).join('/');
  if (partOf(relative) === undefined || !existsSync(withoutLines(relative))) {
    throw new Failure(`A path must be a file or a folder in src/${PARTS.join(', src/')}, but was ${argument}.`);
  }
  return relative;
}

function partOf(repositoryPath: string): Part | undefined {
  return PARTS.find((part) => `${repositoryPath}/`.startsWith(`src/${part}/`));
}

function patternOf(repositoryPath: string): string {
  return statSync(withoutLines(repositoryPath)).isDirectory() ? `${repositoryPath}/**/*.ts` : repositoryPath;
}

function withoutLines(repositoryPath: string): string {
  return path.join(REPOSITORY, repositoryPath.replace(/:\d+(:\d+)?-\d+(:\d+)?$/, ''));
}

/** Runs Stryker. If the signal aborts, Stryker stops and cleans up, as at Ctrl-C. */
async function stryker(
  part: Part, patterns: readonly string[], tests: readonly string[] | undefined, options: readonly string[], signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  console.log(`== ${patterns.join(', ')}`);
  const [program, ...args] = tool('stryker', 'run', writeConfiguration(part, patterns, tests), ...options);
  const child = spawn(program, args, { cwd: REPOSITORY, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const interrupt = () => child.pid !== undefined && signalGroup(child.pid, 'SIGINT');
  signal.addEventListener('abort', interrupt);
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', interrupt);
  signal.throwIfAborted();
  if (code !== 0) {
    throw new Failure(`Mutation testing of src/${part} ended with exit code ${code}. Its messages are above.`);
  }
}

/** Writes the configuration of a run, based on that of all runs. @returns its path */
function writeConfiguration(part: Part, patterns: readonly string[], tests: readonly string[] | undefined): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${part}.config.json`);
  const configuration = JSON.parse(readFileSync(path.join(REPOSITORY, 'test', 'stryker.config.json'), 'utf8'));
  writeFileSync(file, JSON.stringify({
    ...configuration,
    jest: {
      ...configuration.jest,
      config: { testMatch: (tests ?? TESTS[part].map((folder) => `test/${folder}/**/*.test.ts`)).map((pattern) => `<rootDir>/${pattern}`) },
    },
    mutate: [...patterns, ENTRY_POINTS],
    incrementalFile: path.join(RESULTS, `${part}.json`),
    htmlReporter: { fileName: path.join(RESULTS, `${part}.html`) },
  }));
  return file;
}

void runToEnd(main);
