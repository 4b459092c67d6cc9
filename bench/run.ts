/** Measures all, or what is named, prints a table and writes `bench/results.json`: `npm run bench [-- <name>...]`. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Benchmark, Row } from './benchmark';
import { bundles } from './bundles';
import { dashboard } from './dashboard';
import { importTime } from './import';
import { saga } from './saga';
import { synth } from './synth';

const BENCHMARKS: readonly Benchmark[] = [bundles, importTime, synth, saga, dashboard];
const ROOT = path.join(__dirname, '..');

async function main(names: readonly string[]): Promise<void> {
  const known = BENCHMARKS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no benchmark ${unknown.join(', ')}; there are ${known.join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  build();

  const rows: Row[] = [];
  for (const benchmark of BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`Measuring ${benchmark.name} ...`);
    rows.push(...await benchmark.run());
  }
  console.table(rows);
  writeFileSync(path.join(__dirname, 'results.json'), `${JSON.stringify(rows, undefined, 2)}\n`);
}

/** What is measured is what would be published now. */
function build(): void {
  for (const task of ['bundle', 'compile']) {
    const { status } = spawnSync(path.join(ROOT, 'node_modules', '.bin', 'projen'), [task], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) {
      throw new Error(`"npx projen ${task}" failed; run it by itself to see why.`);
    }
  }
}

void main(process.argv.slice(2));
