/**
 * Gives the authorizer and the web-app API as many requests as they are told to, and holds each answer against what they promise:
 * `npm run fuzz [-- --cases <number>] [--seed <number>] [--target <name>]`. The quick tests run the same targets.
 */
import { setImmediate } from 'node:timers/promises';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import fc from 'fast-check';
import nock from 'nock';
import { npmScript } from '../local/commands/command-line';
import type { AnyFuzzTarget } from '../test/fuzz/target';
import { fuzzTargets } from '../test/fuzz/targets';

const DEFAULT_CASES = 1_000_000;

/** Cases of one seed. After each batch there is time to say how it goes, and to stop. */
const BATCH = 1_000;

interface Options {
  /** In all. */
  readonly cases: number;
  /** Of the first batch; each later one takes the next number. */
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
    // Batch by batch in turn, so that an early stop leaves none of them out.
    const target = targets[batch % targets.length];
    const numRuns = Math.min(BATCH, cases - done);
    const failure = await firstFailure(target, seed + batch, numRuns);
    if (failure !== undefined) {
      console.error(failure);
      return 1;
    }
    done += numRuns;
    // Cases leave no time for signals.
    await setImmediate();
    if (Date.now() - lastLine >= 5_000) {
      lastLine = Date.now();
      console.log(`${format(done)} of ${format(cases)} cases, ${format(Math.round(done / (lastLine - start) * 1_000))} a second. Ctrl-C stops it.`);
    }
  }
  console.log(`${isStopped ? 'Stopped' : 'Done'}: ${format(done)} cases in ${Math.round((Date.now() - start) / 1_000)} s, no promise was broken.`);
  return 0;
}

function readOptions(all: readonly AnyFuzzTarget[]): Options {
  const { cases, seed, target } = npmScript('fuzz', 'Holds random requests against the promises of the authorizer and the web-app API.')
    .addOption(new Option('--cases <number>', 'how many requests in all').argParser(wholeNumber(1)).default(DEFAULT_CASES))
    .addOption(new Option('--seed <number>', 'make the same requests again; another seed each time by default').argParser(wholeNumber(0)))
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

/** @returns what to print about a broken promise, with the smallest case that breaks it; nothing when all are kept */
async function firstFailure({ name, cases, check }: AnyFuzzTarget, seed: number, numRuns: number): Promise<string | undefined> {
  const result = await fc.check(fc.asyncProperty(cases, check), { seed, numRuns });
  return result.failed
    ? [
      `The target ${name} broke its promise: ${result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance)}`,
      `Case: ${fc.stringify(result.counterexample?.[0])}`,
      `Again: npm run fuzz -- --target ${name} --seed ${seed} --cases ${numRuns}`,
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
