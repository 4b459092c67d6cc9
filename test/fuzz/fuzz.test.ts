import fc from 'fast-check';
import nock from 'nock';
import type { AnyFuzzTarget } from './target';
import { fuzzTargets } from './targets';

/** The cases are the same in every run, so only a change of the code can cause a failure. `npm run fuzz` checks other cases. */
const SEED = 20_261_125;
const CASES = 3_000;

let targets: readonly AnyFuzzTarget[];

beforeAll(async () => {
  targets = await fuzzTargets();
});

afterAll(() => nock.restore());

test.each(['authorizer', 'request-parsing'])('%s keeps its guarantees in the first cases', async (name) => {
  const { cases, check } = targets.find((target) => target.name === name)!;
  await fc.assert(fc.asyncProperty(cases, check), { seed: SEED, numRuns: CASES });
}, 30_000);
