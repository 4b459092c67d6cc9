import {
  CloudFormationClient, DeleteStackCommand, DescribeStacksCommand, paginateListStacks, type StackSummary, waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { emptyBucket } from './buckets';
import { deleteLogGroup, findLogGroups, logGroupsBeside } from './log-groups';
import { deleteQueue, findQueues, removeTemporary } from './temporary';
import { Failure } from '../../../local/process/failure';
import { temporaryPrefix } from '../names';
import { resourcesOf, type StackResource } from '../support/deployed-app';
import { observed } from '../support/observed';

/** CloudFront takes minutes to disable a distribution. */
const DELETION_SECONDS = 45 * 60;
const POLL_SECONDS = { minDelay: 1, maxDelay: 10 };
const TRIES = 2;

/** Stacks whose names start with a prefix. @param deleted whether to find deleted stacks, which CloudFormation remembers for 90 days */
export async function findStacks(prefix: string, { deleted }: { readonly deleted: boolean }): Promise<StackSummary[]> {
  const stacks: StackSummary[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks({ client: cloudFormation() }, {})) {
    stacks.push(...StackSummaries.filter(({ StackName, StackStatus }) => StackName!.startsWith(prefix) && (StackStatus === 'DELETE_COMPLETE') === deleted));
  }
  return stacks;
}

/**
 * Deletes a stack with all its resources, and all that services have created beside it. The stack need not exist, and can be a mere
 * change set.
 *
 * @throws Failure if CloudFormation cannot delete it
 */
export async function removeStack(stackName: string): Promise<void> {
  const resources = await isThere(stackName) ? await resourcesOf(stackName) : [];
  await removeTemporary(stackName, resources);
  for (let left = TRIES; await isThere(stackName); left--) {
    if (left === 0) throw new Failure(`CloudFormation cannot delete the stack ${stackName}. Read the reason in its events, and delete it by hand.`);
    for (const { type, physicalId } of resources) {
      if (type === 'AWS::S3::Bucket') await emptyBucket(physicalId);
    }
    await deleteStack(stackName);
  }
  await removeBeside(resources);
  for (const url of await findQueues(temporaryPrefix(stackName))) await deleteQueue(url);
}

/** Removes the log groups that services have created beside resources. */
export async function removeBeside(resources: readonly StackResource[]): Promise<void> {
  for (const name of await findLogGroups(logGroupsBeside(resources))) await deleteLogGroup(name);
}

async function deleteStack(StackName: string): Promise<void> {
  await cloudFormation().send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client: cloudFormation(), maxWaitTime: DELETION_SECONDS, ...POLL_SECONDS }, { StackName })
    // The next check shows whether the stack still exists.
    .catch(() => undefined);
}

async function isThere(StackName: string): Promise<boolean> {
  return cloudFormation().send(new DescribeStacksCommand({ StackName })).then(
    ({ Stacks = [] }) => Stacks.some(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE'),
    (error: Error) => {
      if (error.name === 'ValidationError' && error.message.includes('does not exist')) return false;
      throw error;
    },
  );
}

function cloudFormation(): CloudFormationClient {
  return observed(new CloudFormationClient({}));
}
