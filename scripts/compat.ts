/** Fails when code that uses the last release would break with this checkout: `npm run compat`. */
import { loadAssemblyFromPath } from '@jsii/spec';
import { compileConstructs } from './compile-constructs';
import { npmScript } from '../local/commands/command-line';
import { runToEnd } from '../local/process/run-to-end';
import { REPOSITORY } from '../local/process/state-directory';
import { ANNOUNCED_BREAKS_FILE, apiBreaks } from '../test/releases/api-breaks';
import { baselineApi } from '../test/releases/baseline';

async function main(signal: AbortSignal): Promise<void> {
  const { compiled } = npmScript('compat', 'Compiles the constructs, and fails when code that uses the last release would break.')
    .option('--compiled', 'take the constructs as they were compiled last')
    .parse().opts();
  if (!compiled) await compileConstructs(signal);
  const breaks = apiBreaks(baselineApi(), loadAssemblyFromPath(REPOSITORY), ANNOUNCED_BREAKS_FILE);
  if (breaks === '') {
    console.log('The API breaks nobody who uses the last release.');
  } else {
    console.error(`${breaks}

Code that uses the last release would break. If that is meant, make it a commit with "!" after its type, which makes a major version, and
announce it: add the key in brackets to .compatignore.`);
    process.exitCode = 1;
  }
}

void runToEnd(main);
