/**
 * Plays the story of the demo in a real AWS account: `npm run test:aws -- --yes`. Deploys the example as a stack of its own, and
 * destroys it in the end, also after a failure and after Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { OUTPUTS_FILE_VARIABLE } from '../../local/client/outputs';
import { CONFIRMATION_VARIABLE } from '../../local/client/user-pool';
import { EXAMPLE_CDK_CLI, prepareExample } from '../../local/example';
import { Failure } from '../../local/failure';
import { flatten } from '../../local/outputs';
import { printedStep } from '../../local/progress';
import { runCommand } from '../../local/run-command';
import { runToEnd } from '../../local/run-to-end';
import { DEFAULT_CACHE_DIRECTORY, DEFAULT_STATE_DIRECTORY, EXAMPLE_DIRECTORY, REPOSITORY } from '../../local/state-directory';

const STATE = path.join(DEFAULT_STATE_DIRECTORY, 'aws');
const CDK_OUTPUTS = path.join(STATE, 'cdk-outputs.json');
const TSX = path.join(REPOSITORY, 'node_modules', '.bin', 'tsx');

interface Target {
  readonly account: string;
  readonly stackName: string;
  /** For all that works in the account. */
  readonly env: NodeJS.ProcessEnv;
}

async function main(signal: AbortSignal): Promise<void> {
  const { yes } = readArguments();
  const target = await findTarget();
  process.stdout.write(describePlan(target));
  if (!yes) {
    throw new Failure('Nothing was done. Run "npm run test:aws -- --yes" to do it.');
  }
  mkdirSync(STATE, { recursive: true });
  await prepareExample(DEFAULT_CACHE_DIRECTORY, printedStep, signal);
  try {
    await printedStep('Deploy (CDK CLI)', () => cdk(
      target, signal, 'deploy', '--require-approval', 'never', '--progress', 'events', '--outputs-file', CDK_OUTPUTS,
    ));
    await playStory(target, signal);
  } finally {
    // Whatever happened: with a signal that nothing aborts.
    await printedStep('Destroy (CDK CLI)', () => destroy(target));
  }
}

function readArguments(): { yes: boolean } {
  try {
    return { yes: parseArgs({ options: { yes: { type: 'boolean', default: false } } }).values.yes };
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}

async function findTarget(): Promise<Target> {
  const sts = new STSClient({});
  const region = await sts.config.region().catch(() => undefined);
  if (region === undefined) {
    throw new Failure('No Region: set AWS_REGION to one that is bootstrapped for the CDK.');
  }
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await sts.config.credentials();
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    const stackName = `cdk-tenancy-test-${Date.now().toString(36)}`;
    const env = {
      ...process.env,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken },
      AWS_PROFILE: undefined,
      STACK_NAME: stackName,
      [OUTPUTS_FILE_VARIABLE]: path.join(STATE, 'outputs.json'),
      [CONFIRMATION_VARIABLE]: 'administrator',
    };
    return { account: Account!, stackName, env };
  } catch (error) {
    throw new Failure(`No use of the AWS credentials of the environment: ${(error as Error).message}`);
  }
}

function describePlan({ account, stackName, env }: Target): string {
  const where = process.env.AWS_ENDPOINT_URL === undefined ? 'AWS' : `what answers at ${process.env.AWS_ENDPOINT_URL}`;
  return `Account ${account}, Region ${env.AWS_REGION}, of ${where}.

This deploys the example as stack ${stackName}: a user pool, three tables, two APIs, a dozen functions, two state machines, a
CloudFront distribution. It makes three tenants of people who do not exist (two mails to the mailbox simulator of Amazon SES), and
destroys all of it in the end. It takes about fifteen minutes, most of them CloudFront's, and costs less than 0.10 USD. The Region has to be
bootstrapped (cdk bootstrap), and the credentials must be allowed to do all of that: use an account for tests.

`;
}

async function cdk({ env }: Target, signal: AbortSignal, ...args: readonly string[]): Promise<string> {
  return runCommand(EXAMPLE_CDK_CLI, [
    ...args, '--app', `${TSX} ${path.join(__dirname, 'app.ts')}`, '--output', path.join(STATE, 'cdk.out'), '--no-notices', '--no-version-reporting', '--ci',
  ], { purpose: `cdk ${args[0]}`, cwd: EXAMPLE_DIRECTORY, env, log: path.join(STATE, 'deployment.log'), signal });
}

async function playStory({ env }: Target, signal: AbortSignal): Promise<void> {
  const byStack = JSON.parse(readFileSync(CDK_OUTPUTS, 'utf8'));
  const { AWS_ENDPOINT_URL: endpoint } = process.env;
  const outputs = endpoint === undefined ? Object.assign({}, ...Object.values<object>(byStack)) : flatten(byStack, endpoint);
  writeFileSync(env[OUTPUTS_FILE_VARIABLE]!, JSON.stringify(outputs));
  const story = spawn(TSX, [path.join(REPOSITORY, 'local', 'story', 'play.ts')], { env, stdio: 'inherit', signal });
  const [code] = await once(story, 'exit').catch((error) => {
    throw signal.aborted ? signal.reason : error;
  });
  if (code !== 0) {
    throw new Failure('The story did not hold; the step that failed is above.');
  }
}

async function destroy(target: Target): Promise<void> {
  const { stackName } = target;
  const advice = `Delete the stack ${stackName} by hand.`;
  await cdk(target, new AbortController().signal, 'destroy', '--force').catch((error: Error) => {
    throw new Failure(`${error.message}\n${advice}`);
  });
  const status = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stackName }))
    .then(({ Stacks }) => Stacks?.[0]?.StackStatus, () => undefined);
  if (status !== undefined && status !== 'DELETE_COMPLETE') {
    throw new Failure(`The stack is still there, as ${status}. ${advice}`);
  }
}

void runToEnd(main);
