import { DeleteRuleCommand, ListRulesCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteQueueCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import { TEMPORARY_POLICY, temporaryPrefix } from '../names';
import { clients } from '../support/clients';
import type { StackResource } from '../support/deployed-app';

/** Removes temporary resources of killed checks. They would prevent the deletion of resources of the stack. */
export async function removeTemporary(stackName: string, resources: readonly StackResource[]): Promise<void> {
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted).map(({ physicalId }) => physicalId);
  for (const bus of ofType('AWS::Events::EventBus')) {
    await unlessMissing(removeRules(bus, temporaryPrefix(stackName)));
  }
  for (const role of ofType('AWS::IAM::Role')) {
    await unlessMissing(clients.iam().send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: TEMPORARY_POLICY })));
  }
}

async function removeRules(EventBusName: string, NamePrefix: string): Promise<void> {
  const eventBridge = clients.eventBridge();
  const { Rules = [] } = await eventBridge.send(new ListRulesCommand({ EventBusName, NamePrefix }));
  for (const { Name } of Rules) {
    // A rule can only be deleted without targets.
    await unlessMissing(eventBridge.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids: ['queue'] })));
    await eventBridge.send(new DeleteRuleCommand({ Name, EventBusName }));
  }
}

/** The URLs of the queues whose names start with a prefix. */
export async function findQueues(QueueNamePrefix: string): Promise<string[]> {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: clients.sqs(), pageSize: 1000 }, { QueueNamePrefix })) urls.push(...QueueUrls);
  return urls;
}

export async function deleteQueue(QueueUrl: string): Promise<void> {
  await clients.sqs().send(new DeleteQueueCommand({ QueueUrl }));
}

/** Waits for a removal. A missing resource counts as removed. */
async function unlessMissing(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: Error) => {
    if (!['NoSuchEntityException', 'NoSuchEntity', 'ResourceNotFoundException'].includes(error.name)) throw error;
  });
}
