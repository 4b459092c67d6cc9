import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Benchmark } from './benchmark';
import { alternate, describe, sample, type Subject } from './measure';

const ROOT = path.join(__dirname, '..');
const LIBRARY = path.join(ROOT, 'lib');
const ROUNDS = 41;
const TARGET_MS = 15;

/** The time to import the package, in addition to the CDK modules that it loads, which an app loads anyway. */
export const importTime: Benchmark = {
  name: 'import',
  run: async (signal) => {
    const modules = cdkModules();
    const [ours, cdk] = await alternate(signal, ROUNDS, load([LIBRARY]), load(modules));
    const more = sample(ours.times.map((time, index) => time - cdk.times[index]));
    return [{
      figure: 'require of the package',
      measured: describe(ours),
      reference: `${describe(cdk)} its ${modules.length} modules of the CDK`,
      result: `${inMs(more.median)} ms more (${more.quartiles.map(inMs).join('-')})`,
      target: `<= ${TARGET_MS} ms more`,
      holds: Number(inMs(more.median)) <= TARGET_MS,
    }];
  },
};

const inMs = (ms: number) => ms.toFixed(0);

/** Loads modules in a new process, which measures the time. */
function load(modules: readonly string[]): Subject {
  const requires = modules.map((name) => `require(${JSON.stringify(name)});`).join('');
  const program = `const start = performance.now(); ${requires} process.stdout.write(String(performance.now() - start));`;
  return async () => [Number(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }))];
}

function cdkModules(): string[] {
  const names = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [...readFileSync(path.join(LIBRARY, file), 'utf8').matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)])
    .map(([, name]) => name);
  return [...new Set(names)].sort();
}
