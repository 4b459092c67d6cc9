/** Checks style, walls between the folders, and all types; changes nothing. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const CHECKS: ReadonlyArray<readonly [what: string, command: string]> = [
  ['style and walls', 'projen eslint'],
  ['types of constructs, tests and tools', 'tsc --project tsconfig.dev.json'],
  ['types of the run-time code', 'tsc --project src/runtime/tsconfig.json'],
  ['types of the stories of the dashboard', 'tsc --project test/browser/tsconfig.json'],
  ['types of the package for front ends', 'tsc --project web/tsconfig.json'],
  ['types of its tests', 'tsc --project test/web/tsconfig.json'],
  ['types of the dashboard', 'tsc --project dashboard/tsconfig.json'],
];

const root = path.join(__dirname, '..');
let failed = 0;
for (const [what, command] of CHECKS) {
  console.log(`== ${what}`);
  const [tool, ...args] = command.split(' ');
  const { status } = spawnSync(path.join(root, 'node_modules', '.bin', tool), args, { cwd: root, stdio: 'inherit' });
  failed += status === 0 ? 0 : 1;
}
console.log(failed === 0 ? 'Nothing to complain about.' : `${failed} of ${CHECKS.length} checks failed; their messages are above.`);
process.exitCode = failed === 0 ? 0 : 1;
