import { CloudWatchLogsClient, DeleteLogGroupCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import type { StackResource } from '../support/deployed-app';
import { observed } from '../support/observed';

/** The log groups that services create beside a stack. They stay when the stack is deleted. */
export function logGroupsBeside(resources: readonly StackResource[]): string[] {
  return resources.flatMap(({ type, physicalId }) => {
    switch (type) {
      // Functions without a log group in the stack: those of the example, and custom resources of the CDK.
      case 'AWS::Lambda::Function': return [`/aws/lambda/${physicalId}`];
      case 'AWS::ApiGateway::RestApi': return [`API-Gateway-Execution-Logs_${physicalId}/`];
      default: return [];
    }
  });
}

/** The names of the log groups that start with one of the prefixes. */
export async function findLogGroups(prefixes: readonly string[]): Promise<string[]> {
  const client = observed(new CloudWatchLogsClient({}));
  const names = new Set<string>();
  for (const logGroupNamePrefix of prefixes) {
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
      logGroups.forEach(({ logGroupName }) => names.add(logGroupName!));
    }
  }
  return [...names];
}

export async function deleteLogGroup(logGroupName: string): Promise<void> {
  await observed(new CloudWatchLogsClient({})).send(new DeleteLogGroupCommand({ logGroupName }));
}
