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

/** A call of the saga or of an API, and what it has to end in. */
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

/** What a call ends in, in terms that do not depend on the engine. */
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
    { title: 'a tenant that is not there is read', make: read('Read tenant', owner), expected: 'nothing' },
    { title: 'an admin of no tenant', make: activate(owner), expected: `${CANCELLED} ConditionalCheckFailed,None,None` },
    { title: 'a tenant', make: put(owner), expected: DONE },
    { title: 'the same tenant again', make: put(owner), expected: REFUSED },
    { title: 'it is read', make: read('Read tenant', owner), expected: waiting },
    { title: 'a stranger as its admin', make: activate(stranger, owner), expected: `${CANCELLED} ConditionalCheckFailed,None,None` },
    { title: 'it still waits', make: read('Read tenant', owner), expected: waiting },
    { title: 'it cannot be renamed', make: rename(owner, 'Early'), expected: 403 },
    { title: "the tenant in its owner's record", make: note(owner), expected: DONE },
    { title: 'the same once more', make: note(owner), expected: DONE },
    { title: 'its admin', make: activate(owner), expected: DONE },
    { title: 'its admin is read', make: read('Read membership', owner), expected: { role: { S: TENANT_ROLE.admin } } },
    { title: 'it is what it shall be', make: readAll(owner), expected: row },
    { title: 'its admin again', make: activate(owner), expected: `${CANCELLED} ConditionalCheckFailed,ConditionalCheckFailed,None` },
    { title: 'the tenant once more', make: put(owner), expected: REFUSED },
    { title: 'a tenant of somebody who is mapped already', make: put(occupied), expected: DONE },
    { title: 'that membership', make: putMember(occupied), expected: DONE },
    { title: 'an admin in the place of that member', make: activate(occupied), expected: `${CANCELLED} None,ConditionalCheckFailed,None` },
    {
      title: 'neither half of it was done',
      make: read('Read tenant', occupied),
      expected: { status: { S: TENANT_STATUS.creating }, ownerid: { S: occupied.userId } },
    },
    { title: 'the member stays one', make: read('Read membership', occupied), expected: { role: { S: TENANT_ROLE.member } } },
    { title: 'a tenant that is left behind', make: put(left), expected: DONE },
    { title: 'the index of those who wait', make: leftBehind, expected: [occupied.userId, left.userId].sort() },
    { title: 'it is finished', make: activate(left), expected: DONE },
    { title: 'the index without it', make: leftBehind, expected: [occupied.userId] },
    { title: 'a new name', make: rename(owner, 'One'), expected: 2 },
    { title: 'a new name for the version that is there', make: rename(owner, 'Two', [2]), expected: 3 },
    { title: 'a new name for one of two versions', make: rename(owner, 'Three', [9, 3]), expected: 4 },
    { title: 'a new name for a version that was', make: rename(owner, 'Stale', [2]), expected: 412 },
    { title: 'a new name for no version', make: rename(owner, 'None', []), expected: 412 },
    { title: 'a new name for no tenant', make: rename(stranger, 'Nobody'), expected: 404 },
    { title: 'a new name by somebody who is no admin', make: rename(owner, 'Usurped', undefined, stranger), expected: 403 },
    { title: 'the last of these names', make: readAll(owner), expected: { ...row, name: 'Three', version: 4, updatedat: LATER } },
    {
      title: 'the tenants of a user',
      make: (client) => readUserTenants(client, UsersTableName, owner.userId),
      expected: {
        record: { tenants: new Set([row.tenantid]), joins: 1, profile: profileDigest(owner.userId, owner), profilejoins: 1 },
        tenantIds: [row.tenantid],
      },
    },
    { title: 'the tenants of nobody', make: (client) => readUserTenants(client, UsersTableName, stranger.userId), expected: { record: {}, tenantIds: [] } },
    {
      title: 'the memberships of a user in tenants that are there and in one that is not',
      make: (client) => readMemberships(client, tables, owner.userId, [owner, stranger, occupied].map((user) => saga.tenantIdOf(user))),
      expected: [{ tenantid: row.tenantid, role: TENANT_ROLE.admin, createdat: NOW, name: 'Three', status: TENANT_STATUS.active }],
    },
    { title: 'it is suspended', make: setStatus(owner, TENANT_STATUS.suspended), expected: DONE },
    { title: 'a new name while it is suspended', make: rename(owner, 'Suspended'), expected: 403 },
    { title: 'its admin while it is suspended', make: activate(owner), expected: `${CANCELLED} ConditionalCheckFailed,ConditionalCheckFailed,None` },
    { title: 'it is deleted', make: setStatus(owner, TENANT_STATUS.deleted), expected: DONE },
    { title: 'a new name after that', make: rename(owner, 'Deleted'), expected: 404 },
    { title: 'it is not read any more', make: readAll(owner), expected: 404 },
    { title: 'the tenant after that', make: put(owner), expected: REFUSED },
  ];
}
