import { setTimeout as sleep } from 'node:timers/promises';
import { InitiateAuthCommand, SignUpCommand, UpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { outputs } from './support/engine';
import { newCustomer, newEmail, pool, signInWithTenant } from './support/people';
import { call, callSigned } from '../../local/client/api';
import { PASSWORD } from '../../local/client/user-pool';
import { CLAIM } from '../../src/contract/claims';
import { INVITATION_METADATA } from '../../src/contract/invitations';

/** Longer than a sign-up needs to become a tenant, and shorter than a person would wait. */
const LONG_ENOUGH_FOR_A_TENANT_MS = 3000;

test('both tokens carry tenant and role, and verify against the published key set', async () => {
  const { tenantId, tokens } = await newCustomer();
  const keySet = createLocalJWKSet(await (await fetch(outputs.JwksUrl)).json() as JSONWebKeySet);

  for (const token of [tokens.accessToken, tokens.idToken]) {
    const { payload } = await jwtVerify(token, keySet, { algorithms: ['RS256'] });
    expect(payload).toMatchObject({ [CLAIM.tenant]: tenantId, [CLAIM.role]: 'admin' });
  }
});

test('a user without a tenant signs in without the claim, is denied everything, and has a tenant at the next sign-in', async () => {
  const other = await newCustomer();
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);

  const { accessToken, claims } = await pool.signIn(email);
  const list = await call(outputs.ApiUrl, { path: `tenants/${userId}` }, accessToken);
  const foreign = await call(outputs.ApiUrl, { path: `tenant/${other.tenantId}` }, accessToken);

  expect(claims).not.toHaveProperty(CLAIM.tenant);
  // The sign-in has requested a tenant. The list depends on whether it exists by now.
  expect(list.status).toBe(200);
  expect(foreign.status).toBe(403);

  const healed = await signInWithTenant(email);
  expect((await call(outputs.ApiUrl, { path: `tenant/${healed.claims[CLAIM.tenant]}` }, healed.accessToken)).status).toBe(200);
});

test('a user who signs up through an invitation gets no tenant', async () => {
  const email = newEmail();
  const userId = await pool.signUp(email, 'Ida Invited', { [INVITATION_METADATA]: 'true' });

  const first = await pool.signIn(email);
  await sleep(LONG_ENOUGH_FOR_A_TENANT_MS);
  const second = await pool.signIn(email);

  for (const { claims } of [first, second]) expect(claims).not.toHaveProperty(CLAIM.tenant);
  expect((await callSigned(outputs.AdminApiUrl, { path: `tenants/${userId}` })).body).toEqual({ tenants: [], memberships: [], invited: true });
  expect((await call(outputs.ApiUrl, { path: `tenants/${userId}` }, second.accessToken)).body).toEqual({ tenants: [] });
});

describe.each([['email_verified', 'true'], ['phone_number_verified', 'true'], ['custom:tenant', 'somebody-elses']])('users cannot write their own %s', (Name, Value) => {
  const refusal = { name: 'NotAuthorizedException', message: expect.stringContaining('write unauthorized attribute') };

  test('at the sign-up', async () => {
    const email = newEmail();
    await expect(pool.cognito.send(new SignUpCommand({
      ClientId: outputs.UserPoolClientId, Username: email, Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: email }, { Name, Value }],
    }))).rejects.toMatchObject(refusal);
  });

  test('later', async () => {
    const email = newEmail();
    await pool.createByAdministrator(email);
    const { accessToken } = await pool.signIn(email);

    const write = async (attribute: { Name: string; Value: string }) =>
      pool.cognito.send(new UpdateUserAttributesCommand({ AccessToken: accessToken, UserAttributes: [attribute] }));

    await expect(write({ Name, Value })).rejects.toMatchObject(refusal);
    await expect(write({ Name: 'name', Value: 'Ada' })).resolves.toBeDefined();
  });
});

test('the app client refuses plain passwords', async () => {
  const { email } = await newCustomer();

  await expect(pool.cognito.send(new InitiateAuthCommand({
    ClientId: outputs.UserPoolClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD },
  }))).rejects.toThrow(/USER_PASSWORD_AUTH/);
});

test('a password reset does not count as a sign-up', async () => {
  const email = newEmail();
  await pool.createByAdministrator(email);

  await pool.resetPassword(email);
  await sleep(LONG_ENOUGH_FOR_A_TENANT_MS);

  // The sign-in itself requests a tenant, so this is the last moment to check that there was none.
  const { claims } = await pool.signIn(email);
  expect(claims).not.toHaveProperty(CLAIM.tenant);
});
