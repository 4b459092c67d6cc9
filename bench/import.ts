import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Benchmark } from './benchmark';
import { alternate, describe } from './measure';

const ROOT = path.join(__dirname, '..');
const LIBRARY = path.join(ROOT, 'lib');
const ROUNDS = 25;
const TARGET_MS = 15;

/** What importing the package costs beyond the modules of the CDK that it asks for, which an app has anyway. */
export const importTime: Benchmark = {
  name: 'import',
  run: async () => {
    const modules = cdkModules();
    const [ours, cdk] = await alternate(ROUNDS, () => load([LIBRARY]), () => load(modules));
    const difference = ours.median - cdk.median;
    return [{
      figure: 'import of the package',
      measured: describe(ours),
      reference: `${describe(cdk)} for its ${modules.length} modules of the CDK`,
      result: `${difference.toFixed(0)} ms more`,
      target: `<= ${TARGET_MS} ms more`,
      holds: difference <= TARGET_MS,
    }];
  },
};

/** Loads modules in a process of their own. */
function load(modules: readonly string[]): void {
  execFileSync(process.execPath, ['-e', modules.map((name) => `require(${JSON.stringify(name)});`).join('')], { cwd: ROOT });
}

function cdkModules(): string[] {
  const names = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [...readFileSync(path.join(LIBRARY, file), 'utf8').matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)])
    .map(([, name]) => name);
  return [...new Set(names)].sort();
}
