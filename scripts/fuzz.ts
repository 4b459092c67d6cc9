/**
 * Sends random requests to the authorizer and the web-app API, and checks that each answer keeps their promises:
 * `npm run fuzz [-- --cases <number>] [--seed <number>] [--target <name>]`. The unit tests run the same targets with few cases.
 */
import { setImmediate } from 'node:timers/promises';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import fc from 'fast-check';
import nock from 'nock';
import { npmScript } from '../local/commands/command-line';
import type { AnyFuzzTarget } from '../test/fuzz/target';
import { fuzzTargets } from '../test/fuzz/targets';

const DEFAULT_CASES = 1_000_000;

/** Number of cases with one seed. Progress and interruptions are handled after each batch. */
const BATCH = 1_000;

interface Options {
  /** Number of all cases. */
  readonly cases: number;
  /** Seed of the first batch. Each later batch uses the next number. */
  readonly seed: number;
  readonly targets: readonly AnyFuzzTarget[];
}

let isStopped = false;
process.on('SIGINT', () => {
  isStopped = true;
});

async function main(): Promise<number> {
  const { cases, seed, targets } = readOptions(await fuzzTargets());
  console.log(`Fuzzing ${targets.map(({ name }) => name).join(' and ')} with ${format(cases)} cases, seed ${seed}. Ctrl-C stops it.`);

  const start = Date.now();
  let lastLine = start;
  let done = 0;
  for (let batch = 0; done < cases && !isStopped; batch += 1) {
    // The targets take turns, so an early stop leaves none of them out.
    const target = targets[batch % targets.length];
    const numRuns = Math.min(BATCH, cases - done);
    const failure = await firstFailure(target, seed + batch, numRuns);
    if (failure !== undefined) {
      console.error(failure);
      return 1;
    }
    done += numRuns;
    // Node.js handles signals only between batches.
    await setImmediate();
    if (Date.now() - lastLine >= 5_000) {
      lastLine = Date.now();
      console.log(`${format(done)} of ${format(cases)} cases, ${format(Math.round(done / (lastLine - start) * 1_000))} a second. Ctrl-C stops it.`);
    }
  }
  console.log(`${isStopped ? 'Stopped' : 'Done'}: ${format(done)} cases in ${Math.round((Date.now() - start) / 1_000)} s; all promises were kept.`);
  return 0;
}

function readOptions(all: readonly AnyFuzzTarget[]): Options {
  const { cases, seed, target } = npmScript('fuzz', 'Sends random requests to the authorizer and the web-app API, and checks their promises.')
    .addOption(new Option('--cases <number>', 'the number of requests').argParser(wholeNumber(1)).default(DEFAULT_CASES))
    .addOption(new Option('--seed <number>', 'repeat the requests of this seed (default: a new seed each time)').argParser(wholeNumber(0)))
    .addOption(new Option('--target <name>', 'fuzz only this').choices(all.map(({ name }) => name)))
    .parse().opts();
  return {
    cases,
    seed: seed ?? Date.now() % 1_000_000_000,
    targets: all.filter(({ name }) => target === undefined || name === target),
  };
}

function wholeNumber(lowest: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < lowest) throw new InvalidArgumentError(`It must be a whole number of at least ${lowest}.`);
    return number;
  };
}

/** @returns the message about a broken promise with the smallest case that breaks it; undefined if all promises were kept */
async function firstFailure({ name, cases, check }: AnyFuzzTarget, seed: number, numRuns: number): Promise<string | undefined> {
  const result = await fc.check(fc.asyncProperty(cases, check), { seed, numRuns });
  return result.failed
    ? [
      `The target ${name} broke its promise: ${result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance)}`,
      `Case: ${fc.stringify(result.counterexample?.[0])}`,
      `To repeat it: npm run fuzz -- --target ${name} --seed ${seed} --cases ${numRuns}`,
    ].join('\n')
    : undefined;
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

main().then(
  (exitCode) => {
    nock.restore();
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
