import {
  CognitoIdentityProviderClient, DeleteUserPoolCommand, DescribeUserPoolCommand, paginateListUserPools, UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteTableCommand, paginateListTables, UpdateTableCommand, waitUntilTableNotExists } from '@aws-sdk/client-dynamodb';
import { deleteBucket, findBuckets } from './buckets';
import { deleteLogGroup, findLogGroups, logGroupsBeside } from './log-groups';
import { findStacks, removeStack } from './stacks';
import { deleteQueue, findQueues } from './temporary';
import { Failure } from '../../../local/process/failure';
import { RUN_TAG } from '../names';
import { clients } from '../support/clients';
import { resourcesOf } from '../support/deployed-app';
import { observed } from '../support/observed';

const TABLE_SECONDS = 300;

export interface Leftover {
  /** Type and name for people, such as `table cdk-tenancy-test-...`. */
  readonly title: string;
  readonly remove: () => Promise<void>;
}

interface Kind {
  readonly title: string;
  /** Finds resources of this kind whose name or tag starts with a prefix. */
  readonly find: (prefix: string) => Promise<string[]>;
  readonly remove: (id: string) => Promise<void>;
}

const KINDS: readonly Kind[] = [
  { title: 'stack', find: findStackNames, remove: removeStack },
  { title: 'table', find: findTables, remove: deleteTable },
  { title: 'user pool', find: findUserPools, remove: deleteUserPool },
  { title: 'bucket', find: findBuckets, remove: deleteBucket },
  { title: 'queue', find: findQueues, remove: deleteQueue },
  {
    title: 'log group',
    find: (prefix) => findLogGroups([prefix, `/aws/lambda/${prefix}`, `/aws/vendedlogs/states/${prefix}`]),
    remove: deleteLogGroup,
  },
];

/** Runs a removal, and prints its title. */
export type Removing = (title: string, remove: () => Promise<void>) => Promise<void>;

/**
 * Removes everything of one run, or of all runs. Begins with the stacks: their deletion removes most of the rest.
 *
 * @throws Error if something cannot be removed, or is still there afterwards
 */
export async function removeLeftovers(prefix: string, removing: Removing): Promise<void> {
  for (const stackName of await findStackNames(prefix)) await removing(`stack ${stackName}`, () => removeStack(stackName));
  for (const { title, remove } of await findLeftovers(prefix)) await removing(title, remove);
  const left = await findLeftovers(prefix);
  if (left.length > 0) {
    throw new Failure(`Nothing must be left, but there is still ${left.map(({ title }) => title).join(', ')}. Delete it by hand.`);
  }
}

/** Finds leftovers of one run, or of all runs: by name, by the tag of user pools, and by the resources of deleted stacks. */
export async function findLeftovers(prefix: string): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const { title, find, remove } of KINDS) {
    found.push(...(await find(prefix)).map((id) => ({ title: `${title} ${id}`, remove: () => remove(id) })));
  }
  const known = new Set(found.map(({ title }) => title));
  for (const name of await logGroupsOfDeletedStacks(prefix)) {
    const title = `log group ${name}`;
    if (!known.has(title)) found.push({ title, remove: () => deleteLogGroup(name) });
  }
  return found;
}

async function findStackNames(prefix: string): Promise<string[]> {
  return (await findStacks(prefix, { deleted: false })).map(({ StackName }) => StackName!);
}

/** The names of log groups contain ids of APIs, not names. CloudFormation remembers those ids. */
async function logGroupsOfDeletedStacks(prefix: string): Promise<string[]> {
  const names: string[] = [];
  for (const { StackId } of await findStacks(prefix, { deleted: true })) {
    names.push(...await findLogGroups(logGroupsBeside(await resourcesOf(StackId!))));
  }
  return names;
}

async function findTables(prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: clients.dynamodb() }, {})) {
    names.push(...TableNames.filter((name) => name.startsWith(prefix)));
  }
  return names;
}

async function deleteTable(TableName: string): Promise<void> {
  const client = clients.dynamodb();
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: TABLE_SECONDS }, { TableName });
}

/** User pools are found by their tag, because their names do not contain that of the stack. */
async function findUserPools(prefix: string): Promise<string[]> {
  const client = observed(new CognitoIdentityProviderClient({}));
  const ids: string[] = [];
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    for (const { Id } of UserPools) {
      const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: Id }));
      if (UserPool?.UserPoolTags?.[RUN_TAG]?.startsWith(prefix)) ids.push(Id!);
    }
  }
  return ids;
}

async function deleteUserPool(UserPoolId: string): Promise<void> {
  const client = observed(new CognitoIdentityProviderClient({}));
  await client.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
  await client.send(new DeleteUserPoolCommand({ UserPoolId }));
}
