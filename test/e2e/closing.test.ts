/** The end of a tenant: closed, restored, and deleted with all of its data. The engine shortens the hour between the two passes of a deletion. */
import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt } from 'jose';
import { APPLICATION_NAME, dynamodb, eventBridge, outputs, sqs } from './support/engine';
import { joined, refreshed } from './support/members';
import { type Customer, newCustomer, pool } from './support/people';
import { signedAgain } from './support/pool-key';
import { readTenant } from './support/rows';
import { type Answer, call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { Subscription } from '../../local/client/subscription';
import { CLAIM } from '../../src/contract/claims';
import { DETAIL_TYPE, eventSources, type MemberDetail, type TenantStatusDetail } from '../../src/contract/events';

const DAY_MS = 24 * 60 * 60 * 1_000;

const api = outputs.ApiUrl;

const close = (by: Customer, name: string) =>
  call(api, { method: 'PUT', path: `tenant/${by.tenantId}/closure`, body: { name, reason: 'Merged' } }, by.tokens.accessToken);
const restore = (by: Customer, tenantId = by.tenantId) =>
  call(api, { method: 'DELETE', path: `tenants/${by.userId}/closures/${tenantId}` }, by.tokens.accessToken);
const listed = async (by: Customer) => (await call(api, { path: `tenants/${by.userId}` }, by.tokens.accessToken)).body.tenants;
const asOperator = (method: string, path: string, body?: object): Promise<Answer> => callSigned(outputs.AdminApiUrl, { method, path, body });

async function rowsOf(tableName: string, tenantId: string): Promise<unknown[]> {
  const { Items = [] } = await dynamodb.send(new QueryCommand({
    TableName: tableName, KeyConditionExpression: 'tenantid = :tenantId', ExpressionAttributeValues: { ':tenantId': tenantId }, ConsistentRead: true,
  }));
  return Items;
}

describe('an admin', () => {
  test('closes the tenant, which takes it out of the next token and stops all changes at once, and restores it', async () => {
    const ann = await newCustomer('Ann');
    const max = await joined(ann.tenantId, 'member');

    const closed = await close(ann, 'Ann');

    expect(closed).toMatchObject({ status: 202, body: { tenantId: ann.tenantId, status: 'closing' } });
    expect(Date.parse(closed.body.deleteAt) - Date.now()).toBeCloseTo(30 * DAY_MS, -5);
    expect(await call(api, { method: 'PUT', path: `tenant/${ann.tenantId}`, body: { name: 'New' } }, ann.tokens.accessToken))
      .toMatchObject({ status: 403, body: { code: 'tenantNotActive' } });
    expect((await pool.signIn(ann.email)).claims[CLAIM.tenant]).toBeUndefined();
    expect(await listed(ann)).toMatchObject([{ status: 'closing', deleteAt: closed.body.deleteAt, isRestorable: true, isActive: false }]);
    expect(await listed(max)).toMatchObject([{ status: 'closing', isRestorable: false }]);
    expect(await restore(max)).toMatchObject({ status: 403, body: { code: 'roleRequired' } });

    expect(await restore(ann)).toMatchObject({ status: 200, body: { status: 'active' } });
    expect((await refreshed(ann)).tenantId).toBe(ann.tenantId);
    expect(await readTenant(ann.tenantId)).not.toHaveProperty('deleteat');
    expect(await restore(ann)).toMatchObject({ status: 409, body: { code: 'wrongTenantStatus' } });
  });

  test('must confirm the current name of the tenant', async () => {
    const ann = await newCustomer('Ann');

    expect(await close(ann, 'ann')).toMatchObject({ status: 409, body: { code: 'wrongTenantName' } });
    expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'active' });
  });

  test('cannot restore a tenant that an operator has closed', async () => {
    const ann = await newCustomer('Ann');

    expect(await asOperator('PUT', `tenant/${ann.tenantId}/closure`, { reason: 'Fraud' })).toMatchObject({ status: 202, body: { statusChange: { reason: 'Fraud' } } });
    expect(await listed(ann)).toMatchObject([{ status: 'closing', isRestorable: false }]);
    expect(await restore(ann)).toMatchObject({ status: 403, body: { code: 'closedByOperator' } });
    expect(await asOperator('DELETE', `tenant/${ann.tenantId}/closure`)).toMatchObject({ status: 200, body: { status: 'active' } });
  });

  test('of another tenant cannot restore it, and learns nothing about it', async () => {
    const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
    await close(ann, 'Ann');

    const refused = await restore(bob, ann.tenantId);

    expect(refused).toMatchObject({ status: 404, body: { code: 'notMember' } });
    expect(await restore(bob, 'no-such-tenant')).toMatchObject({ status: 404, body: refused.body });
  });
});

test('an operator gives a tenant another admin', async () => {
  const ann = await newCustomer('Ann');
  const max = await joined(ann.tenantId, 'member');

  expect(await asOperator('PUT', `tenant/${ann.tenantId}/owner`, { userId: max.userId })).toMatchObject({ status: 200, body: { userId: max.userId, role: 'admin' } });
  expect((await refreshed(max)).tokens.claims[CLAIM.role]).toBe('admin');
  expect(await asOperator('PUT', `tenant/${ann.tenantId}/owner`, { userId: randomUUID() })).toMatchObject({ status: 404, body: { code: 'memberNotFound' } });
});

test('a due tenant is deleted with its data, and nothing of another tenant', async () => {
  const events = await Subscription.to<TenantStatusDetail | MemberDetail>(
    { eventBridge, sqs, eventBusName: outputs.EventBusName },
    { 'source': [eventSources(APPLICATION_NAME).tenant], 'detail-type': [DETAIL_TYPE.deleted, DETAIL_TYPE.memberRemoved] },
  );
  const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
  const max = await joined(ann.tenantId, 'member');
  for (const { tenantId, tokens } of [ann, bob]) {
    expect(await call(api, { method: 'POST', path: `tenant/${tenantId}/devices`, body: { name: 'Sensor' } }, tokens.accessToken)).toMatchObject({ status: 201 });
    expect(await call(api, { method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email: `${randomUUID()}@example.com`, role: 'member' } }, tokens.accessToken))
      .toMatchObject({ status: 201 });
  }
  const tables = [outputs.UsersTableName, outputs.InvitationsTableName, outputs.DevicesTableName];
  const before = await Promise.all(tables.map((table) => rowsOf(table, bob.tenantId)));

  expect(await asOperator('PUT', `tenant/${ann.tenantId}/closure`, { deleteAt: new Date().toISOString() })).toMatchObject({ status: 202 });
  expect(await asOperator('POST', 'sweeps')).toMatchObject({ status: 200, body: { started: expect.any(Number), hasMore: false } });
  await eventually('a tombstone', async () => ((await readTenant(ann.tenantId))?.status === 'deleted' ? true : undefined), 60_000);

  expect(await Promise.all(tables.map((table) => rowsOf(table, ann.tenantId)))).toEqual([[], [], []]);
  expect(Object.keys((await readTenant(ann.tenantId))!).sort()).toEqual(['changedby', 'createdat', 'status', 'statuschange', 'statusshard', 'tenantid', 'updatedat', 'version']);
  expect(await Promise.all(tables.map((table) => rowsOf(table, bob.tenantId)))).toEqual(before);
  expect(await listed(ann)).toEqual([]);
  expect((await pool.signIn(ann.email)).claims[CLAIM.tenant]).toBeUndefined();
  expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'deleted' });
  const [ended, ...removed] = await eventually('the events', async () => {
    const found = (await events.received()).filter(({ detail }) => detail.tenantId === ann.tenantId);
    return found.length >= 3 ? found.sort((one, other) => one['detail-type'].localeCompare(other['detail-type'])) : undefined;
  });
  expect(Object.keys(ended.detail).sort()).toEqual(['actor', 'eventId', 'occurredAt', 'tenantId', 'version']);
  expect(ended.detail.actor).toEqual({ type: 'system', id: 'deletion' });
  expect(removed.map(({ detail }) => (detail as MemberDetail).userId).sort()).toEqual([ann.userId, max.userId].sort());
  expect(removed.map(({ detail }) => detail.actor)).toEqual([ended.detail.actor, ended.detail.actor]);
  await events.end();
});

test('a closure needs a sign-in within the last ten minutes, which a refresh is not', async () => {
  const ann = await newCustomer('Ann');
  const again = await refreshed(ann);
  expect(decodeJwt(again.tokens.accessToken).auth_time).toBe(decodeJwt(ann.tokens.accessToken).auth_time);

  const old = await signedAgain(ann.tokens.accessToken, { auth_time: Math.floor(Date.now() / 1000) - 11 * 60 });

  const answer = await close({ ...ann, tokens: { ...ann.tokens, accessToken: old } }, 'Ann');
  expect(answer).toMatchObject({ status: 401, body: { code: 'signInAgain' } });
  expect(await readTenant(ann.tenantId)).toMatchObject({ status: 'active' });
});
