/**
 * The end of all sessions of a person. The gateway keeps a decision for up to 28 seconds, so each token here is used for the first time after the end,
 * except those that end sessions themselves.
 */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_NAME, dynamodb, eventBridge, outputs, sqs } from './support/engine';
import { changeRole, joined } from './support/members';
import { type Customer, newCustomer, pool } from './support/people';
import { type Answer, call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { Subscription } from '../../local/client/subscription';
import { userRecordKey } from '../../src/contract/attributes';
import { DETAIL_TYPE, eventSources, type SessionsRevokedDetail } from '../../src/contract/events';

jest.setTimeout(90_000);

const api = outputs.ApiUrl;

const signOut = ({ userId }: Customer, token: string): Promise<Answer> => call(api, { method: 'POST', path: `tenants/${userId}/sign-out` }, token);

const signOutMember = ({ tenantId, tokens }: Customer, { userId }: Customer): Promise<Answer> =>
  call(api, { method: 'POST', path: `tenant/${tenantId}/members/${userId}/sign-out` }, tokens.accessToken);

const signOutAsOperator = (userId: string, query = ''): Promise<Answer> =>
  callSigned(outputs.AdminApiUrl, { method: 'POST', path: `users/${userId}/sign-out${query}` });

const statusOf = async (token: string, path: string) => (await call(api, { method: 'GET', path }, token)).status;

const ownTenants = ({ userId }: Customer) => `tenants/${userId}`;

const recordOf = async ({ userId }: Customer) => {
  const key = userRecordKey(userId);
  return (await dynamodb.send(new GetCommand({ TableName: outputs.UsersTableName, Key: { tenantid: key, userid: key }, ConsistentRead: true }))).Item;
};

/** A token of another device, which was not used yet. */
const anotherSession = async ({ email }: Customer) => pool.signIn(email);

/** Signs in until the sign-in is later than the second in which the sessions ended. */
async function signInAgain(person: Customer): Promise<string> {
  return eventually('a sign-in that is later than the end of the sessions', async () => {
    const { accessToken } = await pool.signIn(person.email);
    return await statusOf(accessToken, ownTenants(person)) === 200 ? accessToken : undefined;
  }, 20_000, { everyMs: 500 });
}

test('a user who signs out everywhere is refused on all devices and routes, and signs in again', async () => {
  const revoked = await Subscription.to<SessionsRevokedDetail>(
    { eventBridge, sqs, eventBusName: outputs.EventBusName },
    { 'source': [eventSources(APPLICATION_NAME).user], 'detail-type': [DETAIL_TYPE.sessionsRevoked] },
  );
  const ann = await newCustomer('Ann');
  const phone = await anotherSession(ann);
  // A refreshed token has the sign-in of the first one.
  const [refreshed, again] = [await pool.refresh(phone.refreshToken), await pool.refresh(phone.refreshToken)];
  expect(refreshed.claims.auth_time).toBe(phone.claims.auth_time);

  expect(await signOut(ann, ann.tokens.accessToken)).toMatchObject({ status: 204 });

  const { tenantId } = ann;
  expect(await statusOf(phone.accessToken, `tenant/${tenantId}`)).toBe(401);
  expect(await statusOf(refreshed.accessToken, `tenant/${tenantId}/devices`)).toBe(401);
  expect(await statusOf(again.accessToken, ownTenants(ann))).toBe(401);
  await expect(pool.refresh(phone.refreshToken)).rejects.toThrow(/./);
  const accessToken = await signInAgain(ann);
  for (const path of [`tenant/${tenantId}`, `tenant/${tenantId}/devices`, ownTenants(ann)]) expect([path, await statusOf(accessToken, path)]).toEqual([path, 200]);

  const actor = { type: 'user', id: ann.userId };
  const endedBy = { ...actor, at: expect.any(String), requestid: expect.any(String) };
  expect(await recordOf(ann)).toMatchObject({ validafter: expect.any(Number), sessionsendedby: endedBy, tenants: new Set([tenantId]) });
  const event = await eventually('the event', async () => (await revoked.received()).find(({ detail }) => detail.userId === ann.userId));
  expect(event.detail).toEqual({ userId: ann.userId, actor, eventId: expect.any(String), occurredAt: expect.any(String), version: '1' });
  await revoked.end();
});

test('the gateway refuses a token that was used before as soon as its decision ends', async () => {
  const ann = await newCustomer('Ann');
  const { accessToken } = await anotherSession(ann);
  expect(await statusOf(accessToken, ownTenants(ann))).toBe(200);
  expect(await signOut(ann, ann.tokens.accessToken)).toMatchObject({ status: 204 });

  await eventually('the refusal', async () => (await statusOf(accessToken, ownTenants(ann)) === 401 ? true : undefined), 40_000, { everyMs: 1_000 });
});

describe('the sessions of a member', () => {
  let ann: Customer;
  let max: Customer;
  let bob: Customer;

  beforeAll(async () => {
    [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
    max = await joined(ann.tenantId, 'member');
  });

  test('are not ended by the member as an admin, by an admin of another tenant, or for a person who is not a member', async () => {
    const { accessToken } = await anotherSession(max);

    expect(await signOutMember(max, ann)).toMatchObject({ status: 403 });
    expect(await call(api, { method: 'POST', path: `tenant/${ann.tenantId}/members/${max.userId}/sign-out` }, bob.tokens.accessToken)).toMatchObject({ status: 403 });
    expect(await signOutMember(bob, max)).toMatchObject({ status: 404, body: { code: 'memberNotFound' } });
    expect(await call(api, { method: 'POST', path: `tenants/${max.userId}/sign-out` }, ann.tokens.accessToken)).toMatchObject({ status: 403 });
    expect(await statusOf(accessToken, `tenant/${max.tenantId}`)).toBe(200);
    expect(await recordOf(max)).not.toHaveProperty('validafter');
  });

  test('are ended by an admin, who keeps the own session, and the member stays a member', async () => {
    const { accessToken } = await anotherSession(max);

    expect(await signOutMember(ann, max)).toMatchObject({ status: 204 });

    expect(await statusOf(accessToken, `tenant/${max.tenantId}`)).toBe(401);
    expect(await statusOf(ann.tokens.accessToken, `tenant/${ann.tenantId}`)).toBe(200);
    expect(await recordOf(max)).toMatchObject({ sessionsendedby: { type: 'user', id: ann.userId, tenantid: ann.tenantId } });
    expect(await statusOf(await signInAgain(max), `tenant/${max.tenantId}`)).toBe(200);
  });

  test('are not ended by a former admin whose decision the gateway still keeps', async () => {
    const eve = await joined(ann.tenantId, 'admin');
    // The gateway now keeps the decision for an admin.
    expect(await statusOf(eve.tokens.accessToken, `tenant/${ann.tenantId}/invitations`)).toBe(200);
    expect(await changeRole(ann, eve, 'member')).toMatchObject({ status: 200 });
    const { sessionsendedby: before } = (await recordOf(max)) ?? {};

    expect(await signOutMember(eve, max)).toMatchObject({ status: 403, body: { code: 'roleRequired' } });
    expect((await recordOf(max))?.sessionsendedby).toEqual(before);
  });
});

describe('an operator', () => {
  test('ends the sessions of a user', async () => {
    const ann = await newCustomer('Ann');
    const { accessToken } = await anotherSession(ann);

    expect(await signOutAsOperator(ann.userId)).toMatchObject({ status: 200, body: { account: 'signedOut' } });
    expect(await statusOf(accessToken, ownTenants(ann))).toBe(401);
    expect(await signInAgain(ann)).toEqual(expect.any(String));
  });

  test('ends the sessions of a user whose account has another name, and reads that it was not found', async () => {
    const ann = await newCustomer('Ann');
    const { accessToken } = await anotherSession(ann);

    expect(await signOutAsOperator(ann.userId, '?userName=nobody')).toMatchObject({ status: 200, body: { account: 'notFound' } });
    expect(await statusOf(accessToken, ownTenants(ann))).toBe(401);
  });

  test('cannot end the sessions of an erased person, and the tombstone stays', async () => {
    const ann = await newCustomer('Ann');
    expect(await callSigned(outputs.AdminApiUrl, { method: 'DELETE', path: `users/${ann.userId}?account=keep` })).toMatchObject({ status: 200 });
    const tombstone = await recordOf(ann);

    expect(await signOutAsOperator(ann.userId)).toMatchObject({ status: 409, body: { code: 'userErased' } });
    expect(await recordOf(ann)).toEqual(tombstone);
  });
});
