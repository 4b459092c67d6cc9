/** Fails if code that uses the last release would break with this checkout: `npm run compat`. */
import { loadAssemblyFromPath } from '@jsii/spec';
import { compileConstructs } from './compile-constructs';
import { npmScript } from '../local/commands/command-line';
import { runToEnd } from '../local/process/run-to-end';
import { REPOSITORY } from '../local/process/state-directory';
import { ANNOUNCED_BREAKS_FILE, apiBreaks } from '../test/releases/api-breaks';
import { baselineApi } from '../test/releases/baseline';

async function main(signal: AbortSignal): Promise<void> {
  const { compiled } = npmScript('compat', 'Compiles the constructs, and fails if code that uses the last release would break.')
    .option('--compiled', 'use the constructs of the last compilation')
    .parse().opts();
  if (!compiled) await compileConstructs(signal);
  const breaks = apiBreaks(baselineApi(), loadAssemblyFromPath(REPOSITORY), ANNOUNCED_BREAKS_FILE);
  if (breaks === '') {
    console.log('The API is compatible with the last release.');
  } else {
    console.error(`${breaks}

Code that uses the last release would break. If this is intended, add the key in brackets to .compatignore, and commit with "!" after the
type of the commit: the next release is then a major version.`);
    process.exitCode = 1;
  }
}

void runToEnd(main);
