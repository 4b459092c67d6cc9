import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import Ajv from 'ajv';
import { publish, subscribe } from './support/bus';
import { takeDeadLetter, takeDeadLetters } from './support/dead-letters';
import { APPLICATION_NAME, dynamodb, outputs } from './support/engine';
import { newUser, putMember, putTenant, readTenant, tenantIdOf, withoutClientKeys } from './support/rows';
import { eventually } from '../../local/client/eventually';
import type { Subscription } from '../../local/client/subscription';
import { RENAME_TENANT_SCHEMA } from '../../src/contract/api';
import { userRecordKey, type TenantItem, type UserItem } from '../../src/contract/attributes';
import {
  DETAIL_TYPE, eventSources, type AdminUserAddedDetail, type SignUpDetail, type TenantCreatedDetail, type UserCreatedDetail,
} from '../../src/contract/events';
import { profileDigest } from '../../src/contract/profile-digest';
import { statusShard } from '../../src/runtime/tenants/status-shard';

jest.setTimeout(90_000);

/** Longer than the saga needs for a replay: the retries of a cancelled transaction wait for up to 7 seconds. */
const REPLAY_MS = 9_000;

const SOURCE = eventSources(APPLICATION_NAME);
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** The saga as an actor, in events and in rows. */
const SIGN_UP = { type: 'system', id: 'sign-up' };
const BY_SIGN_UP = { ...SIGN_UP, at: expect.stringMatching(ISO_TIME) };

let adminUserAdded: Subscription<AdminUserAddedDetail>;
let tenantCreated: Subscription<TenantCreatedDetail>;

beforeAll(async () => {
  adminUserAdded = await subscribe({ 'source': [SOURCE.tenant], 'detail-type': [DETAIL_TYPE.adminUserAdded] });
  tenantCreated = await subscribe({ 'source': [SOURCE.tenant], 'detail-type': [DETAIL_TYPE.created] });
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
      statusshard: statusShard('active', tenantId),
      ownerid: user.userId,
      version: 1,
      createdat: expect.stringMatching(ISO_TIME),
      updatedat: expect.stringMatching(ISO_TIME),
      members: 1,
      admins: 1,
      changedby: BY_SIGN_UP,
    });
    expect(await members(tenantId)).toEqual([{
      tenantid: tenantId,
      userid: user.userId,
      name: user.name,
      email: user.email,
      emailkey: user.email,
      role: 'admin',
      origin: 'sign-up',
      createdat: expect.stringMatching(ISO_TIME),
      changedby: BY_SIGN_UP,
    }]);
    expect(await members(userRecordKey(user.userId))).toEqual([{
      tenantid: userRecordKey(user.userId),
      userid: userRecordKey(user.userId),
      tenants: new Set([tenantId]),
      joins: 1,
      profile: profileDigest(user.userId, user),
      profilejoins: 1,
    }]);
  });

  test('is found by its email address in any spelling', async () => {
    const user = newUser();
    await signUp({ ...user, email: user.email.toUpperCase() });

    await activeTenant(tenantIdOf(user.userId));
    expect(await members(tenantIdOf(user.userId))).toEqual([expect.objectContaining({ email: user.email.toUpperCase(), emailkey: user.email })]);
  });

  test('is announced as tenant created, then as admin added', async () => {
    const user = newUser();
    await signUp(user);

    const { email, userName, name, userId } = user;
    const detail = { tenantId: tenantIdOf(userId), email, userName, name, userId, actor: SIGN_UP };
    await eventually('admin added', async () => (await eventsOf(adminUserAdded, user)).at(0));
    expect((await eventsOf(tenantCreated, user)).map((event) => event.detail)).toEqual([detail]);
    expect((await eventsOf(adminUserAdded, user)).map((event) => event.detail)).toEqual([{ ...detail, role: 'admin' }]);
  });

  test('without a user id uses the user name as user id', async () => {
    const { userId, ...event } = { ...newUser(), userName: `ada_${randomUUID()}@example.com` };
    await signUp(event);

    const tenantId = tenantIdOf(event.userName);
    expect(await activeTenant(tenantId)).toMatchObject({ ownerid: event.userName });
    expect(await members(tenantId)).toEqual([expect.objectContaining({ userid: event.userName, role: 'admin' })]);
  });

  test('without an email address becomes a tenant too', async () => {
    const user = { ...newUser(), email: '' };
    await signUp(user);

    await activeTenant(tenantIdOf(user.userId));
    const [member, ...others] = await members(tenantIdOf(user.userId));
    expect(member).toMatchObject({ userid: user.userId, email: '' });
    expect(member).not.toHaveProperty('emailkey');
    expect(others).toEqual([]);
  });

  test.each([
    ['letters of all kinds', 'Ådá \u{1F469}\u{1F3FD}\u200D\u{1F680} 愛達 "}{% $x %}', 'Ådá \u{1F469}\u{1F3FD}\u200D\u{1F680} 愛達 "}{% $x %}'],
    ['control characters', 'A\u0000d\na\u007f', 'Ada'],
    ['controls of the direction of text', '\u202eAda\u2066', 'Ada'],
    ['128 characters at most', '\u{1F680}'.repeat(200), '\u{1F680}'.repeat(128)],
    ['text that looks like JSONata', '{% $states.context %}', '{% $states.context %}'],
  ])('names the tenant after the user: %s', async (_, name, expected) => {
    const user = { ...newUser(), name };
    await signUp(user);

    const tenant = await activeTenant(tenantIdOf(user.userId));
    expect(tenant.name).toBe(expected);
    expect(new Ajv().validate(RENAME_TENANT_SCHEMA, { name: tenant.name })).toBe(true);
    expect(await members(tenant.tenantid)).toEqual([expect.objectContaining({ name: expected })]);
  });

  test.each([
    ['the user name', ' \u3000\u00a0\n', (user: Required<UserCreatedDetail>) => user],
    ['the user name, when there is nothing to see', '\u200b\u3164\u2800\u202e', (user: Required<UserCreatedDetail>) => user],
    ['the user id, when the user name is blank too', '\t', (user: Required<UserCreatedDetail>) => ({ ...user, userName: '\u2003' })],
  ])('whose name is blank names the tenant after %s', async (_, name, change) => {
    const user = change({ ...newUser(), name });
    await signUp(user);

    expect((await activeTenant(tenantIdOf(user.userId))).name).toBe(user.userName.trim() || user.userId);
  });
});

describe('a repeated event', () => {
  const repeated = newUser();
  const announcedAgain = newUser();
  const demoted = newUser();
  const removed = newUser();
  const ofDeletedTenant = newUser();
  const ofSuspendedTenant = newUser();
  const invited = newUser();
  const ofChangeStream = newUser();
  const untouchable = [demoted, removed, ofDeletedTenant, ofSuspendedTenant];
  const eventIds: string[] = [];
  let before: unknown;

  // All cases at once, because each has to wait to see that nothing happens.
  beforeAll(async () => {
    await putTenant(demoted.userId, 'active');
    await putMember(demoted.userId, 'member');
    await putTenant(removed.userId, 'active');
    await putTenant(ofDeletedTenant.userId, 'deleted');
    await putTenant(ofSuspendedTenant.userId, 'suspended');
    await putTenant(announcedAgain.userId, 'active');
    await putMember(announcedAgain.userId, 'admin');
    await putTenant(ofChangeStream.userId, 'creating');
    before = await rowsOf([...untouchable, announcedAgain]);

    eventIds.push(...await Promise.all([
      ...Array.from({ length: 5 }, async () => signUp(repeated)),
      ...untouchable.map(signUp),
      signUp({ ...invited, invited: true }),
      publish(SOURCE.tenant, DETAIL_TYPE.created, { tenantId: tenantIdOf(ofChangeStream.userId), ...ofChangeStream, eventId: randomUUID() }),
      ...[...untouchable, announcedAgain].map((user) => publishTenantCreated(tenantIdOf(user.userId), user)),
    ]));
    await sleep(REPLAY_MS);
  });

  test('delivered five times at once creates one tenant with one admin', async () => {
    const tenantId = tenantIdOf(repeated.userId);
    expect(await readTenant(tenantId)).toMatchObject({ status: 'active', ownerid: repeated.userId, version: 1 });
    expect(await members(tenantId)).toEqual([expect.objectContaining({ userid: repeated.userId, role: 'admin' })]);
    const announced = await eventsOf(adminUserAdded, repeated);
    expect(new Set(announced.map(({ detail }) => detail.tenantId))).toEqual(new Set([tenantId]));
  });

  test('announces the admin again and changes nothing, as long as the user is an admin', async () => {
    expect(await eventsOf(adminUserAdded, announcedAgain)).toHaveLength(1);
  });

  test('about an invited user does not create a tenant', async () => {
    expect(await readTenant(tenantIdOf(invited.userId))).toBeUndefined();
  });

  test('of the change stream does not map an admin, because its tenant is complete', async () => {
    expect(await readTenant(tenantIdOf(ofChangeStream.userId))).toMatchObject({ status: 'creating' });
    expect(await members(tenantIdOf(ofChangeStream.userId))).toEqual([]);
  });

  test('does not restore a role or a tenant, and changes no row', async () => {
    expect(await rowsOf([...untouchable, announcedAgain])).toEqual(before);
  });

  test('announces nothing that is no longer true', async () => {
    for (const user of untouchable) expect(await eventsOf(adminUserAdded, user)).toEqual([]);
  });

  test('does not count as a failure', async () => {
    const published = await eventsOf(tenantCreated, repeated);
    expect(published.length).toBeGreaterThan(0);
    expect(await takeDeadLetters([...eventIds, ...published.map(({ id }) => id)])).toEqual([]);
  });

  test('finishes a tenant without an admin', async () => {
    const user = newUser();
    await putTenant(user.userId, 'creating');
    await signUp(user);

    await activeTenant(tenantIdOf(user.userId));
    expect(await members(tenantIdOf(user.userId))).toEqual([expect.objectContaining({ userid: user.userId, role: 'admin' })]);
  });
});

describe('a malformed event', () => {
  const malformed: Record<string, (detail: Required<UserCreatedDetail>) => unknown> = {
    'without email': ({ email, ...rest }) => rest,
    'without user name': ({ userName, ...rest }) => rest,
    'without name': ({ name, ...rest }) => rest,
    'with an email that is null': (detail) => ({ ...detail, email: null }),
    'with an email that is an array': (detail) => ({ ...detail, email: ['a@example.com'] }),
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
    'with a user id that is a dot segment': (detail) => ({ ...detail, userId: '..' }),
    'with a user id that is the key of a record': (detail) => ({ ...detail, userId: `@${detail.userId}` }),
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

describe('an event "tenant created" without a matching unfinished tenant of the user', () => {
  const FORGERIES = ['missing', 'creating', 'active', 'suspended', 'deleted'] as const;
  const occupied = newUser();
  const forgeries = new Map<string, { readonly tenantId: string; readonly intruder: Required<UserCreatedDetail>; readonly eventId: string }>();
  let eventForOccupied: string;

  // All cases at once, because the transaction of the last one is retried for seconds.
  beforeAll(async () => {
    await Promise.all(FORGERIES.map(async (status) => {
      const { userId } = newUser();
      const intruder = newUser();
      if (status !== 'missing') await putTenant(userId, status);
      forgeries.set(status, { tenantId: tenantIdOf(userId), intruder, eventId: await publishTenantCreated(tenantIdOf(userId), intruder) });
    }));
    await putTenant(occupied.userId, 'creating');
    await putMember(occupied.userId, 'member');
    eventForOccupied = await publishTenantCreated(tenantIdOf(occupied.userId), occupied);
  });

  test.each(FORGERIES)('does not make anybody an admin: %s tenant, another user', async (status) => {
    const { tenantId, intruder, eventId } = forgeries.get(status)!;

    if (status === 'deleted') {
      // The row of a deleted tenant does not say whose tenant it was, so the event may be a replay.
      await sleep(REPLAY_MS);
      expect(await takeDeadLetters([eventId])).toEqual([]);
    } else {
      expect(await takeDeadLetter(eventId)).toMatchObject({ error: 'TenantNotCreating', state: 'Does the tenant wait for its admin?' });
    }
    expect((await readTenant(tenantId))?.status ?? 'missing').toBe(status);
    expect(await members(tenantId)).toEqual([]);
    expect(await members(userRecordKey(intruder.userId))).toEqual([]);
    expect(await eventsOf(adminUserAdded, intruder)).toEqual([]);
  });

  test('is distinguished from a cancelled transaction of an unfinished tenant', async () => {
    expect(await takeDeadLetter(eventForOccupied)).toMatchObject({
      error: 'DynamoDb.TransactionCanceledException',
      state: 'Map admin and activate tenant',
    });
    expect(await members(tenantIdOf(occupied.userId))).toEqual([expect.objectContaining({ role: 'member' })]);
  });
});

async function signUp(detail: SignUpDetail): Promise<string> {
  return publish(SOURCE.user, DETAIL_TYPE.created, detail);
}

async function publishTenantCreated(tenantId: string, user: Required<UserCreatedDetail>): Promise<string> {
  return publish(SOURCE.tenant, DETAIL_TYPE.created, { tenantId, ...user });
}

async function eventsOf<D extends { readonly userId: string }>(subscription: Subscription<D>, user: { readonly userId: string }) {
  return (await subscription.received()).filter((event) => event.detail.userId === user.userId);
}

async function activeTenant(tenantId: string): Promise<TenantItem> {
  return eventually(`tenant ${tenantId} to be active`, async () => {
    const tenant = await readTenant(tenantId);
    return tenant?.status === 'active' ? tenant : undefined;
  });
}

async function members(tenantid: string): Promise<UserItem[]> {
  const { Items } = await dynamodb.send(new QueryCommand({
    TableName: outputs.UsersTableName,
    KeyConditionExpression: 'tenantid = :tenantid',
    ExpressionAttributeValues: { ':tenantid': tenantid },
    ConsistentRead: true,
  }));
  return (Items as UserItem[]).map(withoutClientKeys);
}

async function rowsOf(owners: ReadonlyArray<{ readonly userId: string }>): Promise<unknown[]> {
  return Promise.all(owners.map(async ({ userId }) => [
    await readTenant(tenantIdOf(userId)), await members(tenantIdOf(userId)), await members(userRecordKey(userId)),
  ]));
}
