import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand, ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, DescribeUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DeleteRuleCommand, EventBridgeClient, ListRulesCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DeleteObjectsCommand, ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { findLeftovers, removeLeftovers } from './leftovers';
import { logGroupsBeside } from './log-groups';
import { removeStack } from './stacks';
import { RUN_TAG, STACK_PREFIX, temporaryPrefix } from '../names';

const STACK = 'cdk-tenancy-test-1';
const cloudFormation = mockClient(CloudFormationClient);
const logs = mockClient(CloudWatchLogsClient);
const cognito = mockClient(CognitoIdentityProviderClient);
const dynamodb = mockClient(DynamoDBClient);
const eventBridge = mockClient(EventBridgeClient);
const iam = mockClient(IAMClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
const ALL = [cloudFormation, logs, cognito, dynamodb, eventBridge, iam, s3, sqs];

const failure = (name: string, message = name) => Object.assign(new Error(message), { name });
const GONE = failure('ValidationError', `Stack with id ${STACK} does not exist`);

/** Sets the statuses of the stack for consecutive requests to CloudFormation. */
function stackIs(...statuses: ReadonlyArray<string | Error>): void {
  let handler = cloudFormation.on(DescribeStacksCommand);
  for (const status of statuses) {
    handler = typeof status === 'string'
      ? handler.resolvesOnce({ Stacks: [{ StackName: STACK, StackStatus: status as never, CreationTime: new Date() }] })
      : handler.rejectsOnce(status);
  }
  handler.rejects(GONE);
}

const resource = (ResourceType: string, PhysicalResourceId: string) => ({
  ResourceType, PhysicalResourceId, LogicalResourceId: 'It', LastUpdatedTimestamp: new Date(), ResourceStatus: 'CREATE_COMPLETE' as const,
});

beforeEach(() => {
  ALL.forEach((mock) => mock.reset());
  cloudFormation.on(ListStacksCommand).resolves({ StackSummaries: [] });
  cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] });
  cloudFormation.on(DeleteStackCommand).resolves({});
  logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [] });
  cognito.on(ListUserPoolsCommand).resolves({ UserPools: [] });
  dynamodb.on(ListTablesCommand).resolves({ TableNames: [] });
  eventBridge.on(ListRulesCommand).resolves({ Rules: [] });
  s3.on(ListBucketsCommand).resolves({ Buckets: [] });
  s3.on(ListObjectVersionsCommand).resolves({});
  sqs.on(ListQueuesCommand).resolves({ QueueUrls: [] });
});

test('a stack that was never created counts as removed', async () => {
  stackIs();

  await removeStack(STACK);
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(0);
});

test('before and after the deletion of a stack, removes temporary resources of checks, objects of buckets, and log groups beside the stack', async () => {
  stackIs('CREATE_COMPLETE', 'CREATE_COMPLETE');
  cloudFormation.on(ListStackResourcesCommand).resolves({
    StackResourceSummaries: [
      resource('AWS::Events::EventBus', 'bus'), resource('AWS::IAM::Role', 'role'), resource('AWS::S3::Bucket', 'bucket'), resource('AWS::Lambda::Function', 'fn'),
    ],
  });
  eventBridge.on(ListRulesCommand, { EventBusName: 'bus', NamePrefix: temporaryPrefix(STACK) }).resolves({ Rules: [{ Name: 'rule' }] });
  eventBridge.on(RemoveTargetsCommand).rejects(failure('ResourceNotFoundException'));
  iam.on(DeleteRolePolicyCommand).rejects(failure('NoSuchEntityException'));
  s3.on(ListObjectVersionsCommand).resolvesOnce({ Versions: [{ Key: 'a', VersionId: '1' }], DeleteMarkers: [{ Key: 'b', VersionId: '2' }] }).resolves({});
  s3.on(DeleteObjectsCommand).resolves({});
  logs.on(DescribeLogGroupsCommand, { logGroupNamePrefix: '/aws/lambda/fn' }).resolves({ logGroups: [{ logGroupName: '/aws/lambda/fn' }] });
  sqs.on(ListQueuesCommand).resolves({ QueueUrls: ['https://sqs/queue'] });

  await removeStack(STACK);

  expect(eventBridge.commandCalls(DeleteRuleCommand).map(({ args }) => args[0].input)).toEqual([{ EventBusName: 'bus', Name: 'rule' }]);
  expect(s3.commandCalls(DeleteObjectsCommand)[0].args[0].input.Delete!.Objects).toEqual([{ Key: 'a', VersionId: '1' }, { Key: 'b', VersionId: '2' }]);
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  expect(logs.commandCalls(DeleteLogGroupCommand).map(({ args }) => args[0].input.logGroupName)).toEqual(['/aws/lambda/fn']);
  expect(sqs.commandCalls(DeleteQueueCommand)).toHaveLength(1);
});

test('retries the deletion of a stack, and then reports that the stack is left', async () => {
  stackIs(...Array<string>(10).fill('DELETE_FAILED'));

  await expect(removeStack(STACK)).rejects.toThrow(`CloudFormation cannot delete the stack ${STACK}.`);
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(2);
});

test('a failed request does not mean that the stack does not exist', async () => {
  stackIs(failure('AccessDenied'));

  await expect(removeStack(STACK)).rejects.toThrow('AccessDenied');
});

test('finds leftovers by name, by the tag of a pool, and by the resources of deleted stacks', async () => {
  cloudFormation.on(ListStacksCommand).resolves({
    StackSummaries: [
      { StackName: STACK, StackStatus: 'REVIEW_IN_PROGRESS', CreationTime: new Date() },
      { StackName: 'another', StackStatus: 'CREATE_COMPLETE', CreationTime: new Date() },
      { StackName: 'cdk-tenancy-test-0', StackId: 'id-of-deleted', StackStatus: 'DELETE_COMPLETE', CreationTime: new Date() },
    ],
  });
  cloudFormation.on(ListStackResourcesCommand, { StackName: 'id-of-deleted' }).resolves({ StackResourceSummaries: [resource('AWS::ApiGateway::RestApi', 'api1')] });
  logs.on(DescribeLogGroupsCommand, { logGroupNamePrefix: 'API-Gateway-Execution-Logs_api1/' }).resolves({ logGroups: [{ logGroupName: 'API-Gateway-Execution-Logs_api1/prod' }] });
  logs.on(DescribeLogGroupsCommand, { logGroupNamePrefix: '/aws/lambda/cdk-tenancy-test-' }).resolves({ logGroups: [{ logGroupName: `/aws/lambda/${STACK}-fn` }] });
  dynamodb.on(ListTablesCommand).resolves({ TableNames: [`${STACK}-table`, 'another-table'] });
  s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: `${STACK}-bucket` }, { Name: 'another-bucket' }] });
  cognito.on(ListUserPoolsCommand).resolves({ UserPools: [{ Id: 'ours' }, { Id: 'another' }] });
  cognito.on(DescribeUserPoolCommand, { UserPoolId: 'ours' }).resolves({ UserPool: { UserPoolTags: { [RUN_TAG]: STACK } } });
  cognito.on(DescribeUserPoolCommand, { UserPoolId: 'another' }).resolves({ UserPool: { UserPoolTags: { [RUN_TAG]: 'another' } } });

  expect((await findLeftovers(STACK_PREFIX)).map(({ title }) => title)).toEqual([
    `stack ${STACK}`, `table ${STACK}-table`, 'user pool ours', `bucket ${STACK}-bucket`, `log group /aws/lambda/${STACK}-fn`,
    'log group API-Gateway-Execution-Logs_api1/prod',
  ]);
});

test('reports leftovers that cannot be removed', async () => {
  s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: `${STACK}-bucket` }] });
  const removed: string[] = [];

  await expect(removeLeftovers(STACK, async (title) => void removed.push(title))).rejects.toThrow(`Nothing must be left, but there is still bucket ${STACK}-bucket. Delete it by hand.`);
  expect(removed).toEqual([`bucket ${STACK}-bucket`]);
});

test('functions and APIs have log groups beside the stack', () => {
  expect(logGroupsBeside([
    { type: 'AWS::Lambda::Function', logicalId: 'F', physicalId: 'fn' }, { type: 'AWS::ApiGateway::RestApi', logicalId: 'A', physicalId: 'api1' },
    { type: 'AWS::SQS::Queue', logicalId: 'Q', physicalId: 'queue' },
  ])).toEqual(['/aws/lambda/fn', 'API-Gateway-Execution-Logs_api1/']);
});
