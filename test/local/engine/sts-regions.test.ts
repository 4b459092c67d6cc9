/** The STS clients of the functions, with the real SDK, on an engine that allows few calls in each Region. */
import * as path from 'node:path';
import { checkCanStart, startEngine, stopEngine } from '../../../local/engine/engine';
import { clientProcessEnvironment } from '../../../local/engine/environment';
import { preparePython } from '../../../local/engine/python';
import { DEFAULT_CACHE_DIRECTORY, DEFAULT_STATE_DIRECTORY, stateDirectory } from '../../../local/process/state-directory';
import { METRIC } from '../../../src/contract/metrics';
import { Program } from '../fixtures/program';

const STATE = stateDirectory(path.join(DEFAULT_STATE_DIRECTORY, 'test-sts-regions'));
/** Calls of each Region in a second. */
const QUOTA = 5;

let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { signal } = new AbortController();
  await stopEngine(STATE);
  const python = await preparePython(DEFAULT_CACHE_DIRECTORY, async (_, work) => work(), signal);
  const engine = await startEngine(STATE, await checkCanStart(STATE, 0), python, signal, { ENGINE_STS_CALLS_PER_SECOND: `${QUOTA}` });
  environment = clientProcessEnvironment(engine, STATE);
});

afterAll(async () => stopEngine(STATE));

async function issueAtOnce(tenants: number, variables: Readonly<Record<string, string>> = {}) {
  const { message } = await new Program('test/local/fixtures/issue-credentials.ts', [`${tenants}`], { ...environment, ...variables }).end();
  return JSON.parse(message);
}

test('the nearest three Regions issue what the own Region throttles, and each call to them is counted', async () => {
  const { issued, counted } = await issueAtOnce(3 * QUOTA);

  expect(issued).toBe(3 * QUOTA);
  expect(counted.length).toBeGreaterThanOrEqual(2 * QUOTA);
  expect(new Set(counted)).toEqual(new Set([METRIC.stsRegionChanged]));
});

test('without other Regions, calls above the quota fail as throttled', async () => {
  // The SDK tries three times, within about a second.
  expect(await issueAtOnce(10 * QUOTA, { TENANCY_STS_REGIONS: 'none' })).toMatchObject({ errors: ['Throttling'], counted: [] });
});
