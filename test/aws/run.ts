/**
 * Runs the product in a real AWS account: `npm run test:aws -- --help`. Prints a plan. With `--yes`, it deploys the example as a separate
 * stack, plays the story of the demo, runs the checks, and removes everything, also after a failure and after Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { findLeftovers, removeLeftovers } from './account/leftovers';
import { removeStack } from './account/stacks';
import { environmentFor, findTarget, type Target } from './account/target';
import { CHECKS } from './catalogue';
import { HELP, readCommand, type Work } from './command-line';
import { newStackName, STACK_PREFIX } from './names';
import { PART } from './parts';
import { describePlan, MINUTES } from './plan';
import { RELEASE_REPORTS, reportFile, writeReport } from './report';
import { inOneLine, type Result } from './result';
import { readTemplate } from './template/template';
import { notValidated, validate } from './validate';
import { flatten } from '../../local/app/outputs';
import { EXAMPLE_CDK_CLI, prepareExample } from '../../local/examples/example';
import { Failure } from '../../local/process/failure';
import { printedStep } from '../../local/process/progress';
import { runCommand } from '../../local/process/run-command';
import { runToEnd } from '../../local/process/run-to-end';
import { DEFAULT_CACHE_DIRECTORY, EXAMPLE_DIRECTORY, REPOSITORY } from '../../local/process/state-directory';
import { uncommittedChanges } from '../../scripts/same-code';

const TSX = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');
const CHANGE_SET = 'test-aws';

/** The endpoint that replaces AWS, if any. */
const ENDPOINT = process.env.AWS_ENDPOINT_URL;

/** Files of a run. */
interface Files {
  readonly assembly: string;
  readonly cdkOutputs: string;
  readonly outputs: string;
  readonly results: string;
  readonly log: string;
}

/** One run on one stack. */
interface Run {
  readonly files: Files;
  readonly target: Target;
  readonly stackName: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

async function main(signal: AbortSignal): Promise<void> {
  const command = readCommand(process.argv.slice(2), Object.keys(CHECKS));
  switch (command.kind) {
    case 'help': return void process.stdout.write(HELP);
    case 'list': return void process.stdout.write(listOfChecks());
    case 'clean': return clean(await useTarget(), command.yes);
    default: return work(command, await useTarget(), filesIn(command.stateDirectory), signal);
  }
}

/** Creates the folder, and deletes the files of an earlier run. */
function filesIn(directory: string): Files {
  const files: Files = {
    assembly: path.join(directory, 'cdk.out'),
    cdkOutputs: path.join(directory, 'cdk-outputs.json'),
    outputs: path.join(directory, 'outputs.json'),
    results: path.join(directory, 'results.json'),
    log: path.join(directory, 'deployment.log'),
  };
  mkdirSync(directory, { recursive: true });
  Object.values(files).forEach((leftover) => rmSync(leftover, { recursive: true, force: true }));
  return files;
}

function listOfChecks(): string {
  return Object.entries(CHECKS).map(([name, { proves }]) => `${name.padEnd(16)} ${proves}\n`).join('');
}

/** Finds the target, and sets it in the environment: this process and its children must use the same account. */
async function useTarget(): Promise<Target> {
  const target = await findTarget();
  delete process.env.AWS_PROFILE;
  Object.assign(process.env, target.env);
  return target;
}

async function work(command: Work, target: Target, files: Files, signal: AbortSignal): Promise<void> {
  const stackName = newStackName();
  const run: Run = { target, stackName, env: environmentFor(target, stackName, files.outputs), files, signal };
  const only = command.kind === 'run' ? command.only : undefined;
  const release = command.kind === 'run' && command.release !== undefined ? await checkedRelease(command.release, signal) : undefined;

  await prepareExample(DEFAULT_CACHE_DIRECTORY, printedStep, signal);
  await printedStep('Synthesize (CDK CLI)', () => synthesize(run));
  const template = readTemplate(files.assembly, stackName);
  const checks = only ?? Object.keys(CHECKS);
  if (command.kind === 'validate') {
    return judge([...await validateTemplate(run), await validateByChangeSet(run)]);
  }
  process.stdout.write(`\n${describePlan({ target, endpoint: ENDPOINT, stackName, template, checks, isWhole: only === undefined })}\n`);
  if (command.kind === 'plan') {
    throw new Failure('Nothing was done. To start the run: npm run test:aws -- --yes');
  }
  requireLastingCredentials(target);

  const results: Result[] = only === undefined ? await validateTemplate(run) : [];
  let failure: unknown;
  try {
    results.push(await part(PART.deployment, 'Deploy (CDK CLI)', () => deploy(run)));
    if (only === undefined) results.push(await playStory(run));
    results.push(...await playChecks(checks, run));
  } catch (error) {
    failure = error;
  }
  // Always, and without the signal: an interruption must not stop the removal.
  results.push(await part(PART.removal, 'Remove everything', () => remove(run)).catch((error: Error) => {
    process.stderr.write(`${error.message}\nTo try again: npm run test:aws -- --clean --yes\n`);
    return { name: PART.removal, outcome: 'failed', seconds: 0, words: error.message };
  }));
  if (failure !== undefined) throw failure;
  save(results, target, release);
  judge(results);
}

/** Runs a part, and prints its progress. @throws the error of the part */
async function part(name: string, title: string, doIt: () => Promise<string>): Promise<Result> {
  const started = performance.now();
  const words = await printedStep(title, doIt);
  return { name, outcome: 'passed', seconds: (performance.now() - started) / 1000, words };
}

/** Fails before the run if its report would not be about the code of the release. */
async function checkedRelease(version: string, signal: AbortSignal): Promise<{ readonly version: string; readonly commit: string }> {
  if (ENDPOINT !== undefined) {
    throw new Failure(`--release must be a run on AWS, but AWS_ENDPOINT_URL is ${ENDPOINT}. Unset it.`);
  }
  const changes = uncommittedChanges(REPOSITORY);
  if (changes !== '') {
    throw new Failure(`--release must be a run of a commit, but there are uncommitted changes:\n${changes}Commit them.`);
  }
  return { version, commit: (await runCommand('git', ['rev-parse', 'HEAD'], { purpose: 'git rev-parse', cwd: REPOSITORY, signal })).trim() };
}

function requireLastingCredentials({ expiration }: Target): void {
  const minutes = MINUTES.deploy + MINUTES.checks + MINUTES.remove;
  if (expiration !== undefined && expiration.getTime() - Date.now() < 2 * minutes * 60_000) {
    throw new Failure(`The credentials must last ${2 * minutes} minutes, but expire at ${expiration.toISOString()}. Get new ones.`);
  }
}

async function cdk({ env, signal, stackName, files }: Run, command: string, ...args: readonly string[]): Promise<string> {
  return runCommand(EXAMPLE_CDK_CLI, [command, stackName, ...args, '--no-notices', '--no-version-reporting', '--ci'], {
    purpose: `cdk ${command}`, cwd: EXAMPLE_DIRECTORY, env, log: files.log, signal,
  });
}

async function synthesize(run: Run): Promise<void> {
  await cdk(run, 'synth', '--app', `${TSX} ${path.join(__dirname, 'app.ts')}`, '--output', run.files.assembly, '--quiet');
}

async function deploy(run: Run): Promise<string> {
  await cdk(run, 'deploy', '--app', run.files.assembly, '--require-approval', 'never', '--progress', 'events', '--outputs-file', run.files.cdkOutputs);
  const byStack = JSON.parse(readFileSync(run.files.cdkOutputs, 'utf8'));
  const outputs = ENDPOINT === undefined
    ? { ...Object.assign({}, ...Object.values<object>(byStack)), Region: run.target.region }
    : flatten(byStack, ENDPOINT);
  writeFileSync(run.files.outputs, JSON.stringify(outputs));
  return `stack ${run.stackName}`;
}

async function playStory(run: Run): Promise<Result> {
  const started = performance.now();
  const code = await play(run, path.join(REPOSITORY, 'local', 'story', 'play.ts'));
  return {
    name: PART.story,
    outcome: code === 0 ? 'passed' : 'failed',
    seconds: (performance.now() - started) / 1000,
    words: code === 0 ? 'each step of the demo' : 'a step of the demo failed',
  };
}

async function playChecks(names: readonly string[], run: Run): Promise<Result[]> {
  await play(run, path.join(__dirname, 'play.ts'), run.files.results, ...names);
  run.signal.throwIfAborted();
  if (!existsSync(run.files.results)) throw new Failure('The checks ended without results. The error is above.');
  return JSON.parse(readFileSync(run.files.results, 'utf8'));
}

/** Runs a process that uses the deployed app. After an interruption, the process ends itself: it can have changes to restore. */
async function play({ env, signal }: Run, ...args: readonly string[]): Promise<number | null> {
  signal.throwIfAborted();
  // In its own process group, so that Ctrl-C only reaches it through us.
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], { cwd: REPOSITORY, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const interrupt = () => child.kill('SIGTERM');
  signal.addEventListener('abort', interrupt);
  try {
    const [code] = await once(child, 'exit');
    signal.throwIfAborted();
    return code;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

async function validateTemplate({ stackName, target, files }: Run): Promise<Result[]> {
  const results = ENDPOINT === undefined
    ? await printedStep('Validate state machines and policies', () => validate(readTemplate(files.assembly, stackName), target))
    : notValidated('the engine accepts every definition, and has no IAM Access Analyzer');
  results.forEach((result) => console.log(inOneLine(result)));
  return results;
}

/** CloudFormation validates a template with the schemas of its resources when it creates a change set. The stack of the change set is deleted. */
async function validateByChangeSet(run: Run): Promise<Result> {
  const started = performance.now();
  const end = (outcome: Result['outcome'], words: string): Result => {
    const result = { name: 'change-set', outcome, seconds: (performance.now() - started) / 1000, words };
    console.log(inOneLine(result));
    return result;
  };
  try {
    // Also publishes the assets, to the bucket of "cdk bootstrap".
    await printedStep('Create a change set (CDK CLI)', () => cdk(
      run, 'deploy', '--app', run.files.assembly, '--require-approval', 'never', '--method', 'prepare-change-set', '--change-set-name', CHANGE_SET,
    ));
    return end('passed', 'CloudFormation accepts the template');
  } catch (error) {
    run.signal.throwIfAborted();
    return end('failed', (error as Error).message);
  } finally {
    await printedStep('Delete the change set', () => removeStack(run.stackName));
  }
}

async function remove({ stackName }: Run): Promise<string> {
  // Also by its name: a stack that was never created is not in any list.
  await removeStack(stackName);
  await removeLeftovers(stackName, (_, removeOne) => removeOne());
  return 'nothing is left';
}

/** Removes leftovers of interrupted runs. Without `--yes`, lists them. */
async function clean({ account, region }: Target, yes: boolean): Promise<void> {
  const leftovers = await findLeftovers(STACK_PREFIX);
  process.stdout.write(`Account ${account}, Region ${region}: ${leftovers.length === 0 ? 'there are no leftovers of earlier runs.' : 'leftovers of earlier runs:'}\n`);
  leftovers.forEach(({ title }) => process.stdout.write(`  ${title}\n`));
  if (leftovers.length > 0 && !yes) {
    throw new Failure('Nothing was done. The list also has the resources of runs in progress. To remove all of them: npm run test:aws -- --clean --yes');
  }
  await removeLeftovers(STACK_PREFIX, (title, removeOne) => printedStep(`Remove the ${title}`, removeOne));
}

function save(results: readonly Result[], { region }: Target, release: { readonly version: string; readonly commit: string } | undefined): void {
  if (release === undefined) return;
  const head = { ...release, date: new Date().toISOString(), where: 'AWS', region };
  const file = path.join(RELEASE_REPORTS, reportFile(head));
  writeFileSync(file, writeReport(head, results));
  process.stdout.write(`The report is in ${path.relative(REPOSITORY, file)}. Commit it.\n`);
}

function judge(results: readonly Result[]): void {
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
  const notRun = results.filter(({ outcome }) => outcome === 'not run').map(({ name }) => name);
  const passed = results.length - failed.length - notRun.length;
  const left = notRun.length > 0 ? `, ${notRun.length} not run (${notRun.join(', ')})` : '';
  const where = ENDPOINT === undefined ? 'on AWS' : `not on AWS but on ${ENDPOINT}`;
  process.stdout.write(`\n${passed} passed, ${failed.length} failed${left}, ${where}.\n`);
  if (failed.length > 0) throw new Failure(`Failed: ${failed.join(', ')}.`);
}

void runToEnd(main);
