import { createHash } from 'node:crypto';
import type { CreateTableCommandInput, KeySchemaElement, Projection } from '@aws-sdk/client-dynamodb';
import {
  EMAIL_INDEX_NAME, INVITATION_ATTRIBUTE, INVITATION_STATUS, STATUS_INDEX_ATTRIBUTES, STATUS_INDEX_NAME, STATUS_SHARD_SEPARATOR,
  TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, USER_INDEX_NAME, userRecordKey, type InvitationItem, type TenantItem, type UserItem,
} from '../../src/contract/attributes';
import { TENANT_ROLE } from '../../src/contract/roles';
import { USER_POOL_ID } from '../../test/runtime/events';

export const TENANTS_TABLE_NAME = 'tenants';
export const USERS_TABLE_NAME = 'users';
export const INVITATIONS_TABLE_NAME = 'invitations';

/** Number of rows in the tables. */
export interface StoreSize {
  readonly tenants: number;
  /** Members of the first tenant, at least two because some routes need another member. Every other tenant has one. */
  readonly members: number;
}

/** With more members than a page of their list, like every larger size. */
export const USUAL_SIZE: StoreSize = { tenants: 1_000, members: 100 };

/** Ids of a tenant and of its admin, which exist at every size. The first tenant can have many members. */
export const tenantIdOf = (number: number) => `tenant-${number}`;
export const userIdOf = (number: number) => `user-${number}`;
const memberIdOf = (number: number | '{}') => `member-${number}`;
const addressOf = (userId: string) => `${userId}@example.com`;

/** A table in the format of `server.py`. */
export interface FullTable {
  readonly create: CreateTableCommandInput;
  readonly rows: ReadonlyArray<{
    readonly count: number;
    readonly item: object;
    /**
     * Texts that differ between rows, by attribute, including the keys. `{}` stands for the number of the row, `{shard}` for the first
     * hexadecimal digit of the SHA-256 of its partition key.
     */
    readonly keys: Readonly<Record<string, string>>;
  }>;
}

const TIME = '2026-01-01T00:00:00.000Z';
const END_OF_CENTURY = 4_102_444_800;

const TENANT: Omit<TenantItem, 'tenantid'> = {
  name: 'Tenant', status: TENANT_STATUS.active, ownerid: userIdOf(0), version: 1, createdat: TIME, updatedat: TIME, members: 1, admins: 1,
};
const PERSON = { name: 'Ann', email: 'ann@example.com', createdat: TIME };
const ADMIN: Omit<UserItem, 'tenantid' | 'userid'> = { ...PERSON, role: TENANT_ROLE.admin };

/** The first member of the first tenant who is not an admin. */
export const MEMBER: UserItem = {
  ...PERSON, role: TENANT_ROLE.member, tenantid: tenantIdOf(0), userid: memberIdOf(0), emailkey: addressOf(memberIdOf(0)),
};

/** The record of the first user. The other users have none, as if another application had written their memberships. */
export const USER_RECORD = { tenantid: userRecordKey(userIdOf(0)), userid: userRecordKey(userIdOf(0)), tenants: new Set([tenantIdOf(0)]) };

const INVITATION_ID = '0'.repeat(32);
const codeOf = (tenantId: string) => [tenantId, INVITATION_ID, 'A'.repeat(43)].join('.');

/** An invitation to the first tenant. */
export const INVITATION: InvitationItem = invitation(0, 'guest@example.com');

/** An invitation of the first user to the second tenant, with its code. */
export const INVITED: InvitationItem = invitation(1, PERSON.email);
export const INVITED_CODE = codeOf(INVITED.tenantid);

/** The user pool with the first user. */
export const POOL = {
  id: USER_POOL_ID,
  user: {
    Username: 'ann',
    Enabled: true,
    Attributes: Object.entries({ sub: userIdOf(0), name: PERSON.name, email: PERSON.email, email_verified: 'true' })
      .map(([Name, Value]) => ({ Name, Value })),
  },
};

/** Projections of the indexes that do not have all attributes. */
const PROJECTIONS: Readonly<Record<string, Projection>> = {
  [STATUS_INDEX_NAME]: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...STATUS_INDEX_ATTRIBUTES] },
};

export function fullTables({ tenants, members }: StoreSize): FullTable[] {
  const { tenantId, userId, emailKey } = USER_ATTRIBUTE;
  const { statusShard, createdAt } = TENANT_ATTRIBUTE;
  const shard = { [statusShard]: `${TENANT.status}${STATUS_SHARD_SEPARATOR}{shard}` };
  return [
    {
      create: table(TENANTS_TABLE_NAME, [TENANT_ATTRIBUTE.tenantId], { [STATUS_INDEX_NAME]: [statusShard, createdAt] }),
      rows: [
        { count: tenants, item: TENANT, keys: { [TENANT_ATTRIBUTE.tenantId]: 'tenant-{}', ...shard } },
        { count: 1, item: { ...TENANT, members }, keys: { [TENANT_ATTRIBUTE.tenantId]: tenantIdOf(0), ...shard } },
      ],
    },
    {
      create: table(USERS_TABLE_NAME, [tenantId, userId], { [USER_INDEX_NAME]: [userId, tenantId], [EMAIL_INDEX_NAME]: [emailKey, tenantId] }),
      rows: [
        { count: tenants, item: ADMIN, keys: { [tenantId]: 'tenant-{}', [userId]: 'user-{}', [emailKey]: addressOf('user-{}') } },
        { count: members - 1, item: MEMBER, keys: { [tenantId]: tenantIdOf(0), [userId]: memberIdOf('{}'), [emailKey]: addressOf(memberIdOf('{}')) } },
        rowOf({ ...USER_RECORD, tenants: [...USER_RECORD.tenants] }, [tenantId, userId]),
      ],
    },
    {
      create: table(INVITATIONS_TABLE_NAME, [INVITATION_ATTRIBUTE.tenantId, INVITATION_ATTRIBUTE.invitationId]),
      rows: [INVITATION, INVITED].map((item) => rowOf(item, [INVITATION_ATTRIBUTE.tenantId, INVITATION_ATTRIBUTE.invitationId])),
    },
  ];
}

function invitation(tenant: number, email: string): InvitationItem {
  return {
    tenantid: tenantIdOf(tenant),
    invitationid: INVITATION_ID,
    email,
    role: TENANT_ROLE.member,
    status: INVITATION_STATUS.pending,
    codehash: createHash('sha256').update(codeOf(tenantIdOf(tenant))).digest('hex'),
    invitedby: userIdOf(tenant),
    createdat: TIME,
    updatedat: TIME,
    expiresat: END_OF_CENTURY,
    purgeat: END_OF_CENTURY,
  };
}

function rowOf<Item extends object>(item: Item, keys: ReadonlyArray<keyof Item>): FullTable['rows'][number] {
  return { count: 1, item, keys: Object.fromEntries(keys.map((key) => [key, String(item[key])])) };
}

function table(TableName: string, keys: readonly string[], indexes: Readonly<Record<string, readonly string[]>> = {}): CreateTableCommandInput {
  const isIndexed = Object.keys(indexes).length > 0;
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set([keys, ...Object.values(indexes)].flat())].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema(keys),
    ...isIndexed && {
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, indexKeys]) => (
        { IndexName, KeySchema: keySchema(indexKeys), Projection: PROJECTIONS[IndexName] ?? { ProjectionType: 'ALL' } }
      )),
    },
  };
}

function keySchema([partitionKey, sortKey]: readonly string[]): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    ...sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }],
  ];
}
