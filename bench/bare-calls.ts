/** The SDK calls that each route needs, without validation of input and without responses. */
import { AdminGetUserCommand, type CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  BatchGetCommand, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand, type DynamoDBDocumentClient, type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  INVITATION, INVITATIONS_TABLE_NAME, INVITED, MEMBER, POOL, TENANTS_TABLE_NAME, USERS_TABLE_NAME, USER_RECORD,
} from './store/tables';
import { PAGE_DEFAULT_SIZE } from '../src/contract/api';
import { EMAIL_INDEX_NAME, STATUS_INDEX_NAME, statusShards, USER_INDEX_NAME } from '../src/contract/attributes';
import { createdTenantId } from '../src/runtime/tenants/derived-tenant-id';
import { statusShard } from '../src/runtime/tenants/status-shard';

/** The tenant of a request, and the admin who sends it. */
export interface Subject {
  readonly tenantId: string;
  readonly userId: string;
}

export interface BareClients {
  readonly rows: DynamoDBDocumentClient;
  readonly pool: CognitoIdentityProviderClient;
}

export type BareCall = (clients: BareClients, subject: Subject) => Promise<unknown>;

type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The idempotency key of a request that creates a tenant. */
export const IDEMPOTENCY_KEY = '4f9a5b6c-1f0e-4d8b-9a52-6b1d7a2f0c11';

/** The tenant that this request creates. */
export const createdTenantIdOf = ({ userId }: Subject) => createdTenantId('app', userId, IDEMPOTENCY_KEY);

/** Id of the invitation that the bare calls create. Invitations of the function have random ids. */
const NEW_INVITATION_ID = '1'.repeat(32);

export const getTenant: BareCall = async ({ rows }, { tenantId }) => read(rows, TENANTS_TABLE_NAME, { tenantid: tenantId });

export const renameTenant: BareCall = async ({ rows }, subject) => {
  await transact(rows, [
    tenantUpdate(subject.tenantId, 'SET #name = :name, updatedat = :time, version = version + :one', {
      ':name': 'New name', ':time': new Date().toISOString(), ':one': 1,
    }, { '#name': 'name' }),
    adminCheck(subject),
  ]);
  // A transaction does not return the written item, which the response needs.
  return read(rows, TENANTS_TABLE_NAME, { tenantid: subject.tenantId });
};

/** Reads from the index in which tenants the user is. */
const indexedTenants = async (rows: BareClients['rows'], userId: string) => rows.send(new QueryCommand({
  TableName: USERS_TABLE_NAME,
  IndexName: USER_INDEX_NAME,
  KeyConditionExpression: 'userid = :user',
  ProjectionExpression: 'tenantid',
  ExpressionAttributeValues: { ':user': userId },
}));

/**
 * Reads the record of the user, the membership in the tenant of the sign-up and this tenant, and at the same time the index. The id of the
 * tenant follows from that of the user.
 */
export const lookUpTenantsOfUser: BareCall = async ({ rows }, { userId, tenantId }) => Promise.all([
  rows.send(new BatchGetCommand({
    RequestItems: {
      [USERS_TABLE_NAME]: {
        Keys: [{ tenantid: USER_RECORD.tenantid, userid: USER_RECORD.userid }, { tenantid: tenantId, userid: userId }], ConsistentRead: true,
      },
      [TENANTS_TABLE_NAME]: { Keys: [{ tenantid: tenantId }], ConsistentRead: true },
    },
  })),
  indexedTenants(rows, userId),
]);

/** Reads the record of the user and the index at the same time, and then the tenant that they name. */
export const listTenantsOfUser: BareCall = async ({ rows }, { userId }) => {
  const [, { Items = [] }] = await Promise.all([
    read(rows, USERS_TABLE_NAME, { tenantid: USER_RECORD.tenantid, userid: USER_RECORD.userid }),
    indexedTenants(rows, userId),
  ]);
  return rows.send(new BatchGetCommand({
    RequestItems: {
      [USERS_TABLE_NAME]: {
        Keys: Items.map(({ tenantid }) => ({ tenantid, userid: userId })),
        ConsistentRead: true,
        ProjectionExpression: 'tenantid, #role, createdat',
        ExpressionAttributeNames: { '#role': 'role' },
      },
      [TENANTS_TABLE_NAME]: {
        Keys: Items.map(({ tenantid }) => ({ tenantid })),
        ConsistentRead: true,
        ProjectionExpression: 'tenantid, #name, #status',
        ExpressionAttributeNames: { '#name': 'name', '#status': 'status' },
      },
    },
  }));
};

export const switchTenant: BareCall = async (clients, subject) => {
  await listTenantsOfUser(clients, subject);
  return clients.rows.send(new UpdateCommand({
    TableName: USERS_TABLE_NAME,
    Key: { tenantid: USER_RECORD.tenantid, userid: USER_RECORD.userid },
    UpdateExpression: 'SET activetenant = :tenant',
    ExpressionAttributeValues: { ':tenant': subject.tenantId },
  }));
};

export const listMembers: BareCall = async ({ rows }, { tenantId }) => rows.send(new QueryCommand({
  TableName: USERS_TABLE_NAME,
  KeyConditionExpression: 'tenantid = :tenant',
  ExpressionAttributeValues: { ':tenant': tenantId },
  Limit: PAGE_DEFAULT_SIZE,
  ConsistentRead: true,
}));

export const changeRole: BareCall = async ({ rows }, subject) => {
  await read(rows, USERS_TABLE_NAME, memberKey(subject));
  return transact(rows, [
    adminCheck(subject),
    {
      Update: {
        TableName: USERS_TABLE_NAME,
        Key: memberKey(subject),
        UpdateExpression: 'SET #role = :role',
        ConditionExpression: '#role = :known',
        ExpressionAttributeNames: { '#role': 'role' },
        ExpressionAttributeValues: { ':role': 'admin', ':known': MEMBER.role },
      },
    },
    tenantUpdate(subject.tenantId, 'SET admins = admins + :one', { ':one': 1 }),
  ]);
};

export const removeMember: BareCall = async ({ rows }, subject) => {
  await read(rows, USERS_TABLE_NAME, memberKey(subject));
  return transact(rows, [
    adminCheck(subject),
    {
      Delete: {
        TableName: USERS_TABLE_NAME,
        Key: memberKey(subject),
        ConditionExpression: '#role = :role',
        ExpressionAttributeNames: { '#role': 'role' },
        ExpressionAttributeValues: { ':role': MEMBER.role },
      },
    },
    tenantUpdate(subject.tenantId, 'SET members = members - :one', { ':one': 1 }),
  ]);
};

export const createTenant: BareCall = async ({ rows, pool }, subject) => {
  await lookUp(pool);
  const tenantId = createdTenantIdOf(subject);
  const time = new Date().toISOString();
  return transact(rows, [
    {
      Put: {
        TableName: TENANTS_TABLE_NAME,
        Item: {
          tenantid: tenantId,
          name: 'New',
          status: 'active',
          statusshard: statusShard('active', tenantId),
          ownerid: subject.userId,
          version: 1,
          createdat: time,
          updatedat: time,
          members: 1,
          admins: 1,
        },
        ConditionExpression: 'attribute_not_exists(tenantid)',
      },
    },
    ...joining(tenantId, subject.userId, 'admin', time),
  ]);
};

export const listInvitations: BareCall = async ({ rows }, { tenantId }) => rows.send(new QueryCommand({
  TableName: INVITATIONS_TABLE_NAME,
  KeyConditionExpression: 'tenantid = :tenant',
  FilterExpression: '#status = :pending',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: { ':tenant': tenantId, ':pending': INVITATION.status },
  ConsistentRead: true,
}));

/** Reads the invitations for the limit and for duplicates. The revision ensures that they have not changed since. */
export const createInvitation: BareCall = async (clients, subject) => {
  await getTenant(clients, subject);
  await listInvitations(clients, subject);
  return transact(clients.rows, [
    adminCheck(subject),
    {
      Put: {
        TableName: INVITATIONS_TABLE_NAME,
        Item: { ...INVITATION, invitationid: NEW_INVITATION_ID, email: 'new@example.com' },
        ConditionExpression: 'attribute_not_exists(tenantid)',
      },
    },
    invitationCount(subject.tenantId),
  ]);
};

export const resendInvitation: BareCall = async (clients, subject) => {
  await read(clients.rows, INVITATIONS_TABLE_NAME, invitationKey(INVITATION));
  await getTenant(clients, subject);
  await listInvitations(clients, subject);
  return transact(clients.rows, [
    adminCheck(subject),
    invitationUpdate(INVITATION, 'SET codehash = :hash, updatedat = :time, expiresat = :end, purgeat = :end', {
      ':hash': INVITATION.codehash, ':time': new Date().toISOString(), ':end': INVITATION.expiresat,
    }),
    invitationCount(subject.tenantId),
  ]);
};

export const revokeInvitation: BareCall = async ({ rows }, subject) => transact(rows, [adminCheck(subject), endInvitation(INVITATION, 'revoked')]);

export const previewInvitation: BareCall = async ({ rows, pool }) => {
  await read(rows, INVITATIONS_TABLE_NAME, invitationKey(INVITED));
  await lookUp(pool);
  return read(rows, TENANTS_TABLE_NAME, { tenantid: INVITED.tenantid });
};

export const acceptInvitation: BareCall = async ({ rows, pool }, { userId }) => {
  await read(rows, INVITATIONS_TABLE_NAME, invitationKey(INVITED));
  await lookUp(pool);
  return transact(rows, [
    endInvitation(INVITED, 'accepted'),
    ...joining(INVITED.tenantid, userId, INVITED.role, new Date().toISOString()),
    tenantUpdate(INVITED.tenantid, 'SET members = members + :one', { ':one': 1 }),
  ]);
};

/** Without a status in the request, reads the shards of one status after another until a page is full. No tenant is being created here. */
export const listTenants: BareCall = async ({ rows }) => {
  await Promise.all(statusShards('creating').map(async (shard) => tenantsIn(rows, shard)));
  return tenantsIn(rows, statusShards('active')[0]);
};

export const findMemberships: BareCall = async ({ rows }) => rows.send(new QueryCommand({
  TableName: USERS_TABLE_NAME,
  IndexName: EMAIL_INDEX_NAME,
  KeyConditionExpression: 'emailkey = :email',
  ExpressionAttributeValues: { ':email': MEMBER.emailkey },
  Limit: PAGE_DEFAULT_SIZE,
}));

async function read(rows: DynamoDBDocumentClient, TableName: string, Key: Record<string, string>) {
  return rows.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
}

async function transact(rows: DynamoDBDocumentClient, TransactItems: TransactionItem[]) {
  return rows.send(new TransactWriteCommand({ TransactItems }));
}

async function tenantsIn(rows: DynamoDBDocumentClient, shard: string) {
  return rows.send(new QueryCommand({
    TableName: TENANTS_TABLE_NAME,
    IndexName: STATUS_INDEX_NAME,
    KeyConditionExpression: 'statusshard = :shard',
    ExpressionAttributeValues: { ':shard': shard },
    Limit: PAGE_DEFAULT_SIZE,
  }));
}

async function lookUp(pool: CognitoIdentityProviderClient) {
  return pool.send(new AdminGetUserCommand({ UserPoolId: POOL.id, Username: POOL.user.Username }));
}

function memberKey({ tenantId }: Subject) {
  return { tenantid: tenantId, userid: MEMBER.userid };
}

function invitationKey({ tenantid, invitationid }: typeof INVITATION) {
  return { tenantid, invitationid };
}

/** Checks that the caller is still an admin. */
function adminCheck({ tenantId, userId }: Subject): TransactionItem {
  return {
    ConditionCheck: {
      TableName: USERS_TABLE_NAME,
      Key: { tenantid: tenantId, userid: userId },
      ConditionExpression: '#role = :admin',
      ExpressionAttributeNames: { '#role': 'role' },
      ExpressionAttributeValues: { ':admin': 'admin' },
    },
  };
}

/** A change of an active tenant. */
function tenantUpdate(
  tenantId: string, UpdateExpression: string, values: Record<string, unknown>, names: Record<string, string> = {},
): TransactionItem {
  return {
    Update: {
      TableName: TENANTS_TABLE_NAME,
      Key: { tenantid: tenantId },
      UpdateExpression,
      ConditionExpression: '#status = :active',
      ExpressionAttributeNames: { '#status': 'status', ...names },
      ExpressionAttributeValues: { ':active': 'active', ...values },
    },
  };
}

function invitationCount(tenantId: string): TransactionItem {
  return tenantUpdate(tenantId, 'ADD invitationrevision :one', { ':one': 1 });
}

/** A change of a pending invitation. */
function invitationUpdate(invitation: typeof INVITATION, UpdateExpression: string, values: Record<string, unknown>): TransactionItem {
  return {
    Update: {
      TableName: INVITATIONS_TABLE_NAME,
      Key: invitationKey(invitation),
      UpdateExpression,
      ConditionExpression: '#status = :pending',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':pending': 'pending', ...values },
    },
  };
}

function endInvitation(invitation: typeof INVITATION, status: string): TransactionItem {
  return invitationUpdate(invitation, 'SET #status = :status, updatedat = :time, purgeat = :end', {
    ':status': status, ':time': new Date().toISOString(), ':end': invitation.purgeat,
  });
}

/** The membership of a user who joins, and its entry in the record of the user. */
function joining(tenantId: string, userId: string, role: string, time: string): TransactionItem[] {
  const { name, email, emailkey } = MEMBER;
  return [
    {
      Put: {
        TableName: USERS_TABLE_NAME,
        Item: { tenantid: tenantId, userid: userId, name, email, emailkey, role, createdat: time },
        ConditionExpression: 'attribute_not_exists(tenantid)',
      },
    },
    {
      Update: {
        TableName: USERS_TABLE_NAME,
        Key: { tenantid: USER_RECORD.tenantid, userid: USER_RECORD.userid },
        UpdateExpression: 'SET activetenant = :tenant ADD tenants :set',
        ConditionExpression: 'size(tenants) < :limit',
        ExpressionAttributeValues: { ':tenant': tenantId, ':set': new Set([tenantId]), ':limit': 10 },
      },
    },
  ];
}
