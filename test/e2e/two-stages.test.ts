/**
 * Two stages of one app. The engine ignores dimensions in alarms, and does not extract metrics from logs. So these tests compare the metrics
 * of the deployed alarms with the metrics that the deployed function has written.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { STAGES_VARIABLE } from './two-stages/stages';
import { CDK_ENVIRONMENT } from '../../local/app/deployment';
import { eventually } from '../../local/client/eventually';
import { EXAMPLE_CDK_CLI } from '../../local/examples/example';
import { runCommand } from '../../local/process/run-command';
import { postConfirmationEvent } from '../runtime/events';

const DEPLOYMENT_TIMEOUT = 240_000;

const cloudFormation = new CloudFormationClient();
const cloudWatch = new CloudWatchClient();
const cloudWatchLogs = new CloudWatchLogsClient();
const lambda = new LambdaClient();

const run = randomUUID().slice(0, 8);
const [blue, green] = ['Blue', 'Green'].map((name) => `${name}${run}`);
const stackOf = (stage: string) => `${stage}-Main`;

const directory = mkdtempSync(path.join(tmpdir(), 'two-stages-'));
const outputsFile = path.join(directory, 'outputs.json');
let outputs: Record<string, Record<string, string>>;

const assembly = path.join(directory, 'cdk.out');

async function cdk(command: string, ...args: string[]): Promise<void> {
  await runCommand(EXAMPLE_CDK_CLI, [command, `${blue}/*`, `${green}/*`, ...args, '--no-notices', '--no-version-reporting', '--ci'], {
    purpose: `cdk ${command}`,
    cwd: path.join(__dirname, 'two-stages'),
    env: { ...process.env, ...CDK_ENVIRONMENT, [STAGES_VARIABLE]: [blue, green].join(',') },
    signal: new AbortController().signal,
  });
}

async function physicalIds(stage: string, type: string): Promise<Record<string, string>> {
  const { StackResources } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stackOf(stage) }));
  return Object.fromEntries(StackResources!.filter(({ ResourceType }) => ResourceType === type)
    .map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId!, PhysicalResourceId!]));
}

async function physicalId(stage: string, type: string, logicalIdPart: string): Promise<string> {
  return Object.entries(await physicalIds(stage, type)).find(([id]) => id.includes(logicalIdPart))![1];
}

/** The identity of a metric: namespace, name and dimensions. */
type Identity = string;

function identity(namespace: string, name: string, dimensions: Record<string, string>): Identity {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

/** The metrics of the alarms of a stage. */
async function watchedBy(stage: string): Promise<Record<string, Identity>> {
  const names = Object.values(await physicalIds(stage, 'AWS::CloudWatch::Alarm'));
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: names }));
  const single = MetricAlarms!.filter(({ MetricName }) => MetricName !== undefined);
  return Object.fromEntries(single.map(({ AlarmName, Namespace, MetricName, Dimensions = [] }: MetricAlarm) => [
    AlarmName!, identity(Namespace!, MetricName!, Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name!, Value!]))),
  ]));
}

/** The metrics that the functions of a stage have written, as CloudWatch reads them from the logs. */
async function countedBy(stage: string): Promise<Identity[]> {
  const groups = Object.values(await physicalIds(stage, 'AWS::Logs::LogGroup'));
  const messages = (await Promise.all(groups.map(async (logGroupName) => {
    const { events = [] } = await cloudWatchLogs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message }) => message!);
  }))).flat();
  return messages.filter((message) => message.startsWith('{"_aws"')).flatMap((message) => {
    const { _aws: { CloudWatchMetrics }, ...values } = JSON.parse(message);
    return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }: any) => Metrics.flatMap(({ Name }: { Name: string }) =>
      Dimensions.map((set: string[]) => identity(Namespace, Name, Object.fromEntries(set.map((dimension) => [dimension, values[dimension]]))))));
  });
}

/** Makes a sign-up of a stage fail: configures its function with a bus that does not exist. */
async function failSignUp(stage: string): Promise<void> {
  const FunctionName = await physicalId(stage, 'AWS::Lambda::Function', 'SignUpPublisherHandler');
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  await lambda.send(new UpdateFunctionConfigurationCommand({
    FunctionName, Environment: { Variables: { ...Environment!.Variables, TENANCY_EVENT_BUS_NAME: 'no-such-bus' } },
  }));
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(postConfirmationEvent()) }));
  expect(FunctionError).toBeDefined();
}

beforeAll(async () => {
  await cdk('deploy', '--output', assembly, '--require-approval', 'never', '--method', 'direct', '--concurrency', '2', '--outputs-file', outputsFile);
  outputs = JSON.parse(readFileSync(outputsFile, 'utf8'));
}, DEPLOYMENT_TIMEOUT);

afterAll(async () => {
  await cdk('destroy', '--app', assembly, '--force', '--concurrency', '2');
  rmSync(directory, { recursive: true, force: true });
}, DEPLOYMENT_TIMEOUT);

test('both stages are deployed, each with its own bus, APIs and names', () => {
  const [one, other] = [blue, green].map((stage) => outputs[stackOf(stage)]);

  expect(Object.keys(one).sort()).toEqual(Object.keys(other).sort());
  expect(Object.keys(one).filter((name) => one[name] === other[name])).toEqual([]);
});

test('no alarm of one stage watches a metric of the other', async () => {
  const [one, other] = await Promise.all([blue, green].map(watchedBy));

  expect(Object.keys(one)).toHaveLength(14);
  expect(Object.keys(other)).toHaveLength(Object.keys(one).length);
  expect(Object.values(one).filter((metric) => Object.values(other).includes(metric))).toEqual([]);
});

test('a failure in one stage triggers its own alarm, and no alarm of the other', async () => {
  await failSignUp(blue);

  const counted = await eventually('a count of the failure', async () => {
    const metrics = await countedBy(blue);
    return metrics.some((metric) => metric.includes('SignUpPublishFailed')) ? metrics : undefined;
  });
  const [ofBlue, ofGreen] = await Promise.all([blue, green].map(async (stage) =>
    Object.entries(await watchedBy(stage)).filter(([, metric]) => counted.includes(metric)).map(([name]) => name)));
  expect(ofBlue).toEqual([await physicalId(blue, 'AWS::CloudWatch::Alarm', 'MonitoringSignUpPublishFailed')]);
  expect(ofGreen).toEqual([]);
  expect(await countedBy(green)).toEqual([]);
});
