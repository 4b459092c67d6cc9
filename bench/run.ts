/**
 * Runs all or the named benchmarks: `npm run bench [-- [--bundled] <name>...]`. Prints a table for each and writes `bench/results.json`.
 * Benchmarks that need a deployment share a separate engine. `--bundled` uses the existing build in `assets` and `lib`.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import * as path from 'node:path';
import { Argument } from '@commander-js/extra-typings';
import { BENCHMARKS } from './catalog';
import { measureOnEngine } from './engine';
import { measure } from './run-benchmarks';
import { npmScript } from '../local/commands/command-line';
import { BUNDLES, buildIfChanged, CONSTRUCTS } from '../local/examples/build';
import { printedStep } from '../local/process/progress';
import { runToEnd } from '../local/process/run-to-end';
import { together } from '../local/process/together';

const RESULTS = path.join(__dirname, 'results.json');

async function main(signal: AbortSignal): Promise<void> {
  const { names, bundled } = readCommandLine();
  if (!bundled) {
    await build(signal);
  }
  const wanted = BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name));
  const onEngine = wanted.filter((benchmark) => benchmark.onEngine);

  const rows = await measure(wanted.filter((benchmark) => !benchmark.onEngine), signal);
  if (onEngine.length > 0) {
    rows.push(...await measureOnEngine(onEngine, signal));
  }
  const machine = { node: process.version, processors: cpus().length, processor: cpus()[0].model };
  writeFileSync(RESULTS, `${JSON.stringify({ time: new Date().toISOString(), machine, rows }, undefined, 2)}\n`);

  const missed = rows.filter(({ holds }) => holds === false);
  console.log(`\n${rows.filter(({ holds }) => holds).length} targets met, ${missed.length} missed${missed.map(({ figure }) => `\n  ${figure}`).join('')}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function readCommandLine() {
  const command = npmScript('bench', 'Measures times and sizes against references in the same run, and writes bench/results.json.')
    .addArgument(new Argument('[benchmark...]', 'run only these benchmarks').choices(BENCHMARKS.map(({ name }) => name)))
    .option('--bundled', 'use the existing build in assets and lib instead of building functions and package', false)
    .parse();
  const names: readonly string[] = command.processedArgs[0] ?? [];
  return { names, ...command.opts() };
}

/** Builds the package as it would be published. Nothing is built again while its sources are the same. */
async function build(signal: AbortSignal): Promise<void> {
  await printedStep('Build the package', async () =>
    together(signal, (whileBothSucceed) => [buildIfChanged(BUNDLES, whileBothSucceed), buildIfChanged(CONSTRUCTS, whileBothSucceed)]));
}

void runToEnd(main);
