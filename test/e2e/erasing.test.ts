/** The end of an account: the user leaves all tenants, and nothing that was sent before brings anything of the user back. */
import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_NAME, dynamodb, eventBridge, outputs, sqs } from './support/engine';
import { add, changeRole, joined, refreshed, switchTo } from './support/members';
import { type Customer, newCustomer, newEmail, pool } from './support/people';
import { signedAgain } from './support/pool-key';
import { readTenant, tenantIdOf, withoutClientKeys } from './support/rows';
import { type Answer, call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { Subscription } from '../../local/client/subscription';
import { userRecordKey } from '../../src/contract/attributes';
import { CLAIM } from '../../src/contract/claims';
import { DETAIL_TYPE, eventSources, type SignUpDetail, type TenantCreatedDetail, type UserErasedDetail } from '../../src/contract/events';
import { createPutEvent } from '../../src/runtime/aws/put-event';

const api = outputs.ApiUrl;

/** A code without an invitation. */
const CODE = `any-tenant.${'0'.repeat(32)}.${'A'.repeat(43)}`;
const cognito = new CognitoIdentityProviderClient({});

const deleteAccount = ({ userId }: Customer, token: string) => call(api, { method: 'DELETE', path: `tenants/${userId}/account` }, token);
const asOperator = (method: string, path: string, body?: object): Promise<Answer> => callSigned(outputs.AdminApiUrl, { method, path, body });
const recordOf = async ({ userId }: Customer) => {
  const key = userRecordKey(userId);
  return (await dynamodb.send(new GetCommand({ TableName: outputs.UsersTableName, Key: { tenantid: key, userid: key }, ConsistentRead: true }))).Item;
};
const accountOf = async ({ userId }: Customer) => {
  const account = new AdminGetUserCommand({ UserPoolId: outputs.UserPoolId, Username: userId });
  return cognito.send(account).catch(({ name }: Error) => name);
};

/** The rows of all tables that contain a text. */
async function rowsWith(text: string): Promise<object[]> {
  const rows: object[] = [];
  for (const TableName of [outputs.TenantsTableName, outputs.UsersTableName, outputs.InvitationsTableName!]) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
      rows.push(...(page.Items ?? []).filter((row) => JSON.stringify(row).includes(text)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
  return rows;
}

test('a user who deletes the account leaves all tenants, and a tenant without other members is closed', async () => {
  const erased = await Subscription.to<UserErasedDetail>(
    { eventBridge, sqs, eventBusName: outputs.EventBusName },
    { 'source': [eventSources(APPLICATION_NAME).user], 'detail-type': [DETAIL_TYPE.userErased] },
  );
  const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
  expect(await add(bob.tenantId, ann.userId, 'admin')).toMatchObject({ status: 201 });
  expect(await asOperator('PUT', `tenant/${bob.tenantId}/suspension`, { reason: 'Not paid' })).toMatchObject({ status: 200 });

  expect(await deleteAccount(ann, ann.tokens.accessToken)).toMatchObject({ status: 204 });

  const actor = { type: 'user', id: ann.userId };
  expect(await readTenant(ann.tenantId)).toMatchObject({
    status: 'closing', members: 0, admins: 0, deleteat: expect.any(String), statuschange: { actor, previous: 'active' },
  });
  expect(await readTenant(bob.tenantId)).toMatchObject({ status: 'suspended', members: 1, admins: 1 });
  const key = userRecordKey(ann.userId);
  expect(await recordOf(ann)).toEqual({ tenantid: key, userid: key, erasedat: expect.any(String), erasedby: actor });
  expect(await accountOf(ann)).toBe('UserNotFoundException');
  expect(await rowsWith(ann.email)).toEqual([]);
  const event = await eventually('the event', async () => (await erased.received()).find(({ detail }) => detail.userId === ann.userId));
  expect(event.detail).toEqual({ userId: ann.userId, actor, eventId: expect.any(String), occurredAt: expect.any(String), version: '1' });
  await erased.end();

  expect(await deleteAccount(ann, ann.tokens.accessToken)).toMatchObject({ status: 204 });
});

test('the only admin among several members is told which tenants need another one, and nothing changes until then', async () => {
  const ann = await newCustomer('Ann');
  const max = await joined(ann.tenantId, 'member');
  const { tenantId } = (await call(api, {
    method: 'POST', path: `tenants/${ann.userId}`, body: { name: 'Second' }, headers: { 'Idempotency-Key': randomUUID() },
  }, ann.tokens.accessToken)).body;
  const before = withoutClientKeys((await recordOf(ann))!);

  for (const refused of [await deleteAccount(ann, ann.tokens.accessToken), await asOperator('DELETE', `users/${ann.userId}`)]) {
    expect(refused).toMatchObject({ status: 409, body: { code: 'onlyAdmin', tenants: [{ tenantId: ann.tenantId, name: 'Ann', status: 'active' }] } });
  }
  expect(withoutClientKeys((await recordOf(ann))!)).toEqual(before);
  expect(await readTenant(tenantId)).toMatchObject({ status: 'active', members: 1 });

  await switchTo(ann, ann.tenantId);
  expect(await changeRole(await refreshed(ann), max, 'admin')).toMatchObject({ status: 200 });
  expect(await deleteAccount(ann, ann.tokens.accessToken)).toMatchObject({ status: 204 });
  expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'active', members: 1, admins: 1 });
  expect(await readTenant(tenantId)).toMatchObject({ status: 'closing', members: 0 });
});

test('an old sign-in deletes no account', async () => {
  const ann = await newCustomer('Ann');
  const old = await signedAgain(ann.tokens.accessToken, { auth_time: Math.floor(Date.now() / 1000) - 11 * 60 });

  expect(await deleteAccount(ann, old)).toMatchObject({ status: 401, body: { code: 'signInAgain' } });
  expect(await accountOf(ann)).toMatchObject({ Enabled: true });
});

describe('an erased user whose account an operator keeps', () => {
  let ann: Customer;
  let bob: Customer;

  beforeAll(async () => {
    [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
    expect(await asOperator('DELETE', `users/${ann.userId}?account=keep`)).toMatchObject({ status: 200, body: { account: 'kept' } });
  });

  test('signs in without a tenant, and no tenant is created', async () => {
    expect((await pool.signIn(ann.email)).claims[CLAIM.tenant]).toBeUndefined();
    expect(await asOperator('GET', `tenants/${ann.userId}`)).toMatchObject({ status: 200, body: { tenants: [], memberships: [], erased: true } });
  });

  test.each<[string, string, object | undefined]>([
    ['GET', '', undefined], ['PUT', '/active', { tenantId: 'any-tenant' }], ['POST', '', { name: 'New' }], ['DELETE', '/closures/any-tenant', undefined],
    ...['preview', 'accept', 'decline'].map((step): [string, string, object] => ['POST', `/invitations/${step}`, { code: CODE }]),
  ])('is refused by %s /tenants/{userId}%s', async (method, path, body) => {
    const { accessToken } = await pool.signIn(ann.email);
    const headers = { 'Idempotency-Key': randomUUID() };

    expect(await call(api, { method, path: `tenants/${ann.userId}${path}`, body, headers }, accessToken)).toMatchObject({ status: 401 });
  });

  test('is refused to everybody who adds the user', async () => {
    expect(await add(bob.tenantId, ann.userId, 'member')).toMatchObject({ status: 409, body: { code: 'userErased' } });
    expect(await asOperator('PUT', `tenant/${bob.tenantId}/owner`, { userId: ann.userId })).toMatchObject({ status: 404 });
    expect(await readTenant(bob.tenantId)).toMatchObject({ members: 1 });
  });
});

test('a sign-up event of an erased user creates no tenant, and no dead letter', async () => {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  const tenantId = tenantIdOf(userId);
  expect(await asOperator('DELETE', `users/${userId}`)).toMatchObject({ status: 200, body: { account: 'deleted' } });
  const publish = createPutEvent(eventBridge, outputs.EventBusName);
  const detail: SignUpDetail = { email, userName: userId, name: 'Late Ann', userId };
  const signUp = { source: eventSources(APPLICATION_NAME).user, detailType: DETAIL_TYPE.created, detail };
  const created = await Subscription.to<TenantCreatedDetail>(
    { eventBridge, sqs, eventBusName: outputs.EventBusName },
    { 'source': [eventSources(APPLICATION_NAME).tenant], 'detail-type': [DETAIL_TYPE.created] },
  );

  await Promise.all(Array.from({ length: 3 }, async () => publish(signUp)));
  // A sign-up that comes later is processed later.
  const last = await newCustomer('Last');

  await eventually('the event of the last sign-up', async () => (await created.received()).find(({ detail: { userId: id } }) => id === last.userId));
  expect((await created.received()).filter(({ detail: { userId: id } }) => id === userId)).toEqual([]);
  await eventually('no row of the tenant', async () => ((await readTenant(tenantId)) === undefined ? true : undefined));
  expect(await rowsWith(email)).toEqual([]);
  await created.end();
});
