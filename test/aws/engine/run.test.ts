/**
 * Tests of `npm run test:aws` itself, on the local engine: the checks that can run there pass, runs clean up, and all requests match the
 * models of the services. This does not replace a run on AWS.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { faultsOfRequests } from './service-models';
import { bootstrap } from '../../../local/app/deployment';
import { checkCanStart, startEngine, stopEngine } from '../../../local/engine/engine';
import { clientProcessEnvironment } from '../../../local/engine/environment';
import { preparePython } from '../../../local/engine/python';
import type { Engine } from '../../../local/engine/running-engine';
import { prepareExample } from '../../../local/examples/example';
import type { Step } from '../../../local/process/progress';
import { DEFAULT_CACHE_DIRECTORY, REPOSITORY, stateDirectory } from '../../../local/process/state-directory';
import { Program } from '../../local/fixtures/program';
import { CHECKS } from '../catalogue';
import { RELEASE_REPORTS } from '../report';
import { type ObservedRequest, REQUESTS_FILE_VARIABLE } from '../support/observed';

const STATE = stateDirectory(path.join(REPOSITORY, '.local', 'test-aws'));
const REQUESTS = path.join(STATE.path, 'requests.jsonl');
const STACK = 'cdk-tenancy-test-killed';

const quietly: Step = (_, work) => work();
const { signal } = new AbortController();

let engine: Engine;
let python: string;
let env: NodeJS.ProcessEnv;
let before: unknown;

const testAws = (...args: string[]) => new Program('test/aws/run.ts', [...args, '--state-dir', path.join(STATE.path, 'run')], env);

async function everything(): Promise<unknown> {
  const program = new Program('test/aws/engine/list-everything.ts', [], env);
  const { message } = await program.end();
  return JSON.parse(message);
}

beforeAll(async () => {
  await stopEngine(STATE);
  rmSync(REQUESTS, { force: true });
  python = await preparePython(DEFAULT_CACHE_DIRECTORY, quietly, signal);
  const app = await prepareExample(DEFAULT_CACHE_DIRECTORY, quietly, signal);
  // Retries of state machines wait a fiftieth of their time. The number of retries does not change.
  engine = await startEngine(STATE, await checkCanStart(STATE, 0), python, signal, { SFN_WAIT_SCALE: '0.02' });
  await bootstrap(app, engine, STATE, quietly, signal);
  env = { ...clientProcessEnvironment(engine, STATE), [REQUESTS_FILE_VARIABLE]: REQUESTS };
  before = await everything();
});

afterAll(() => stopEngine(STATE));

test('a complete run passes each check that the engine can run, says that it was not on AWS, and leaves nothing', async () => {
  const { exitCode, message } = await testAws('--yes').end();

  for (const [name, { notOnEngine }] of Object.entries(CHECKS)) {
    expect(message).toMatch(new RegExp(`^${notOnEngine === undefined ? 'passed' : 'not run'} +${name} `, 'm'));
  }
  expect(message).toContain('which is not AWS');
  expect(message).toMatch(/\d+ passed, 0 failed, \d+ not run \(.*\), not on AWS but on https:\/\/127\.0\.0\.1:\d+\.$/);
  expect(exitCode).toBe(0);
  expect(await everything()).toEqual(before);
});

test('all requests match the models of the services', async () => {
  const assembly = path.join(STATE.path, 'run', 'cdk.out');
  const template = readdirSync(assembly).find((file) => file.endsWith('.template.json'))!;
  expect(await new Program('test/aws/engine/ask-in-vain.ts', [assembly, template.replace('.template.json', '')], env).end()).toMatchObject({ exitCode: 0 });
  const requests: ObservedRequest[] = readFileSync(REQUESTS, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

  const services = new Set(requests.map(({ service }) => service));
  const expected = [
    'AccessAnalyzer', 'CloudFormation', 'CloudWatchLogs', 'CognitoIdentityProvider', 'DynamoDB', 'EventBridge', 'IAM', 'Lambda', 'SFN', 'SQS', 'STS', 'XRay',
  ];
  for (const service of expected) {
    expect(services).toContain(service);
  }
  expect(await faultsOfRequests(python, requests)).toEqual([]);
});

test.each<[string, ObservedRequest, RegExp]>([
  ['an unknown operation', { service: 'SFN', operation: 'ValidateStateMachine', input: {} }, /SFN has no operation ValidateStateMachine/],
  ['an unknown member', { service: 'SFN', operation: 'ValidateStateMachineDefinition', input: { definition: '{}', kind: 'EXPRESS' } }, /Unknown parameter in input: "kind"/],
  ['a missing member', { service: 'AccessAnalyzer', operation: 'ValidatePolicy', input: { policyDocument: '{}' } }, /Missing required parameter in input: "policyType"/],
  ['a value outside its enumeration', { service: 'AccessAnalyzer', operation: 'ValidatePolicy', input: { policyDocument: '{}', policyType: 'TRUST' } }, /TRUST, which is not one of/],
  ['a text that is too long', { service: 'EventBridge', operation: 'PutRule', input: { Name: 'a'.repeat(65) } }, /input\.Name is 65, more than 64/],
  ['a text of other characters', {
    service: 'STS',
    operation: 'AssumeRole',
    input: { RoleArn: 'arn:aws:iam::111122223333:role/r', RoleSessionName: 'test', Tags: [{ Key: 'tenantId', Value: '*' }] },
  }, /input\.Tags\[0\]\.Value is \*, which does not match/],
])('the models refuse %s', async (_, request, fault) => {
  expect(await faultsOfRequests(python, [request])).toEqual([expect.stringMatching(fault)]);
});

test('a run that is interrupted removes everything', async () => {
  const run = testAws('--yes', '--only', 'change-event,refused-task');
  await run.until(() => run.output.includes('✔ Deploy (CDK CLI)') || undefined);
  run.sendFromTerminal('SIGINT');

  const { exitCode, message } = await run.end();
  expect(message).toContain('Interrupted (SIGINT)');
  expect(exitCode).toBe(1);
  expect(await everything()).toEqual(before);
});

test('leftovers of a killed run are first listed, then removed', async () => {
  expect(await new Program('test/aws/engine/leave-something.ts', [STACK], env).end()).toEqual({ exitCode: 0, message: '' });

  const listed = await testAws('--clean').end();
  expect(listed.exitCode).toBe(1);
  for (const title of [`stack ${STACK}`, `table ${STACK}-retained`, 'user pool ', `bucket ${STACK}-retained`, 'queue ', `log group /aws/lambda/${STACK}-fn`]) {
    expect(listed.message).toContain(`  ${title}`);
  }
  expect(await testAws('--clean', '--yes').end()).toMatchObject({ exitCode: 0 });
  expect(await everything()).toEqual(before);
});

test('refuses a report of a release before it does anything', async () => {
  const { exitCode, message } = await testAws('--yes', '--release', '987.6.5').end();

  expect(message).toContain('--release must be a run on AWS');
  expect(exitCode).toBe(1);
  expect(readdirSync(RELEASE_REPORTS).filter((file) => file.startsWith('987.6.5-'))).toEqual([]);
});
