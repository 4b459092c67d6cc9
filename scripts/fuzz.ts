/**
 * Gives the authorizer and the web-app API as many requests as they are told to, and holds each answer against what they promise:
 * `npm run fuzz [-- --cases <number>] [--seed <number>] [--target <name>]`. The quick tests run the same targets.
 */
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import nock from 'nock';
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
  const options = readOptions(await fuzzTargets());
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const { cases, seed, targets } = options;
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

function readOptions(all: readonly AnyFuzzTarget[]): Options | string {
  const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' }, target: { type: 'string' } } });
  const cases = Number(values.cases ?? DEFAULT_CASES);
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
    return '--cases takes a number of cases, 1 or more, and --seed a whole number.';
  }
  const targets = all.filter(({ name }) => values.target === undefined || name === values.target);
  return targets.length > 0
    ? { cases, seed, targets }
    : `There is no target ${values.target}; there are ${all.map(({ name }) => name).join(', ')}.`;
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
