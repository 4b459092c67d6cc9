import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Benchmark, Row } from './benchmark';
import { alternate, describe, type Sample, sample, type Subject } from './measure';

const ROOT = path.join(__dirname, '..');
const LIBRARY = path.join(ROOT, 'lib');
const ROUNDS = 41;
const TARGET_MS = 15;

/**
 * The time to import the package, in addition to the CDK modules that it loads, which an app loads anyway. Measured in two ways, because they
 * can differ: Node.js finds a package faster in the file that has loaded it first. The time is that of the processor, so it does not include
 * waiting for other work of the machine.
 */
export const importTime: Benchmark = {
  name: 'import',
  run: async (signal) => {
    const modules = cdkModules();
    const [ours, cdk, after] = await alternate(signal, ROUNDS, load([], [LIBRARY]), load([], modules), load(modules, [LIBRARY]));
    const more = sample(ours.times.map((time, index) => time - cdk.times[index]));
    return [
      toRow('require of the package, in a process of its own', ours, `${describe(cdk)} its modules of the CDK (${modules.join(', ')}), in another process`, more),
      toRow('require of the package, after its modules of the CDK', after, '-', after),
    ];
  },
};

function toRow(figure: string, measured: Sample, reference: string, more: Sample): Row {
  return {
    figure,
    measured: describe(measured),
    reference,
    result: `${inMs(more.median)} ms more (${more.quartiles.map(inMs).join('-')})`,
    target: `<= ${TARGET_MS} ms more`,
    holds: Number(inMs(more.median)) <= TARGET_MS,
  };
}

const inMs = (ms: number) => ms.toFixed(0);

/** Loads modules in a new process, which measures the processor time of the second list. */
function load(before: readonly string[], timed: readonly string[]): Subject {
  const requires = (modules: readonly string[]) => modules.map((name) => `require(${JSON.stringify(name)});`).join('');
  const program = `
    ${requires(before)}
    const start = process.cpuUsage();
    ${requires(timed)}
    const { user, system } = process.cpuUsage(start);
    process.stdout.write(String((user + system) / 1_000));`;
  return async () => [Number(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }))];
}

function cdkModules(): string[] {
  const names = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [...readFileSync(path.join(LIBRARY, file), 'utf8').matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)])
    .map(([, name]) => name);
  return [...new Set(names)].sort();
}
