import { outputs } from './engine';
import { type Customer, newEmail, pool } from './people';
import { type Answer, call, callSigned } from '../../../local/client/api';
import { CLAIM } from '../../../src/contract/claims';

/** Creates a user who is only a member of this tenant, with a token for it. */
export async function joined(tenantId: string, role: string): Promise<Customer> {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  expect(await add(tenantId, userId, role)).toMatchObject({ status: 201 });
  const tokens = await pool.signIn(email);
  expect(tokens.claims).toMatchObject({ [CLAIM.tenant]: tenantId, [CLAIM.role]: role });
  return { email, userId, tenantId, tokens };
}

/** Adds a member to a tenant, as operators and services do. */
export async function add(tenantId: string, userId: string, role: string): Promise<Answer> {
  return callSigned(outputs.AdminApiUrl, { method: 'POST', path: `tenant/${tenantId}/members`, body: { userId, name: 'Somebody', role } });
}

export async function changeRole(by: Customer, { tenantId, userId }: Customer, role: string): Promise<Answer> {
  return call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${tenantId}/members/${userId}`, body: { role } }, by.tokens.accessToken);
}

export async function remove(by: Customer, { tenantId, userId }: Customer): Promise<Answer> {
  return call(outputs.ApiUrl, { method: 'DELETE', path: `tenant/${tenantId}/members/${userId}` }, by.tokens.accessToken);
}

export async function leave({ tenantId, tokens }: Customer): Promise<Answer> {
  return call(outputs.ApiUrl, { method: 'DELETE', path: `tenant/${tenantId}/membership` }, tokens.accessToken);
}

export async function switchTo({ userId, tokens }: Customer, tenantId: string): Promise<Answer> {
  return call(outputs.ApiUrl, { method: 'PUT', path: `tenants/${userId}/active`, body: { tenantId } }, tokens.accessToken);
}

/** The same person with a new token, in the tenant of that token. */
export async function refreshed(person: Customer): Promise<Customer> {
  const tokens = { ...person.tokens, ...await pool.refresh(person.tokens.refreshToken) };
  return { ...person, tokens, tenantId: tokens.claims[CLAIM.tenant] as string };
}
