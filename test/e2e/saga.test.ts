import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import Ajv from 'ajv';
import { publish, Subscription } from './support/bus';
import { takeDeadLetter, takeDeadLetters } from './support/dead-letters';
import { APPLICATION_NAME, dynamodb, output } from './support/engine';
import { eventually } from './support/eventually';
import { RENAME_TENANT_SCHEMA } from '../../src/contract/api';
import type { TenantItem, TenantStatus, UserItem } from '../../src/contract/attributes';
import { DETAIL_TYPE, eventSources, type AdminUserAddedDetail, type TenantCreatedDetail, type UserCreatedDetail } from '../../src/contract/events';

jest.setTimeout(90_000);

/** Longer than the saga takes for a replay: the retries of a cancelled transaction wait for up to 7 seconds. */
const REPLAY_MS = 9_000;

const SOURCE = eventSources(APPLICATION_NAME);
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

let adminUserAdded: Subscription<AdminUserAddedDetail>;
let tenantCreated: Subscription<TenantCreatedDetail>;

beforeAll(async () => {
  adminUserAdded = await Subscription.to({ 'source': [SOURCE.tenant], 'detail-type': [DETAIL_TYPE.adminUserAdded] });
  tenantCreated = await Subscription.to({ 'source': [SOURCE.tenant], 'detail-type': [DETAIL_TYPE.created] });
});

afterAll(async () => {
  await adminUserAdded?.end();
  await tenantCreated?.end();
});

describe('a sign-up', () => {
  test('becomes an active tenant with the user as admin', async () => {
    const user = newUser();
    await signUp(user);

    const tenantId = tenantIdOf(user.userId);
    const tenant = await activeTenant(tenantId);
    expect(tenant).toEqual({
      tenantid: tenantId,
      name: user.name,
      status: 'active',
      ownerid: user.userId,
      version: 1,
      createdat: expect.stringMatching(ISO_TIME),
      updatedat: expect.stringMatching(ISO_TIME),
    });
    expect(await members(tenantId)).toEqual([{
      tenantid: tenantId,
      userid: user.userId,
      name: user.name,
      email: user.email,
      role: 'admin',
      createdat: expect.stringMatching(ISO_TIME),
    }]);
  });

  test('is announced as tenant created, then as admin added', async () => {
    const user = newUser();
    await signUp(user);

    const detail = { tenantId: tenantIdOf(user.userId), email: user.email, userName: user.userName, name: user.name, userId: user.userId };
    await eventually('admin added', async () => (await eventsOf(adminUserAdded, user)).at(0));
    expect((await eventsOf(tenantCreated, user)).map((event) => event.detail)).toEqual([detail]);
    expect((await eventsOf(adminUserAdded, user)).map((event) => event.detail)).toEqual([{ ...detail, role: 'admin' }]);
  });

  test('without user id takes the user name for it', async () => {
    const { userId, ...event } = { ...newUser(), userName: `ada_${randomUUID()}@example.com` };
    await signUp(event);

    const tenantId = tenantIdOf(event.userName);
    expect(await activeTenant(tenantId)).toMatchObject({ ownerid: event.userName });
    expect(await members(tenantId)).toEqual([expect.objectContaining({ userid: event.userName, role: 'admin' })]);
  });

  test('without an e-mail address becomes a tenant too', async () => {
    const user = { ...newUser(), email: '' };
    await signUp(user);

    await activeTenant(tenantIdOf(user.userId));
    expect(await members(tenantIdOf(user.userId))).toEqual([expect.objectContaining({ email: '' })]);
  });

  test.each([
    ['letters of all kinds', 'Ådá \u{1F469}\u{1F3FD}\u200D\u{1F680} 愛達 "}{% $x %}', 'Ådá \u{1F469}\u{1F3FD}\u200D\u{1F680} 愛達 "}{% $x %}'],
    ['control characters', 'A\u0000d\na\u007f', 'Ada'],
    ['128 characters at most', '\u{1F680}'.repeat(200), '\u{1F680}'.repeat(128)],
    ['text that looks like JSONata', '{% $states.context %}', '{% $states.context %}'],
  ])('names the tenant after the user: %s', async (_, name, expected) => {
    const user = { ...newUser(), name };
    await signUp(user);

    const tenant = await activeTenant(tenantIdOf(user.userId));
    expect(tenant.name).toBe(expected);
    expect(new Ajv().validate(RENAME_TENANT_SCHEMA, { name: tenant.name })).toBe(true);
    expect(await members(tenant.tenantid)).toEqual([expect.objectContaining({ name })]);
  });

  test.each([
    ['the user name', ' \u3000\u00a0\n', (user: Required<UserCreatedDetail>) => user],
    ['the user id, when the user name is blank too', '\t', (user: Required<UserCreatedDetail>) => ({ ...user, userName: '\u2003' })],
  ])('whose name is blank names the tenant after %s', async (_, name, change) => {
    const user = change({ ...newUser(), name });
    await signUp(user);

    expect((await activeTenant(tenantIdOf(user.userId))).name).toBe(user.userName.trim() || user.userId);
  });
});

describe('a repeated event', () => {
  test('delivered five times at once makes one tenant with one admin', async () => {
    const user = newUser();
    const eventIds = await Promise.all(Array.from({ length: 5 }, async () => signUp(user)));

    const tenantId = tenantIdOf(user.userId);
    const tenant = await activeTenant(tenantId);
    await sleep(REPLAY_MS);
    expect(await readTenant(tenantId)).toEqual(tenant);
    expect(await members(tenantId)).toHaveLength(1);
    expect(new Set((await eventsOf(adminUserAdded, user)).map((event) => event.detail.tenantId))).toEqual(new Set([tenantId]));
    expect(await takeDeadLetters([...eventIds, ...(await eventsOf(tenantCreated, user)).map((event) => event.id)])).toEqual([]);
  });

  test('finishes a tenant that was left without admin', async () => {
    const user = newUser();
    await putTenant(user.userId, 'creating');
    await signUp(user);

    await activeTenant(tenantIdOf(user.userId));
    expect(await members(tenantIdOf(user.userId))).toEqual([expect.objectContaining({ userid: user.userId, role: 'admin' })]);
  });

  test('announces the admin again, and changes nothing, while the admin is one', async () => {
    const user = newUser();
    await signUp(user);
    const before = await activeTenant(tenantIdOf(user.userId));
    await eventually('the first announcement', async () => (await eventsOf(adminUserAdded, user)).at(0));

    await publishTenantCreated(tenantIdOf(user.userId), user);

    await eventually('the second announcement', async () => (await eventsOf(adminUserAdded, user)).at(1));
    expect(await readTenant(tenantIdOf(user.userId))).toEqual(before);
  });

  test('gives no role back, raises no tenant, announces nothing and is no failure', async () => {
    const demoted = newUser();
    const removed = newUser();
    const ofDeletedTenant = newUser();
    const ofSuspendedTenant = newUser();
    await putTenant(demoted.userId, 'active');
    await putMember(demoted.userId, 'member');
    await putTenant(removed.userId, 'active');
    await putTenant(ofDeletedTenant.userId, 'deleted');
    await putTenant(ofSuspendedTenant.userId, 'suspended');
    const users = [demoted, removed, ofDeletedTenant, ofSuspendedTenant];
    const state = async () => Promise.all(users.map(async ({ userId }) => [await readTenant(tenantIdOf(userId)), await members(tenantIdOf(userId))]));
    const before = await state();

    const eventIds = await Promise.all([
      ...users.map(signUp),
      publishTenantCreated(tenantIdOf(demoted.userId), demoted),
      publishTenantCreated(tenantIdOf(removed.userId), removed),
    ]);

    await sleep(REPLAY_MS);
    expect(await state()).toEqual(before);
    for (const user of users) expect(await eventsOf(adminUserAdded, user)).toEqual([]);
    expect(await takeDeadLetters(eventIds)).toEqual([]);
  });
});

describe('a malformed event', () => {
  const malformed: Record<string, (detail: Required<UserCreatedDetail>) => unknown> = {
    'without e-mail': ({ email, ...rest }) => rest,
    'without user name': ({ userName, ...rest }) => rest,
    'without name': ({ name, ...rest }) => rest,
    'with an e-mail that is null': (detail) => ({ ...detail, email: null }),
    'with an e-mail that is an array': (detail) => ({ ...detail, email: ['a@example.com'] }),
    'with an empty user name': (detail) => ({ ...detail, userName: '' }),
    'with a user name that is a number': (detail) => ({ ...detail, userName: 7 }),
    'with an empty name': (detail) => ({ ...detail, name: '' }),
    'with a name that is an object': (detail) => ({ ...detail, name: { first: 'Ada' } }),
    'with a name that is too long': (detail) => ({ ...detail, name: 'x'.repeat(2049) }),
    'with an empty user id': (detail) => ({ ...detail, userId: '' }),
    'with a user id that is null': (detail) => ({ ...detail, userId: null }),
    'with a user id that is an array': (detail) => ({ ...detail, userId: [detail.userId] }),
    'with a user id that is a boolean': (detail) => ({ ...detail, userId: true }),
    'with a user id that ends with a newline': (detail) => ({ ...detail, userId: `${detail.userId}\n` }),
    'with a wildcard in the user id': (detail) => ({ ...detail, userId: `${detail.userId}*` }),
    'with a slash in the user id': (detail) => ({ ...detail, userId: `../${detail.userId}` }),
    'with a user id that is not ASCII': (detail) => ({ ...detail, userId: `${detail.userId}é` }),
    'with a user id that is too long': (detail) => ({ ...detail, userId: 'x'.repeat(129) }),
    'without user id and with a user name that cannot be one': ({ userId, ...rest }) => ({ ...rest, userName: 'Ada Lovelace' }),
    'that is empty': () => ({}),
  };

  test.each(Object.entries(malformed))('%s becomes a dead letter', async (_, change) => {
    const detail = change(newUser());
    const eventId = await publish(SOURCE.user, DETAIL_TYPE.created, detail);

    expect(await takeDeadLetter(eventId)).toEqual({
      event: expect.objectContaining({ 'id': eventId, 'source': SOURCE.user, 'detail-type': DETAIL_TYPE.created, detail }),
      error: 'MalformedEvent',
      cause: expect.stringContaining('detail.userName'),
      state: 'Is the event well-formed?',
      stateMachine: expect.stringMatching(/^arn:.*:stateMachine:/),
      execution: expect.stringMatching(/^arn:.*:(express|execution):/),
      failedAt: expect.stringMatching(ISO_TIME),
    });
  });

  test.each([
    ['missing', undefined],
    ['null', null],
    ['a number', 12],
    ['too short', 'a'],
    ['in upper case', 'ABCDEF'],
    ['followed by a newline', 'abcdef\n'],
    ['a wildcard', '**'],
    ['too long', 'a'.repeat(65)],
  ])('about a tenant whose id is %s becomes a dead letter', async (_, tenantId) => {
    const eventId = await publish(SOURCE.tenant, DETAIL_TYPE.created, { ...newUser(), tenantId });

    expect(await takeDeadLetter(eventId)).toMatchObject({ error: 'MalformedEvent', cause: expect.stringContaining('detail.tenantId') });
  });
});

describe('a forged tenant created', () => {
  test('for a tenant that does not exist makes nobody an admin', async () => {
    const user = newUser();
    const tenantId = tenantIdOf(user.userId);
    const eventId = await publishTenantCreated(tenantId, user);

    expect(await takeDeadLetter(eventId)).toMatchObject({ error: 'TenantNotCreating', state: 'Why was the transaction cancelled?' });
    expect(await readTenant(tenantId)).toBeUndefined();
    expect(await members(tenantId)).toEqual([]);
  });

  test.each<TenantStatus>(['creating', 'active', 'suspended', 'deleted'])('for the %s tenant of somebody else makes nobody an admin', async (status) => {
    const owner = newUser();
    const intruder = newUser();
    const tenantId = tenantIdOf(owner.userId);
    await putTenant(owner.userId, status);
    const before = await readTenant(tenantId);
    const eventId = await publishTenantCreated(tenantId, intruder);

    expect(await takeDeadLetter(eventId)).toMatchObject({ error: 'TenantNotCreating' });
    expect(await readTenant(tenantId)).toEqual(before);
    expect(await members(tenantId)).toEqual([]);
    expect(await eventsOf(adminUserAdded, intruder)).toEqual([]);
  });

  test('for a tenant that waits for no admin any more makes its owner no admin', async () => {
    const owner = newUser();
    const tenantId = tenantIdOf(owner.userId);
    await putTenant(owner.userId, 'deleted');
    const eventId = await publishTenantCreated(tenantId, owner);

    expect(await takeDeadLetter(eventId)).toMatchObject({ error: 'TenantNotCreating' });
    expect(await members(tenantId)).toEqual([]);
  });
});

test('a transaction that is cancelled although the tenant waits for its admin becomes a dead letter that says so', async () => {
  const user = newUser();
  await putTenant(user.userId, 'creating');
  await putMember(user.userId, 'member');
  const eventId = await publishTenantCreated(tenantIdOf(user.userId), user);

  expect(await takeDeadLetter(eventId)).toMatchObject({
    error: 'DynamoDb.TransactionCanceledException',
    state: 'Map admin and activate tenant',
  });
  expect(await members(tenantIdOf(user.userId))).toEqual([expect.objectContaining({ role: 'member' })]);
});

function newUser(): Required<UserCreatedDetail> {
  const userId = randomUUID();
  return { userId, userName: userId, name: 'Ada Lovelace', email: `ada+${userId}@example.com` };
}

function tenantIdOf(userId: string): string {
  return createHash('sha256').update(`${APPLICATION_NAME}:${userId}`).digest('hex').slice(0, 32);
}

async function signUp(detail: UserCreatedDetail): Promise<string> {
  return publish(SOURCE.user, DETAIL_TYPE.created, detail);
}

async function publishTenantCreated(tenantId: string, user: Required<UserCreatedDetail>): Promise<string> {
  return publish(SOURCE.tenant, DETAIL_TYPE.created, { tenantId, ...user });
}

async function eventsOf<D extends { readonly userId: string }>(subscription: Subscription<D>, user: { readonly userId: string }) {
  return (await subscription.received()).filter((event) => event.detail.userId === user.userId);
}

async function readTenant(tenantid: string): Promise<TenantItem | undefined> {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: output('TenantsTableName'), Key: { tenantid }, ConsistentRead: true }));
  return Item as TenantItem | undefined;
}

async function activeTenant(tenantId: string): Promise<TenantItem> {
  return eventually(`tenant ${tenantId} to be active`, async () => {
    const tenant = await readTenant(tenantId);
    return tenant?.status === 'active' ? tenant : undefined;
  });
}

async function members(tenantid: string): Promise<UserItem[]> {
  const { Items } = await dynamodb.send(new QueryCommand({
    TableName: output('UsersTableName'),
    KeyConditionExpression: 'tenantid = :tenantid',
    ExpressionAttributeValues: { ':tenantid': tenantid },
    ConsistentRead: true,
  }));
  return Items as UserItem[];
}

async function putTenant(ownerid: string, status: TenantStatus): Promise<void> {
  const time = new Date().toISOString();
  const Item: TenantItem = { tenantid: tenantIdOf(ownerid), name: 'Ada', status, ownerid, version: 1, createdat: time, updatedat: time };
  await dynamodb.send(new PutCommand({ TableName: output('TenantsTableName'), Item }));
}

async function putMember(userid: string, role: UserItem['role']): Promise<void> {
  const Item: UserItem = { tenantid: tenantIdOf(userid), userid, name: 'Ada', email: 'ada@example.com', role, createdat: new Date().toISOString() };
  await dynamodb.send(new PutCommand({ TableName: output('UsersTableName'), Item }));
}
