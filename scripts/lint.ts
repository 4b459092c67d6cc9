/** Checks style, imports between folders, and all types. It changes nothing. */
import { type Command, Lane, script, tool } from './lane';
import { npmScript } from '../local/commands/command-line';
import { runToEnd } from '../local/process/run-to-end';

type Check = readonly [what: string, command: Command];

const STYLE: readonly Check[] = [
  ['wordings that are hard to read', script('scripts/check-language.ts')],
  ['import circles and upward imports', tool('depcruise', 'src', 'local', 'dashboard/src', 'web/src', 'bench', 'prove', 'scripts', 'projenrc', 'test')],
  ['style and imports', tool('projen', 'eslint')],
];

const TYPES: readonly Check[] = [
  ['types of constructs, tests and scripts', tool('tsc', '--project', 'tsconfig.dev.json')],
  ['types of the run-time code', tool('tsc', '--project', 'src/runtime/tsconfig.json')],
  ['types of the browser tests', tool('tsc', '--project', 'test/browser/tsconfig.json')],
  ['types of the package for front ends', tool('tsc', '--project', 'web/tsconfig.json')],
  ['types of the tests of the package for front ends', tool('tsc', '--project', 'test/web/tsconfig.json')],
  ['types of the dashboard', tool('tsc', '--project', 'dashboard/tsconfig.json')],
];

async function main(signal: AbortSignal): Promise<void> {
  npmScript('lint', 'Checks style, imports between folders, and all types, in about two minutes. It changes nothing.').parse();
  const failed = (await Promise.all([
    failuresOf(STYLE, new Lane('style', signal)),
    failuresOf(TYPES, new Lane('types', signal)),
  ])).flat();
  console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join('; ')}. The messages are above.`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function failuresOf(checks: readonly Check[], lane: Lane): Promise<string[]> {
  const failures: string[] = [];
  for (const [what, command] of checks) {
    if (!await lane.run(what, command)) {
      failures.push(what);
    }
  }
  return failures;
}

void runToEnd(main);
