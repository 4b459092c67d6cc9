/** Every change of a tenant has one record with its actor, and nobody can change or forge one. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient, paginateListRoles, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_NAME, dynamodb, eventBridge, outputs, sqs } from './support/engine';
import { changeRole, joined, leave, remove } from './support/members';
import { type Customer, newCustomer, newEmail, pool, signInWithTenant } from './support/people';
import { assume, roleNamed } from './support/scoped-role';
import { type Answer, call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { Subscription } from '../../local/client/subscription';
import type { AuditEntry, AuditPage } from '../../src/contract/audit';
import { DETAIL_TYPE, eventSources, type AuditRecordedDetail } from '../../src/contract/events';
import { changeRecord } from '../runtime/changes/records';

jest.setTimeout(120_000);

const { ApiUrl: api, AdminApiUrl: adminApi } = outputs;
const ROOT = 'arn:aws:iam::000000000000:root';
const OF_SERVICE = { type: 'service', id: expect.stringContaining(':iam::') };

const audit = async (tenantId: string, query = ''): Promise<Answer> => callSigned(adminApi, { path: `tenant/${tenantId}/audit${query}` });
const recordsOf = async (tenantId: string, query = ''): Promise<AuditEntry[]> => [...((await audit(tenantId, query)).body as AuditPage).records];
const without = ({ id: _, occurredAt: __, context: ___, version: ____, ...record }: AuditEntry) => record;
const user = ({ userId }: Pick<Customer, 'userId'>) => ({ type: 'user', id: userId });
const put = (by: Customer, path: string, body: object) => call(api, { method: 'PUT', path, body }, by.tokens.accessToken);

/** The record of a user. */
const recordOf = async ({ userId }: Pick<Customer, 'userId'>) => (await dynamodb.send(new GetCommand({
  TableName: outputs.UsersTableName, Key: { tenantid: `@${userId}`, userid: `@${userId}` }, ConsistentRead: true,
}))).Item ?? {};

const tenantRow = async (tenantid: string) => (await dynamodb.send(new GetCommand({ TableName: outputs.TenantsTableName, Key: { tenantid } }))).Item;

/** The name of the only function of the example with a text in its name. */
async function functionNamed(part: string): Promise<string> {
  for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient() }, {})) {
    const found = Functions.find(({ FunctionName }) => FunctionName!.startsWith(outputs.TenantsTableName.split('-')[0]) && FunctionName!.includes(part));
    if (found) return found.FunctionName!;
  }
  throw new Error(`No function has ${part} in its name.`);
}

/**
 * Waits until a tenant has this many records, and returns them oldest first. A person whom a test adds has no address until the first sign-in, which
 * changes the profile.
 */
async function exactly(tenantId: string, count: number): Promise<AuditEntry[]> {
  return eventually(`${count} records`, async () => {
    const records = (await recordsOf(tenantId)).filter(({ action }) => action !== 'member.profileChanged');
    return records.length >= count ? records.reverse() : undefined;
  }, 30_000);
}

describe('each change has one record with its actor', () => {
  test('of a sign-up, by the tenancy', async () => {
    const ann = await newCustomer('Ann');

    const [record, ...others] = await exactly(ann.tenantId, 1);
    expect(others).toEqual([]);
    expect(without(record)).toEqual({
      action: 'tenant.created', actor: { type: 'system', id: 'sign-up' }, targets: [{ type: 'tenant', id: ann.tenantId }, user(ann)], changes: [],
    });
  });

  test('of a tenant that a user creates', async () => {
    const ann = await newCustomer('Ann');
    const { body: { tenantId } } = await call(api, {
      method: 'POST', path: `tenants/${ann.userId}`, body: { name: 'Second' }, headers: { 'Idempotency-Key': randomUUID() },
    }, ann.tokens.accessToken);

    const records = await exactly(tenantId, 1);
    expect(records.map(without)).toEqual([{ action: 'tenant.created', actor: user(ann), targets: [{ type: 'tenant', id: tenantId }, user(ann)], changes: [] }]);
  });

  test('of users, services and operators', async () => {
    const ann = await newCustomer('Ann');
    const { tenantId } = ann;
    const max = await joined(tenantId, 'member');
    const eve = await joined(tenantId, 'member');
    expect(await put(ann, `tenant/${tenantId}`, { name: 'Engines' })).toMatchObject({ status: 200 });
    expect(await callSigned(adminApi, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Looms' } })).toMatchObject({ status: 200 });
    expect(await changeRole(ann, max, 'admin')).toMatchObject({ status: 200 });
    expect(await changeRole(ann, max, 'member')).toMatchObject({ status: 200 });
    expect(await call(api, { method: 'POST', path: `tenant/${tenantId}/members/${eve.userId}/sign-out` }, ann.tokens.accessToken)).toMatchObject({ status: 204 });
    expect(await remove(ann, max)).toMatchObject({ status: 204 });
    expect(await callSigned(adminApi, { method: 'DELETE', path: `tenant/${tenantId}/members/${eve.userId}` })).toMatchObject({ status: 204 });
    expect(await callSigned(adminApi, { method: 'PUT', path: `tenant/${tenantId}/suspension`, body: { reason: 'Not paid' } })).toMatchObject({ status: 200 });
    expect(await callSigned(adminApi, { method: 'DELETE', path: `tenant/${tenantId}/suspension` })).toMatchObject({ status: 200 });
    expect(await callSigned(adminApi, { method: 'PUT', path: `tenant/${tenantId}/closure`, body: {} })).toMatchObject({ status: 202 });
    expect(await callSigned(adminApi, { method: 'DELETE', path: `tenant/${tenantId}/closure` })).toMatchObject({ status: 200 });

    const records = await exactly(tenantId, 14);
    const ofTenant = [{ type: 'tenant', id: tenantId }];
    const status = (from: string, to: string) => ({ field: 'status', from, to });
    const role = (from?: string, to?: string) => [{ field: 'role', ...from && { from }, ...to && { to } }];
    const expected = [
      { action: 'tenant.created', actor: { type: 'system', id: 'sign-up' } },
      { action: 'member.added', actor: OF_SERVICE, targets: [user(max)], changes: role(undefined, 'member') },
      { action: 'member.added', actor: OF_SERVICE, targets: [user(eve)], changes: role(undefined, 'member') },
      { action: 'tenant.renamed', actor: user(ann), targets: ofTenant, changes: [{ field: 'name' }] },
      { action: 'tenant.renamed', actor: OF_SERVICE, targets: ofTenant, changes: [{ field: 'name' }] },
      { action: 'member.roleChanged', actor: user(ann), targets: [user(max)], changes: role('member', 'admin') },
      { action: 'member.roleChanged', actor: user(ann), targets: [user(max)], changes: role('admin', 'member') },
      { action: 'member.signedOut', actor: user(ann), targets: [user(eve)], changes: [] },
      { action: 'member.removed', actor: user(ann), targets: [user(max)], changes: role('member') },
      { action: 'member.removed', actor: OF_SERVICE, targets: [user(eve)], changes: role('member') },
      { action: 'tenant.suspended', actor: OF_SERVICE, targets: ofTenant, changes: [status('active', 'suspended')] },
      { action: 'tenant.reactivated', actor: OF_SERVICE, targets: ofTenant, changes: [status('suspended', 'active')] },
      { action: 'tenant.closed', actor: OF_SERVICE, targets: ofTenant, changes: [status('active', 'closing'), { field: 'deleteAt', to: expect.any(String) }] },
      { action: 'tenant.restored', actor: OF_SERVICE, targets: ofTenant, changes: [status('closing', 'active'), { field: 'deleteAt', from: expect.any(String) }] },
    ];
    expect(records.map(without)).toEqual(expected.map((record) => expect.objectContaining(record)));
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
    expect(records.slice(1).every(({ context: { requestId } }) => requestId !== undefined)).toBe(true);
    // Two records of one person, and nothing that names one.
    expect(JSON.stringify(records)).not.toMatch(/Ann|Somebody|@|Engines|Looms|Not paid/);
  });

  test('of invitations and of people who come and leave', async () => {
    const ann = await newCustomer('Ann');
    const { tenantId } = ann;
    const email = newEmail();
    const invite = async (address: string) => call(api, {
      method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email: address, role: 'member' },
    }, ann.tokens.accessToken);
    const { body: revoked } = await invite(newEmail());
    expect(await call(api, { method: 'DELETE', path: `tenant/${tenantId}/invitations/${revoked.invitationId}` }, ann.tokens.accessToken)).toMatchObject({ status: 204 });
    const { body: { invitationId } } = await invite(email);
    const { body: { code } } = await call(api, { method: 'POST', path: `tenant/${tenantId}/invitations/${invitationId}/resend` }, ann.tokens.accessToken);
    const max = await newCustomer('Max', email);
    expect(await call(api, { method: 'POST', path: `tenants/${max.userId}/invitations/accept`, body: { code } }, max.tokens.accessToken)).toMatchObject({ status: 200 });
    const again = await pool.refresh(max.tokens.refreshToken);
    expect(await leave({ ...max, tenantId, tokens: { ...max.tokens, ...again } })).toMatchObject({ status: 204 });

    const records = await exactly(tenantId, 7);
    const invitation = (id: string) => ({ type: 'invitation', id });
    expect(records.map(({ action, actor, targets }) => ({ action, actor, targets }))).toEqual([
      { action: 'tenant.created', actor: { type: 'system', id: 'sign-up' }, targets: [{ type: 'tenant', id: tenantId }, user(ann)] },
      { action: 'invitation.created', actor: user(ann), targets: [invitation(revoked.invitationId)] },
      { action: 'invitation.revoked', actor: user(ann), targets: [invitation(revoked.invitationId)] },
      { action: 'invitation.created', actor: user(ann), targets: [invitation(invitationId)] },
      { action: 'invitation.resent', actor: user(ann), targets: [invitation(invitationId)] },
      { action: 'member.added', actor: user(max), targets: [user(max), invitation(invitationId)] },
      { action: 'member.left', actor: user(max), targets: [user(max)] },
    ]);
  });

  test('and a change that is refused has none, nor a write that changes nothing', async () => {
    const ann = await newCustomer('Ann');
    const bob = await newCustomer('Bob');
    expect(await put(bob, `tenant/${ann.tenantId}`, { name: 'Mine' })).toMatchObject({ status: 403 });
    expect(await call(api, { method: 'DELETE', path: `tenant/${ann.tenantId}/membership` }, ann.tokens.accessToken)).toMatchObject({ status: 409 });
    expect(await put(ann, `tenant/${ann.tenantId}`, { name: 'Marker' })).toMatchObject({ status: 200 });

    const records = await exactly(ann.tenantId, 2);
    expect(records.map(({ action }) => action)).toEqual(['tenant.created', 'tenant.renamed']);
  });

  test('and a row that the application writes itself is recorded without an actor', async () => {
    const ann = await newCustomer('Ann');
    await put(ann, `tenant/${ann.tenantId}`, { name: 'Engines' });
    await dynamodb.send(new UpdateCommand({
      TableName: outputs.TenantsTableName,
      Key: { tenantid: ann.tenantId },
      UpdateExpression: 'SET #name = :name',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': 'By a script' },
    }));

    const records = await exactly(ann.tenantId, 3);
    // DynamoDB gives the time of a change to the second.
    expect(records.map(({ action, actor }) => ({ action, actor }))).toEqual(expect.arrayContaining([
      { action: 'tenant.renamed', actor: user(ann) },
      { action: 'tenant.renamed', actor: undefined },
    ]));
  });
});

/** Waits until the first sign-in of a person has given the membership an address. */
const recordOfProfile = async ({ tenantId }: Customer) => eventually('the record of a profile', async () => (
  (await recordsOf(tenantId, '?action=member.profileChanged')).length > 0 ? true : undefined
), 30_000);

test('an export is recorded once, and has the records of the tenant', async () => {
  const ann = await newCustomer('Ann');
  const { tenantId } = ann;
  const { body: { exportId } } = await callSigned(adminApi, { method: 'POST', path: `tenant/${tenantId}/exports` });
  const described = await eventually('the export', async () => {
    const { body } = await callSigned(adminApi, { path: `tenant/${tenantId}/exports/${exportId}` });
    return body.status === 'succeeded' ? body : undefined;
  }, 60_000);

  const [, exported] = await exactly(tenantId, 2);
  expect(without(exported)).toEqual({
    action: 'tenant.exported', actor: OF_SERVICE, targets: [{ type: 'tenant', id: tenantId }, { type: 'export', id: exportId }], changes: [],
  });
  const { url } = described.files.find(({ name }: { readonly name: string }) => name === 'audit-00001.jsonl');
  const lines = (await (await fetch(url)).text()).trim().split('\n').map((line) => JSON.parse(line));
  expect(lines).toEqual([expect.objectContaining({ action: 'tenant.created', actor: { type: 'system', id: 'sign-up' } })]);
});

test('a change that the stream delivers again, or in another order, adds no record', async () => {
  const tenantId = randomUUID().replaceAll('-', '');
  const by = (at: string) => ({ type: 'user', id: 'ann', at, requestid: randomUUID() });
  const [tenant, member] = [{ tenantid: tenantId, status: 'active' }, { tenantid: tenantId, userid: 'max', name: 'Max', email: '', createdat: '2026-01-01T00:00:00.000Z' }];
  const changes = [
    changeRecord({ before: { ...tenant, name: 'One' }, after: { ...tenant, name: 'Two', changedby: by('2026-01-02T00:00:00.000Z') } }),
    changeRecord({ before: { ...tenant, name: 'Two' }, after: { ...tenant, name: 'Three', changedby: by('2026-01-03T00:00:00.000Z') } }),
    changeRecord({ before: { ...member, role: 'member' }, after: { ...member, role: 'admin', name: 'Maxi', changedby: by('2026-01-04T00:00:00.000Z') } }),
    changeRecord({ after: { ...tenant, userid: '~max', change: 'removed', actortype: 'user', actorid: 'ann', at: '2026-01-05T00:00:00.000Z', role: 'admin' } }),
  ].map((change) => ({ ...change, eventID: randomUUID() }));
  const deliver = async (...records: object[]) => {
    const { Payload, FunctionError } = await new LambdaClient().send(new InvokeCommand({
      FunctionName: await functionNamed('AuditLogWriteHandler'), Payload: JSON.stringify({ Records: records }),
    }));
    expect([FunctionError, JSON.parse(Payload!.transformToString())]).toEqual([undefined, { batchItemFailures: [] }]);
  };

  await deliver(...changes);
  const records = await recordsOf(tenantId);
  expect(records.map(({ action }) => action)).toEqual([
    'member.removed', 'member.roleChanged', 'member.profileChanged', 'tenant.renamed', 'tenant.renamed',
  ]);
  await deliver(...[...changes].reverse());
  await deliver(...changes.slice(2), ...changes.slice(0, 3));

  expect(await recordsOf(tenantId)).toEqual(records);
});

describe('where a change came from', () => {
  const CLIENT = { ip: '127.0.0.1', userAgent: expect.stringMatching(/./) };
  const rowsOf = async (tenantId: string) => (await dynamodb.send(new QueryCommand({
    TableName: outputs.AuditTableName, KeyConditionExpression: 'tenantid = :tenantId', ExpressionAttributeValues: { ':tenantId': tenantId },
  }))).Items!;

  /** A customer whose authorizer has the key that the writer has made after the sign-up. */
  const newCustomerWithKey = async () => {
    const customer = await newCustomer('Ann');
    await eventually('the keys', async () => (await recordOf(customer)).sealingkey as string | undefined, 30_000);
    return { ...customer, tokens: await signInWithTenant(customer.email) };
  };

  test('is readable for admins until the user is erased, and in no row', async () => {
    const ann = await newCustomerWithKey();
    const { tenantId } = ann;
    const max = await joined(tenantId, 'admin');
    await put(ann, `tenant/${tenantId}`, { name: 'Engines' });
    await put(max, `tenant/${tenantId}`, { name: 'Looms' });
    const ofRenamings = async () => (await recordsOf(tenantId, '?action=tenant.renamed')).map(({ actor, context }) => ({ actor, context }));

    const [, ofAnn] = await eventually('two records', async () => {
      const records = await ofRenamings();
      return records.length === 2 ? records : undefined;
    });
    expect(ofAnn).toEqual({ actor: user(ann), context: { requestId: expect.any(String), ...CLIENT } });
    const rows = await rowsOf(tenantId);
    expect(rows.find(({ actorid, action }) => actorid === ann.userId && action === 'tenant.renamed')).toMatchObject({ sealedclient: expect.any(String) });
    expect(JSON.stringify([...rows, await tenantRow(tenantId)])).not.toContain(CLIENT.ip);

    expect(await callSigned(adminApi, { method: 'DELETE', path: `users/${ann.userId}` })).toMatchObject({ status: 200 });

    expect(await recordOf(ann)).toEqual({ tenantid: `@${ann.userId}`, userid: `@${ann.userId}`, erasedat: expect.any(String), erasedby: expect.anything() });
    expect((await ofRenamings())[1]).toEqual({ actor: user(ann), context: { requestId: expect.any(String) } });
    expect((await rowsOf(tenantId)).length).toBeGreaterThanOrEqual(rows.length);
  });

  test('is recorded of a removal too, and not of services', async () => {
    const ann = await newCustomerWithKey();
    const [max, eve] = [await joined(ann.tenantId, 'member'), await joined(ann.tenantId, 'member')];
    expect(await remove(ann, max)).toMatchObject({ status: 204 });
    expect(await callSigned(adminApi, { method: 'DELETE', path: `tenant/${ann.tenantId}/members/${eve.userId}` })).toMatchObject({ status: 204 });

    const [byAnn, byService] = (await exactly(ann.tenantId, 5)).filter(({ action }) => action === 'member.removed');
    expect(byAnn.context).toEqual({ requestId: expect.any(String), ...CLIENT });
    expect(byService.context).toEqual({ requestId: expect.any(String) });
  });

  test('can be read with a key that no response has', async () => {
    const ann = await newCustomerWithKey();
    const { openingkey } = await recordOf(ann);
    const { records, people } = (await audit(ann.tenantId)).body as AuditPage;

    expect(JSON.stringify({ records, people })).not.toContain(openingkey);
    expect(JSON.stringify(await call(api, { path: `tenants/${ann.userId}` }, ann.tokens.accessToken))).not.toContain(openingkey);
    expect(JSON.stringify(await callSigned(adminApi, { path: `tenants/${ann.userId}` }))).not.toContain(openingkey);
  });
});

describe('the roles of the two functions', () => {
  const { UsersTableName } = outputs;
  let ann: Customer;
  let reader: DynamoDBDocumentClient;
  let writer: DynamoDBDocumentClient;

  beforeAll(async () => {
    ann = await newCustomer('Ann');
    const clientOf = async (role: string) => {
      const credentials = await assume(await roleNamed(role), {});
      return DynamoDBDocumentClient.from(new DynamoDBClient({ credentials }));
    };
    [reader, writer] = await Promise.all(['TenancyAuditLogReadHandlerRole', 'TenancyAuditLogWriteHandlerRole'].map(clientOf));
  });

  const record = () => ({ tenantid: `@${ann.userId}`, userid: `@${ann.userId}` });
  const membership = () => ({ tenantid: ann.tenantId, userid: ann.userId });
  const read = async (key: object, ...names: string[]) => reader.send(new BatchGetCommand({
    RequestItems: {
      [UsersTableName]: {
        Keys: [key as Record<string, string>],
        ...names.length > 0 && {
          ProjectionExpression: names.map((_, index) => `#${index}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
        },
      },
    },
  }));
  const write = async (Key: object, attribute: string, ReturnValues: 'NONE' | 'ALL_NEW' = 'NONE') => writer.send(new UpdateCommand({
    TableName: UsersTableName,
    Key: Key as Record<string, string>,
    UpdateExpression: 'SET #name = :value',
    // It never holds, so nothing is written.
    ConditionExpression: 'attribute_exists(#name) AND attribute_not_exists(#name)',
    ExpressionAttributeNames: { '#name': attribute },
    ExpressionAttributeValues: { ':value': 'x' },
    ReturnValues,
  }));

  test('allow what the functions do', async () => {
    await expect(read(record(), 'userid', 'erasedat', 'openingkey')).resolves.toMatchObject({ Responses: { [UsersTableName]: [{ userid: `@${ann.userId}` }] } });
    await expect(write(record(), 'sealingkey')).rejects.toThrow(expect.objectContaining({ name: 'ConditionalCheckFailedException' }));
  });

  test.each<[string, () => Promise<unknown>]>([
    ['the reader to read a whole record of a user', async () => read(record())],
    ['the reader to read the tenants of a user', async () => read(record(), 'tenants')],
    ['the reader to read a membership without a session', async () => read(membership(), 'userid')],
    ['the reader to read a record by another operation', async () => reader.send(new GetCommand({ TableName: UsersTableName, Key: record() }))],
    ['the writer to read the keys', async () => writer.send(new GetCommand({ TableName: UsersTableName, Key: record() }))],
    ['the writer to get the keys by a write', async () => write(record(), 'openingkey', 'ALL_NEW')],
    ['the writer to change the tenant of a user', async () => write(record(), 'activetenant')],
    ['the writer to bring a user back', async () => write(record(), 'tenants')],
    ['the writer to change a membership', async () => write(membership(), 'sealingkey')],
    ['the writer to make an admin', async () => write(membership(), 'role')],
  ])('forbid %s', async (_, attempt) => {
    await expect(attempt()).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
  });
});

test('a page says who the people in its records are now: members, others, and erased users', async () => {
  const ann = await newCustomer('Ann');
  const { tenantId } = ann;
  const [max, eve, tom] = [await joined(tenantId, 'member'), await joined(tenantId, 'member'), await joined(tenantId, 'member')];
  await remove(ann, eve);
  await callSigned(adminApi, { method: 'DELETE', path: `users/${tom.userId}` });
  await exactly(tenantId, 6);

  const { people } = (await audit(tenantId)).body as AuditPage;

  expect(people).toEqual({
    [ann.userId]: { status: 'member', name: 'Ann', email: ann.email },
    [max.userId]: { status: 'member', name: expect.any(String), email: max.email },
    [eve.userId]: { status: 'other' },
    [tom.userId]: { status: 'erased' },
  });
});

describe('the list', () => {
  let ann: Customer;
  let max: Customer;
  let records: AuditEntry[];

  beforeAll(async () => {
    ann = await newCustomer('Ann');
    max = await joined(ann.tenantId, 'member');
    await recordOfProfile(max);
    for (const name of ['One', 'Two', 'Three']) await put(ann, `tenant/${ann.tenantId}`, { name });
    await exactly(ann.tenantId, 5);
    records = await recordsOf(ann.tenantId);
  });

  test('has a change of a name or address by the tenancy', async () => {
    const [changed] = await recordsOf(ann.tenantId, '?action=member.profileChanged');
    expect(without(changed)).toEqual({
      action: 'member.profileChanged', actor: { type: 'system', id: 'member-profiles' }, targets: [user(max)], changes: [{ field: 'email' }],
    });
  });

  const list = async (person: Customer, query = '', tenantId = ann.tenantId) =>
    call(api, { path: `tenant/${tenantId}/audit${query}` }, person.tokens.accessToken);

  test('is for admins, newest first', async () => {
    expect(await list(ann)).toMatchObject({ status: 200, body: { records } });
  });

  test('is refused to members, to admins of other tenants, and without a token', async () => {
    const bob = await newCustomer('Bob');
    expect(await list(max)).toMatchObject({ status: 403 });
    expect(await list(bob)).toMatchObject({ status: 403 });
    expect(await call(api, { path: `tenant/${ann.tenantId}/audit` })).toMatchObject({ status: 401 });
    expect(JSON.stringify(await list(bob, '', bob.tenantId))).not.toContain(ann.tenantId);
  });

  test('can be filtered by time, person and action', async () => {
    const [newest, , oldestRename] = records;
    const after = (query: Record<string, string>) => `?${new URLSearchParams(query)}`;
    const { body: byTime } = await list(ann, after({ from: oldestRename.occurredAt, to: newest.occurredAt }));
    expect(byTime.records).toEqual(records.slice(1, 3));
    const { body: byPerson } = await list(ann, after({ actor: ann.userId }));
    expect(byPerson.records).toEqual(records.slice(0, 3));
    const { body: byAction } = await list(ann, after({ action: 'member.added' }));
    expect(byAction.records).toEqual(records.slice(4, 5));
    expect(await list(ann, after({ action: 'no.such', actor: 'nobody' }))).toMatchObject({ status: 200, body: { records: [] } });
  });

  test('comes in pages, with and without a filter', async () => {
    for (const filter of ['', `&actor=${ann.userId}`]) {
      const found: AuditEntry[] = [];
      let cursor = '';
      do {
        const { body } = await list(ann, `?limit=2${filter}${cursor}`);
        found.push(...body.records);
        cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      expect(found).toEqual(filter === '' ? records : records.slice(0, 3));
    }
  });

  test.each(['?from=yesterday', '?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', '?limit=0', '?cursor=x', '?actor='])('refuses %s', async (query) => {
    expect(await list(ann, query)).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
  });

  test('refuses a cursor of other times', async () => {
    const { body: { nextCursor } } = await list(ann, '?limit=1');
    expect(await list(ann, `?to=2020-01-01T00:00:00Z&cursor=${nextCursor}`)).toMatchObject({ status: 400 });
  });
});

describe('records of the application', () => {
  let ann: Customer;
  let bob: Customer;

  beforeAll(async () => {
    [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
  });

  const scoped = async ({ tenantId }: Customer) => assume(outputs.TenantRoleArn, { tenantId });
  const record = async (tenantId: string, body: object, credentials?: Awaited<ReturnType<typeof scoped>>) =>
    callSigned(adminApi, { method: 'POST', path: `tenant/${tenantId}/audit`, body }, credentials);

  test('are added by its functions, for the user of the request', async () => {
    const device = await call(api, { method: 'POST', path: `tenant/${ann.tenantId}/devices`, body: { name: 'Pump' } }, ann.tokens.accessToken);
    expect(device).toMatchObject({ status: 201 });

    const [added] = await recordsOf(ann.tenantId, '?action=device.added');
    expect(without(added)).toEqual({ action: 'device.added', actor: user(ann), targets: [{ type: 'device', id: device.body.deviceId }], changes: [] });
  });

  test('are published', async () => {
    const published = await Subscription.to<AuditRecordedDetail>(
      { eventBridge, sqs, eventBusName: outputs.EventBusName },
      { 'source': [eventSources(APPLICATION_NAME).tenant], 'detail-type': [DETAIL_TYPE.auditRecorded] },
    );
    const { body } = await record(ann.tenantId, { action: 'report.downloaded', actor: user(ann) });
    await put(ann, `tenant/${ann.tenantId}`, { name: 'Engines' });

    const [own, renamed] = await eventually('two events', async () => {
      const found = (await published.received()).map(({ detail }) => detail).filter(({ tenantId }) => tenantId === ann.tenantId);
      return found.length >= 2 ? found : undefined;
    });
    expect(own).toEqual({ tenantId: ann.tenantId, ...body });
    expect(renamed).toMatchObject({ action: 'tenant.renamed', actor: user(ann) });
    await published.end();
  });

  test('cannot be added with the session of another tenant', async () => {
    const ofBob = await scoped(bob);
    expect(await record(bob.tenantId, { action: 'report.downloaded' }, ofBob)).toMatchObject({ status: 201 });

    expect(await record(ann.tenantId, { action: 'report.forged' }, ofBob)).toMatchObject({ status: 403 });
    for (const path of [`tenant/${bob.tenantId}/../${ann.tenantId}/audit`, `tenant/${bob.tenantId}%2F..%2F${ann.tenantId}/audit`]) {
      expect((await callSigned(adminApi, { method: 'POST', path, body: { action: 'report.forged' } }, ofBob)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await recordsOf(ann.tenantId, '?action=report.forged')).toEqual([]);
  });

  test.each([
    ['an action of the tenancy', { action: 'member.removed' }],
    ['one word', { action: 'downloaded' }],
    ['a time', { action: 'report.downloaded', occurredAt: '2020-01-01T00:00:00Z' }],
    ['an expiry', { action: 'report.downloaded', expiresat: 1 }],
    ['an id', { action: 'report.downloaded', id: 'x' }],
    ['an operator as the actor', { action: 'report.downloaded', actor: { type: 'operator', id: ROOT } }],
    ['too many targets', { action: 'report.downloaded', targets: Array.from({ length: 11 }, () => ({ type: 'report', id: '1' })) }],
  ])('cannot have %s', async (_name, body) => {
    expect(await record(ann.tenantId, body)).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
  });
});

describe('nobody can change a record', () => {
  test('no role of the stack but the one of the writer can put records, and none can update, delete or scan', async () => {
    const iam = new IAMClient();
    const stack = `${outputs.TenantsTableName.split('-')[0]}-`;
    const writer = await roleNamed('AuditLogWriteHandlerRole');
    const roles: string[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
      roles.push(...Roles.filter(({ RoleName }) => RoleName!.startsWith(stack)).map(({ Arn }) => Arn!));
    }
    expect(roles.length).toBeGreaterThan(30);
    const allowed = new Set<string>();
    for (const role of roles) {
      const { EvaluationResults = [] } = await iam.send(new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete', 'PartiQLInsert', 'Scan', 'DeleteTable', 'UpdateTimeToLive']
          .map((action) => `dynamodb:${action}`),
        ResourceArns: [`arn:aws:dynamodb:us-east-1:000000000000:table/${outputs.AuditTableName}`],
      }));
      EvaluationResults.filter(({ EvalDecision }) => EvalDecision === 'allowed').forEach(({ EvalActionName }) => allowed.add(`${role} ${EvalActionName}`));
    }
    expect([...allowed]).toEqual([`${writer} dynamodb:PutItem`]);
  });

  test('the session of a tenant reads no other tenant, and writes nothing', async () => {
    const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
    const credentials = await assume(await roleNamed('AuditLogTenantRole'), { tenantId: bob.tenantId });
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ credentials }));
    const [record] = await exactly(ann.tenantId, 1);
    const key = { tenantid: ann.tenantId, recordid: `${record.occurredAt}#${record.id}` };
    await expect(client.send(new PutCommand({ TableName: outputs.AuditTableName, Item: { ...key, expiresat: 1 } }))).rejects.toThrow(/not authorized/);
    await expect(client.send(new UpdateCommand({
      TableName: outputs.AuditTableName, Key: { ...key, tenantid: bob.tenantId }, UpdateExpression: 'SET expiresat = :now', ExpressionAttributeValues: { ':now': 1 },
    }))).rejects.toThrow(/not authorized/);
  });
});
