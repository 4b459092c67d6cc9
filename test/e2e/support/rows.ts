import { createHash, randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_NAME, dynamodb, outputs } from './engine';
import type { TenantItem, TenantStatus, UserItem } from '../../../src/contract/attributes';
import type { UserCreatedDetail } from '../../../src/contract/events';
import { statusShard } from '../../../src/runtime/tenants/status-shard';

/** The event detail of a new user. */
export function newUser(): Required<UserCreatedDetail> {
  const userId = randomUUID();
  return { userId, userName: userId, name: 'Ada Lovelace', email: `ada+${userId}@example.com` };
}

/** Id of the tenant that a sign-up of this user creates. */
export function tenantIdOf(userId: string): string {
  return createHash('sha256').update(`${APPLICATION_NAME}:${userId}`).digest('hex').slice(0, 32);
}

export async function readTenant(tenantid: string): Promise<TenantItem | undefined> {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: outputs.TenantsTableName, Key: { tenantid }, ConsistentRead: true }));
  return Item as TenantItem | undefined;
}

/** Writes the row of a tenant directly, without the state machines. */
export async function putTenant(ownerid: string, status: TenantStatus): Promise<void> {
  const time = new Date().toISOString();
  const tenantid = tenantIdOf(ownerid);
  const Item: TenantItem = {
    tenantid, name: 'Ada', status, statusshard: statusShard(status, tenantid), ownerid, version: 1, createdat: time, updatedat: time,
  };
  await dynamodb.send(new PutCommand({ TableName: outputs.TenantsTableName, Item }));
}

export async function putMember(userid: string, role: UserItem['role']): Promise<void> {
  const Item: UserItem = { tenantid: tenantIdOf(userid), userid, name: 'Ada', email: 'ada@example.com', role, createdat: new Date().toISOString() };
  await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item }));
}

/** A row without the keys for client details, which the audit log gives to a user some time after the sign-up. */
export function withoutClientKeys<Row extends object>(row: Row): Row {
  const { sealingkey: _, openingkey: __, ...rest } = row as Row & { readonly sealingkey?: unknown; readonly openingkey?: unknown };
  return rest as Row;
}
