import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './engine';
import { eventually } from '../../../local/client/eventually';
import { type Tokens, UserPoolClient } from '../../../local/client/user-pool';
import type { UserItem } from '../../../src/contract/attributes';
import { CLAIM } from '../../../src/contract/claims';
import { TENANT_ROLE, type TenantRole } from '../../../src/contract/roles';

export const pool = new UserPoolClient(outputs);

/** Somebody who signed up, has a tenant, and is signed in. */
export interface Customer {
  readonly email: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly tokens: Tokens;
}

export function newEmail(): string {
  return `user-${randomUUID()}@example.com`;
}

/** Signs up a new person and waits until their token carries a tenant. */
export async function newCustomer(name = 'Ann', email = newEmail()): Promise<Customer> {
  const userId = await pool.signUp(email, name);
  const tokens = await signInWithTenant(email);
  return { email, userId, tenantId: tokens.claims[CLAIM.tenant] as string, tokens };
}

/** Somebody whom nobody but an administrator has signed up, and who is a member of a tenant. */
export async function newMember(tenantId: string, email = newEmail()): Promise<Customer> {
  const userId = await pool.createByAdministrator(email);
  await addMember(tenantId, userId, email);
  return { email, userId, tenantId, tokens: await signInWithTenant(email) };
}

/** Makes a user a member of a tenant, as the app of a team may. */
export async function addMember(tenantId: string, userId: string, email: string, role: TenantRole = TENANT_ROLE.member): Promise<void> {
  const Item: UserItem = { tenantid: tenantId, userid: userId, name: 'Max', email, role, createdat: new Date().toISOString() };
  await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item }));
}

/** Somebody who signed up an hour ago, and whose only membership was taken away since. */
export async function newFormerMember(email = newEmail()): Promise<Customer> {
  const customer = await newCustomer('Ann', email);
  const { tenantId: tenantid, userId: userid } = customer;
  // A membership that is missing right after the sign-up is one that will show in a moment.
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { tenantid },
    UpdateExpression: 'SET updatedat = :hourAgo',
    ExpressionAttributeValues: { ':hourAgo': new Date(Date.now() - 3_600_000).toISOString() },
  }));
  await dynamodb.send(new DeleteCommand({ TableName: outputs.UsersTableName, Key: { tenantid, userid } }));
  return customer;
}

/** Signs in again and again until the token carries a tenant. */
export function signInWithTenant(email: string): Promise<Tokens> {
  return eventually('a token with a tenant', async () => {
    const tokens = await pool.signIn(email);
    return tokens.claims[CLAIM.tenant] === undefined ? undefined : tokens;
  });
}
