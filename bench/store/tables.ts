import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import {
  STATUS_INDEX_NAME, TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, USER_INDEX_NAME, type TenantItem, type UserItem,
} from '../../src/contract/attributes';
import { TENANT_ROLE } from '../../src/contract/roles';

export const TENANTS_TABLE_NAME = 'tenants';
export const USERS_TABLE_NAME = 'users';

/** How much is in the tables. */
export interface StoreSize {
  readonly tenants: number;
  /** Of the first tenant; each of the others has one. */
  readonly members: number;
}

/** A tenant and its admin, which are there at every size. The first tenant is the one that may have many members. */
export const tenantIdOf = (number: number) => `tenant-${number}`;
export const userIdOf = (number: number) => `user-${number}`;

/** Tables as `server.py` takes them. */
export interface FullTable {
  readonly create: CreateTableCommandInput;
  readonly rows: ReadonlyArray<{
    readonly count: number;
    readonly item: object;
    /** The key of each row, by attribute; `{}` is the number of the row. */
    readonly keys: Readonly<Record<string, string>>;
  }>;
}

const TIME = '2026-01-01T00:00:00.000Z';
const TENANT: Omit<TenantItem, 'tenantid'> = {
  name: 'Tenant', status: TENANT_STATUS.active, ownerid: userIdOf(0), version: 1, createdat: TIME, updatedat: TIME,
};
const ADMIN: Omit<UserItem, 'tenantid' | 'userid'> = { name: 'Ann', email: 'ann@example.com', role: TENANT_ROLE.admin, createdat: TIME };

export function fullTables({ tenants, members }: StoreSize): FullTable[] {
  const { tenantId, userId } = USER_ATTRIBUTE;
  return [
    {
      create: table(TENANTS_TABLE_NAME, [TENANT_ATTRIBUTE.tenantId], STATUS_INDEX_NAME, [TENANT_ATTRIBUTE.status, TENANT_ATTRIBUTE.createdAt]),
      rows: [{ count: tenants, item: TENANT, keys: { [TENANT_ATTRIBUTE.tenantId]: 'tenant-{}' } }],
    },
    {
      create: table(USERS_TABLE_NAME, [tenantId, userId], USER_INDEX_NAME, [userId, tenantId]),
      rows: [
        { count: tenants, item: ADMIN, keys: { [tenantId]: 'tenant-{}', [userId]: 'user-{}' } },
        {
          count: members - 1,
          item: { ...ADMIN, role: TENANT_ROLE.member },
          keys: { [tenantId]: tenantIdOf(0), [userId]: 'member-{}' },
        },
      ],
    },
  ];
}

function table(TableName: string, keys: readonly string[], IndexName: string, indexKeys: readonly string[]): CreateTableCommandInput {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...new Set([...keys, ...indexKeys])].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema(keys),
    GlobalSecondaryIndexes: [{ IndexName, KeySchema: keySchema(indexKeys), Projection: { ProjectionType: 'ALL' } }],
  };
}

function keySchema([partitionKey, sortKey]: readonly string[]): KeySchemaElement[] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    ...sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }],
  ];
}
