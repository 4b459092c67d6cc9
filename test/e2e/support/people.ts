import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './engine';
import { eventually } from '../../../local/client/eventually';
import { type Tokens, UserPoolClient } from '../../../local/client/user-pool';
import type { UserItem } from '../../../src/contract/attributes';
import { CLAIM } from '../../../src/contract/claims';
import { TENANT_ROLE, type TenantRole } from '../../../src/contract/roles';

export const pool = new UserPoolClient(outputs);

/** A signed-in user with a tenant. */
export interface Customer {
  readonly email: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly tokens: Tokens;
}

export function newEmail(): string {
  return `user-${randomUUID()}@example.com`;
}

/** Signs up a user, and waits for a token with a tenant. */
export async function newCustomer(name = 'Ann', email = newEmail()): Promise<Customer> {
  const userId = await pool.signUp(email, name);
  const tokens = await signInWithTenant(email);
  return { email, userId, tenantId: tokens.claims[CLAIM.tenant] as string, tokens };
}

/** Creates a user as an administrator does, without a sign-up, and adds the user to a tenant. */
export async function newMember(tenantId: string, email = newEmail()): Promise<Customer> {
  const userId = await pool.createByAdministrator(email);
  await addMember(tenantId, userId, email);
  return { email, userId, tenantId, tokens: await signInWithTenant(email) };
}

/** Writes a membership, as the code of a team can. */
export async function addMember(tenantId: string, userId: string, email: string, role: TenantRole = TENANT_ROLE.member): Promise<void> {
  const Item: UserItem = { tenantid: tenantId, userid: userId, name: 'Max', email, role, createdat: new Date().toISOString() };
  await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item }));
}

/** Creates a user who signed up an hour ago, and whose only membership was removed since. */
export async function newFormerMember(email = newEmail()): Promise<Customer> {
  const customer = await newCustomer('Ann', email);
  const { tenantId: tenantid, userId: userid } = customer;
  // Right after the sign-up, a missing membership would count as not yet visible.
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { tenantid },
    UpdateExpression: 'SET updatedat = :hourAgo',
    ExpressionAttributeValues: { ':hourAgo': new Date(Date.now() - 3_600_000).toISOString() },
  }));
  await dynamodb.send(new DeleteCommand({ TableName: outputs.UsersTableName, Key: { tenantid, userid } }));
  return customer;
}

/** Signs in repeatedly until the token has a tenant. */
export function signInWithTenant(email: string): Promise<Tokens> {
  return eventually('a token with a tenant', async () => {
    const tokens = await pool.signIn(email);
    return tokens.claims[CLAIM.tenant] === undefined ? undefined : tokens;
  });
}
