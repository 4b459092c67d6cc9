import {
  GetItemCommand, PutItemCommand, TransactionCanceledException, TransactWriteItemsCommand, UpdateItemCommand, type GetItemInput, type PutItemInput,
  type TransactWriteItemsInput, type UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Saga } from './support/saga';
import { StateArguments, type Variables } from './support/state-arguments';
import { newUsers, type User } from './support/users';
import { TENANT_ATTRIBUTE, TENANT_STATUS, type TenantStatus, type UserItem } from '../src/contract/attributes';
import { profileDigest } from '../src/contract/profile-digest';
import { REPAIR_OUTCOME } from '../src/contract/repair';
import { TENANT_ROLE } from '../src/contract/roles';
import { repairLeftBehind } from '../src/runtime/functions/saga-repair/left-behind';
import { ProblemError } from '../src/runtime/library/problem';
import { readMemberships, readUserTenants } from '../src/runtime/members/memberships';
import { userActor } from '../src/runtime/tenants/actor';
import { statusShard } from '../src/runtime/tenants/status-shard';
import type { TenantScope } from '../src/runtime/tenants/tenant-scope';
import { readTenant, renameTenant } from '../src/runtime/tenants/tenants';

/** A call of the saga or of an API, and its expected result. */
export interface EngineCall {
  readonly title: string;
  readonly make: (client: DynamoDBDocumentClient) => Promise<unknown>;
  readonly expected: unknown;
}

const NOW = '2026-01-01T12:00:00.000Z';
const LATER = '2026-01-01T13:00:00.000Z';
const DONE = 'done';
const REFUSED = 'ConditionalCheckFailedException';
const CANCELLED = 'TransactionCanceledException';

/** The result of a call, in a form that does not depend on the engine. */
export async function endOf({ make }: EngineCall, client: DynamoDBDocumentClient): Promise<unknown> {
  try {
    return await make(client) ?? DONE;
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return `${error.name} ${error.CancellationReasons?.map(({ Code }) => Code)}`;
    }
    return error instanceof ProblemError ? error.status : (error as Error).name;
  }
}

/** The life of some tenants. The calls of the saga are those of the deployed state machines, with the events filled in. */
export async function engineCalls(saga: Saga): Promise<EngineCall[]> {
  const { CreateTenantArn, AddFirstAdminArn, TenantsTableName, UsersTableName, applicationName } = { ...saga.outputs, ...saga };
  const tables = { tenantsTableName: TenantsTableName, usersTableName: UsersTableName };
  const create = await StateArguments.of(CreateTenantArn);
  const addAdmin = await StateArguments.of(AddFirstAdminArn);
  const [owner, stranger, occupied, left] = newUsers(4, 'called');
  const of = (user: User, tenantOf = user): Variables => ({ ...user, tenantId: saga.tenantIdOf(tenantOf), now: NOW });

  const scope = (client: DynamoDBDocumentClient, user: User, actor = user): TenantScope => (
    { client, tables, tenantId: saga.tenantIdOf(user), actor: userActor(actor.userId) });

  const put = (user: User) => async (client: DynamoDBDocumentClient) => {
    await client.send(new PutItemCommand(create.fill<PutItemInput>('Put tenant', of(user))));
  };
  const note = (user: User) => async (client: DynamoDBDocumentClient) => {
    await client.send(new UpdateItemCommand(addAdmin.fill<UpdateItemInput>('Note tenant of user', of(user))));
  };
  const activate = (user: User, tenantOf = user) => async (client: DynamoDBDocumentClient) => {
    await client.send(new TransactWriteItemsCommand(addAdmin.fill<TransactWriteItemsInput>('Map admin and activate tenant', of(user, tenantOf))));
  };
  const read = (state: string, user: User) => async (client: DynamoDBDocumentClient) =>
    (await client.send(new GetItemCommand(addAdmin.fill<GetItemInput>(state, of(user))))).Item ?? 'nothing';
  const rename = (user: User, name: string, versions?: readonly number[], actor = user) => async (client: DynamoDBDocumentClient) =>
    (await renameTenant(scope(client, user, actor), { name, versions, updatedAt: LATER })).version;
  const setStatus = (user: User, status: TenantStatus) => async (client: DynamoDBDocumentClient) => {
    await client.send(new UpdateCommand({
      TableName: TenantsTableName,
      Key: { [TENANT_ATTRIBUTE.tenantId]: saga.tenantIdOf(user) },
      UpdateExpression: 'SET #status = :status, #statusShard = :shard',
      ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, '#statusShard': TENANT_ATTRIBUTE.statusShard },
      ExpressionAttributeValues: { ':status': status, ':shard': statusShard(status, saga.tenantIdOf(user)) },
    }));
  };
  const putMember = (user: User) => async (client: DynamoDBDocumentClient) => {
    const Item: UserItem = { tenantid: saga.tenantIdOf(user), userid: user.userId, name: 'x', email: '', role: TENANT_ROLE.member, createdat: NOW };
    await client.send(new PutCommand({ TableName: UsersTableName, Item }));
  };
  const readAll = (user: User) => async (client: DynamoDBDocumentClient) => readTenant(scope(client, user));
  const leftBehind = async (documentClient: DynamoDBDocumentClient) => {
    const events: string[] = [];
    await repairLeftBehind({
      documentClient,
      applicationName,
      tenantsTableName: TenantsTableName,
      giveBack: async (event) => {
        events.push((event!.detail as { userId: string }).userId);
        return REPAIR_OUTCOME.started;
      },
    }, false, Date.now() + 15_000);
    return events.sort();
  };

  const waiting = { status: { S: TENANT_STATUS.creating }, ownerid: { S: owner.userId } };
  const row = { tenantid: saga.tenantIdOf(owner), name: owner.name, status: TENANT_STATUS.active, version: 1, createdat: NOW, updatedat: NOW };
  return [
    { title: 'reading a tenant that does not exist', make: read('Read tenant', owner), expected: 'nothing' },
    { title: 'adding an admin to a tenant that does not exist', make: activate(owner), expected: `${CANCELLED} ConditionalCheckFailed,None,None` },
    { title: 'a tenant', make: put(owner), expected: DONE },
    { title: 'creating the same tenant again', make: put(owner), expected: REFUSED },
    { title: 'reading the tenant', make: read('Read tenant', owner), expected: waiting },
    { title: 'adding another user as its admin', make: activate(stranger, owner), expected: `${CANCELLED} ConditionalCheckFailed,None,None` },
    { title: 'reading the tenant, which has no admin yet', make: read('Read tenant', owner), expected: waiting },
    { title: 'renaming it before it is active', make: rename(owner, 'Early'), expected: 403 },
    { title: "noting the tenant in its owner's record", make: note(owner), expected: DONE },
    { title: 'noting it again', make: note(owner), expected: DONE },
    { title: 'its admin', make: activate(owner), expected: DONE },
    { title: 'reading its admin', make: read('Read membership', owner), expected: { role: { S: TENANT_ROLE.admin } } },
    { title: 'reading the finished tenant', make: readAll(owner), expected: row },
    { title: 'adding its admin again', make: activate(owner), expected: `${CANCELLED} ConditionalCheckFailed,ConditionalCheckFailed,None` },
    { title: 'creating the finished tenant again', make: put(owner), expected: REFUSED },
    { title: 'creating a tenant whose owner is already a member', make: put(occupied), expected: DONE },
    { title: 'that membership', make: putMember(occupied), expected: DONE },
    { title: 'adding the owner as admin in place of that member', make: activate(occupied), expected: `${CANCELLED} None,ConditionalCheckFailed,None` },
    {
      title: 'neither half of that transaction was applied',
      make: read('Read tenant', occupied),
      expected: { status: { S: TENANT_STATUS.creating }, ownerid: { S: occupied.userId } },
    },
    { title: 'the member is unchanged', make: read('Read membership', occupied), expected: { role: { S: TENANT_ROLE.member } } },
    { title: 'creating a tenant and not finishing it', make: put(left), expected: DONE },
    { title: 'the index of unfinished tenants', make: leftBehind, expected: [occupied.userId, left.userId].sort() },
    { title: 'finishing it', make: activate(left), expected: DONE },
    { title: 'the index without the finished tenant', make: leftBehind, expected: [occupied.userId] },
    { title: 'renaming a tenant', make: rename(owner, 'One'), expected: 2 },
    { title: 'renaming the current version', make: rename(owner, 'Two', [2]), expected: 3 },
    { title: 'renaming one of two versions', make: rename(owner, 'Three', [9, 3]), expected: 4 },
    { title: 'renaming an old version', make: rename(owner, 'Stale', [2]), expected: 412 },
    { title: 'renaming with an empty list of versions', make: rename(owner, 'None', []), expected: 412 },
    { title: 'renaming a tenant that does not exist', make: rename(stranger, 'Nobody'), expected: 404 },
    { title: 'renaming by a user who is not an admin', make: rename(owner, 'Usurped', undefined, stranger), expected: 403 },
    { title: 'the tenant has the last of these names', make: readAll(owner), expected: { ...row, name: 'Three', version: 4, updatedat: LATER } },
    {
      title: 'listing the tenants of a user',
      make: (client) => readUserTenants(client, UsersTableName, owner.userId),
      expected: {
        record: { tenants: new Set([row.tenantid]), joins: 1, profile: profileDigest(owner.userId, owner), profilejoins: 1 },
        tenantIds: [row.tenantid],
      },
    },
    { title: 'listing the tenants of an unknown user', make: (client) => readUserTenants(client, UsersTableName, stranger.userId), expected: { record: {}, tenantIds: [] } },
    {
      title: 'reading the memberships of a user in existing tenants and in one that does not exist',
      make: (client) => readMemberships(client, tables, owner.userId, [owner, stranger, occupied].map((user) => saga.tenantIdOf(user))),
      expected: [{ tenantid: row.tenantid, role: TENANT_ROLE.admin, createdat: NOW, name: 'Three', status: TENANT_STATUS.active }],
    },
    { title: 'suspending the tenant', make: setStatus(owner, TENANT_STATUS.suspended), expected: DONE },
    { title: 'renaming the suspended tenant', make: rename(owner, 'Suspended'), expected: 403 },
    { title: 'adding its admin to the suspended tenant', make: activate(owner), expected: `${CANCELLED} ConditionalCheckFailed,ConditionalCheckFailed,None` },
    { title: 'deleting the tenant', make: setStatus(owner, TENANT_STATUS.deleted), expected: DONE },
    { title: 'renaming the deleted tenant', make: rename(owner, 'Deleted'), expected: 404 },
    { title: 'reading the deleted tenant', make: readAll(owner), expected: 404 },
    { title: 'creating the deleted tenant again', make: put(owner), expected: REFUSED },
  ];
}
