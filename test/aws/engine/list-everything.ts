/** Prints the names of all resources in the account of the local engine as JSON, sorted by kind. */
import { APIGatewayClient, paginateGetRestApis } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, paginateListStacks } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient, paginateListUserPools } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, paginateListPolicies, paginateListRoles } from '@aws-sdk/client-iam';
import { LambdaClient, paginateListEventSourceMappings, paginateListFunctions, paginateListLayers } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';

async function all<Page>(pages: AsyncIterable<Page>, names: (page: Page) => ReadonlyArray<string | undefined> | undefined): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...(names(page) ?? []).map((name) => name!));
  return found.sort();
}

async function main(): Promise<void> {
  const eventBridge = new EventBridgeClient({});
  const lambda = { client: new LambdaClient({}) };
  const iam = { client: new IAMClient({}) };
  const { EventBuses = [] } = await eventBridge.send(new ListEventBusesCommand({}));
  const { Buckets = [] } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}));
  const rules = await Promise.all(EventBuses.map(async ({ Name }) => {
    const { Rules = [] } = await eventBridge.send(new ListRulesCommand({ EventBusName: Name }));
    return Rules.map((rule) => `${Name}/${rule.Name}`);
  }));
  console.log(JSON.stringify({
    stacks: await all(paginateListStacks({ client: new CloudFormationClient({}) }, {}), ({ StackSummaries }) =>
      StackSummaries?.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(({ StackName }) => StackName)),
    apis: await all(paginateGetRestApis({ client: new APIGatewayClient({}) }, {}), ({ items }) => items?.map(({ name }) => name)),
    logGroups: await all(paginateDescribeLogGroups({ client: new CloudWatchLogsClient({}) }, {}), ({ logGroups }) =>
      logGroups?.map(({ logGroupName }) => logGroupName)),
    pools: await all(paginateListUserPools({ client: new CognitoIdentityProviderClient({}) }, { MaxResults: 60 }), ({ UserPools }) =>
      UserPools?.map(({ Name }) => Name)),
    tables: await all(paginateListTables({ client: new DynamoDBClient({}) }, {}), ({ TableNames }) => TableNames),
    buses: EventBuses.map(({ Name }) => Name).sort(),
    rules: rules.flat().sort(),
    roles: await all(paginateListRoles(iam, {}), ({ Roles }) => Roles?.map(({ RoleName }) => RoleName)),
    policies: await all(paginateListPolicies(iam, { Scope: 'Local' }), ({ Policies }) => Policies?.map(({ PolicyName }) => PolicyName)),
    functions: await all(paginateListFunctions(lambda, {}), ({ Functions }) => Functions?.map(({ FunctionName }) => FunctionName)),
    layers: await all(paginateListLayers(lambda, {}), ({ Layers }) => Layers?.map(({ LayerName }) => LayerName)),
    mappings: await all(paginateListEventSourceMappings(lambda, {}), ({ EventSourceMappings }) =>
      EventSourceMappings?.map(({ UUID }) => UUID)),
    buckets: Buckets.map(({ Name }) => Name).sort(),
    stateMachines: await all(paginateListStateMachines({ client: new SFNClient({}) }, {}), ({ stateMachines }) =>
      stateMachines?.map(({ name }) => name)),
    queues: await all(paginateListQueues({ client: new SQSClient({}) }, { MaxResults: 1000 }), ({ QueueUrls }) => QueueUrls),
  }));
}

void main();
