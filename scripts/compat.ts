/** Fails when code that uses the last release would break with this checkout, as it was compiled last: `npm run compat`. */
import * as path from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';
import { ANNOUNCED_BREAKS_FILE, apiBreaks } from '../test/releases/api-breaks';
import { baselineApi } from '../test/releases/baseline';

const breaks = apiBreaks(baselineApi(), loadAssemblyFromPath(path.join(__dirname, '..')), ANNOUNCED_BREAKS_FILE);
if (breaks === '') {
  console.log('The API breaks nobody who uses the last release.');
} else {
  console.error(`${breaks}

Code that uses the last release would break. If that is meant, make it a commit with "!" after its type, which makes a major version, and
announce it: add the key in brackets to .compatignore.`);
  process.exitCode = 1;
}
