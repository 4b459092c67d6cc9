/** From a changed name or address in the pool to the memberships. In races, the code of the function runs with the rights of the tests. */
import { randomUUID } from 'node:crypto';
import { AdminUpdateUserAttributesCommand, UpdateUserAttributesCommand, VerifyUserAttributeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { publish, subscribe } from './support/bus';
import { messageIdOf, takeDeadLetter } from './support/dead-letters';
import { APPLICATION_NAME, dynamodb, outputs } from './support/engine';
import { add, joined, refreshed, remove } from './support/members';
import { type Customer, newCustomer, newEmail, pool } from './support/people';
import { call, callSigned } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import type { Subscription } from '../../local/client/subscription';
import { CONFIRMATION_CODE } from '../../local/client/user-pool';
import type { Actor } from '../../src/contract/actor';
import { type UserRecord, userRecordKey } from '../../src/contract/attributes';
import { DETAIL_TYPE, eventSources } from '../../src/contract/events';
import { DEFAULT_LIMIT } from '../../src/contract/limits';
import { createTenant } from '../../src/runtime/functions/additional-tenants/create-tenant';
import { updateProfile } from '../../src/runtime/functions/member-profiles/update-profile';
import { joinTenant } from '../../src/runtime/members/join-tenant';
import { removeMember } from '../../src/runtime/members/members';
import { userActor } from '../../src/runtime/tenants/actor';
import type { TenantScope } from '../../src/runtime/tenants/tenant-scope';
import { currentProfile } from '../../src/runtime/users/user-record';

jest.setTimeout(120_000);

type Detail = Readonly<Record<string, unknown>>;

const { UsersTableName, TenantsTableName } = outputs;
const TABLES = { tenantsTableName: TenantsTableName, usersTableName: UsersTableName };
const OPERATOR = { type: 'service', id: 'arn:aws:iam::000000000000:role/operator' } as const;

let events: Subscription<Detail>;

beforeAll(async () => {
  const { user, tenant } = eventSources(APPLICATION_NAME);
  events = await subscribe({ 'source': [user, tenant], 'detail-type': [DETAIL_TYPE.changed, DETAIL_TYPE.memberProfileChanged] });
});

afterAll(async () => events?.end());

async function eventsOf(userId: string, detailType: string): Promise<Detail[]> {
  return (await events.received()).filter((event) => event['detail-type'] === detailType && event.detail.userId === userId).map(({ detail }) => detail);
}

async function change({ userId }: Pick<Customer, 'userId'>, attributes: Record<string, string>): Promise<void> {
  await pool.cognito.send(new AdminUpdateUserAttributesCommand({
    UserPoolId: outputs.UserPoolId, Username: userId, UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  }));
}

async function membership({ tenantId, userId }: Pick<Customer, 'tenantId' | 'userId'>): Promise<Record<string, any> | undefined> {
  return (await dynamodb.send(new GetCommand({ TableName: UsersTableName, Key: { tenantid: tenantId, userid: userId }, ConsistentRead: true }))).Item;
}

async function record(userId: string): Promise<UserRecord> {
  return (await membership({ tenantId: userRecordKey(userId), userId: userRecordKey(userId) })) as unknown as UserRecord;
}

async function becomes(person: Pick<Customer, 'tenantId' | 'userId'>, expected: Record<string, unknown>): Promise<void> {
  await eventually(`a membership with ${JSON.stringify(expected)}`, async () => {
    const row = await membership(person);
    return Object.entries(expected).every(([name, value]) => row?.[name] === value) ? true : undefined;
  });
}

/** Waits until the user's next sign-in or refresh has nothing to announce. */
async function isSettled(userId: string): Promise<void> {
  await eventually('a current profile', async () => (currentProfile(await record(userId)) === undefined ? undefined : true));
}

const memberNames = async ({ tenantId, tokens }: Customer) =>
  Object.fromEntries((await call(outputs.ApiUrl, { path: `tenant/${tenantId}/members` }, tokens.accessToken)).body.members
    .map(({ userId, name, email }: Record<string, string>) => [userId, { name, email }]));
const tenantsOfAddress = async (email: string) =>
  (await callSigned(outputs.AdminApiUrl, { path: `memberships?email=${encodeURIComponent(email)}` })).body.memberships
    .map(({ tenantId }: Record<string, string>) => tenantId).sort();

describe('a user whose name and address change', () => {
  let ann: Customer;
  let other: Customer;
  let oldAddress: string;
  const newAddress = newEmail();

  beforeAll(async () => {
    [ann, other] = await Promise.all([newCustomer('Žofia Ünïcode 🦊'), newCustomer('Other')]);
    oldAddress = ann.email;
    await refreshed(ann);
    expect(await add(other.tenantId, ann.userId, 'member')).toMatchObject({ status: 201 });
  });

  test('is not announced after the sign-up, whose membership has name and address', async () => {
    expect(await eventsOf(ann.userId, DETAIL_TYPE.changed)).toEqual([]);
  });

  test('has the new name and address in all lists after the next refresh', async () => {
    await change(ann, { name: 'Žofia Nová', email: newAddress, email_verified: 'True' });

    await refreshed(ann);

    await becomes(ann, { name: 'Žofia Nová', email: newAddress, emailkey: newAddress, role: 'admin' });
    await becomes({ ...other, userId: ann.userId }, { name: 'Žofia Nová', email: newAddress, emailkey: newAddress, role: 'member' });
    expect((await memberNames(other))[ann.userId]).toEqual({ name: 'Žofia Nová', email: newAddress });
    expect(await tenantsOfAddress(newAddress)).toEqual([ann.tenantId, other.tenantId].sort());
    expect(await tenantsOfAddress(oldAddress)).toEqual([]);
    expect(await eventsOf(ann.userId, DETAIL_TYPE.changed)).toContainEqual({ userId: ann.userId, userName: expect.any(String) });
  });

  test('is announced with one event for each tenant, with the previous values', async () => {
    const changed = await eventually('the events of both tenants', async () => {
      const all = await eventsOf(ann.userId, DETAIL_TYPE.memberProfileChanged);
      return all.length >= 2 ? all : undefined;
    });

    expect(changed).toHaveLength(2);
    expect(changed).toContainEqual(expect.objectContaining({
      tenantId: ann.tenantId, name: 'Žofia Nová', previousName: 'Žofia Ünïcode 🦊', email: newAddress, previousEmail: oldAddress, role: 'admin', actor: { type: 'system', id: 'member-profiles' },
    }));
    expect(changed).toContainEqual(expect.objectContaining({ tenantId: other.tenantId, previousName: 'Somebody', previousEmail: '', role: 'member' }));
  });

  test('is not announced again, and a replay changes nothing', async () => {
    await isSettled(ann.userId);
    const before = [await membership(ann), await record(ann.userId)];
    const announced = (await eventsOf(ann.userId, DETAIL_TYPE.changed)).length;

    await refreshed(ann);
    const detail = { userId: ann.userId, userName: (await eventsOf(ann.userId, DETAIL_TYPE.changed))[0].userName };
    await publish(eventSources(APPLICATION_NAME).user, DETAIL_TYPE.changed, detail);
    // The later event of another user is finished, so the replay is finished too.
    await change(other, { name: 'Another' });
    await refreshed(other);
    await becomes(other, { name: 'Another' });

    expect([await membership(ann), await record(ann.userId)]).toEqual(before);
    expect(await eventsOf(ann.userId, DETAIL_TYPE.changed)).toHaveLength(announced + 1);
    expect(await eventsOf(ann.userId, DETAIL_TYPE.memberProfileChanged)).toHaveLength(2);
  });

  test('keeps the verified address until the new one is verified', async () => {
    await change(other, { email: newEmail(), email_verified: 'false', name: 'Unproved' });
    await refreshed(other);

    await becomes(other, { name: 'Unproved', email: other.email, emailkey: other.email });
  });

  test('has the old address in the list of another tenant until the new one is verified', async () => {
    const member = await newCustomer('Dee');
    expect(await add(other.tenantId, member.userId, 'member')).toMatchObject({ status: 201 });
    const email = newEmail();
    const { accessToken: AccessToken } = member.tokens;
    await pool.cognito.send(new UpdateUserAttributesCommand({
      AccessToken, UserAttributes: [{ Name: 'email', Value: email }, { Name: 'name', Value: 'Dee Changed' }],
    }));

    await refreshed(member);

    const row = { ...other, userId: member.userId };
    await becomes(row, { name: 'Dee Changed', email: member.email });
    expect((await memberNames(other))[member.userId]).toEqual({ name: 'Dee Changed', email: member.email });
    expect(await tenantsOfAddress(email)).toEqual([]);

    await pool.cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: CONFIRMATION_CODE }));
    await refreshed(member);
    await becomes(row, { name: 'Dee Changed', email });
  });

  test('is not added again to a tenant that they have left', async () => {
    const bob = await joined(other.tenantId, 'member');
    await isSettled(bob.userId);
    expect(await remove(await refreshed(other), bob)).toMatchObject({ status: 204 });
    await change(bob, { name: 'Bob' });
    const userName = (await eventsOf(bob.userId, DETAIL_TYPE.changed))[0].userName;

    await publish(eventSources(APPLICATION_NAME).user, DETAIL_TYPE.changed, { userId: bob.userId, userName });
    await eventually('the update', async () => ((await record(bob.userId) as { profileat?: string }).profileat === undefined ? undefined : true));

    expect(await membership(bob)).toBeUndefined();
  });

  test('keeps the name that an operator has set if the pool has none', async () => {
    const cid = await joined(other.tenantId, 'member');
    await isSettled(cid.userId);

    expect(await membership(cid)).toMatchObject({ name: 'Somebody', email: cid.email });
  });
});

test('an event without a user, or about another user, changes nothing', async () => {
  const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
  await change(bob, { name: 'Bobby' });
  const source = eventSources(APPLICATION_NAME).user;

  await publish(source, DETAIL_TYPE.changed, { userId: ann.userId, userName: bob.userId });
  await publish(source, DETAIL_TYPE.changed, { userId: randomUUID(), userName: randomUUID() });
  await refreshed(bob);
  await becomes(bob, { name: 'Bobby' });

  expect(await membership(ann)).toMatchObject({ name: 'Ann', email: ann.email });
});

test('an event that fails is retried, becomes a dead letter, and is put on the bus again by a repair', async () => {
  const marker = `bad ${randomUUID()}`;
  const eventId = await publish(eventSources(APPLICATION_NAME).user, DETAIL_TYPE.changed, { userId: '*', userName: marker });

  const messageId = await messageIdOf(eventId, 30_000);

  const { body } = await callSigned(outputs.AdminApiUrl, { method: 'POST', path: 'repairs', body: { messageIds: [messageId] } });

  expect(body.deadLetters).toEqual([expect.objectContaining({ messageId, outcome: 'started', error: '200' })]);
  const again = await eventually('the event on the bus', async () =>
    (await events.received()).find(({ detail, id }) => detail.userName === marker && id !== eventId));
  // It fails again.
  await takeDeadLetter(again.id, 30_000);
});

describe('the update of a user', () => {
  const changedAt = (second: number) => new Date(Date.UTC(2026, 2, 9, 10, 0, second)).toISOString();

  /** The state of a user in the pool at a time. */
  const poolUser = (userId: string, name: string, second: number) => ({
    userName: userId, attributes: { sub: userId, name, email: `${name}@example.com`, email_verified: 'true' }, isEnabled: true, changedAt: changedAt(second),
  });
  const update = async (userId: string, name: string, second: number, client: DynamoDBDocumentClient = dynamodb) =>
    updateProfile(client, UsersTableName, poolUser(userId, name, second));
  const scope = (tenantId: string, actor: Actor = OPERATOR): TenantScope => ({ client: dynamodb, tables: TABLES, tenantId, actor });
  const newTenantId = () => randomUUID().replaceAll('-', '');

  async function founder(tenants = 1) {
    const userId = randomUUID();
    const tenantIds = Array.from({ length: tenants }, newTenantId);
    for (const tenantId of tenantIds) {
      const owner = { name: 'old', email: 'old@example.com', userName: userId, isEmailVerified: true, changedAt: changedAt(0) };
      const at = new Date().toISOString();
      await createTenant(scope(tenantId, userActor(userId)), DEFAULT_LIMIT.tenantsPerUser, { userId, name: 'Engines', owner, at });
    }
    return { userId, tenantIds };
  }

  const namesOf = async (userId: string, tenantIds: readonly string[]) =>
    Promise.all(tenantIds.map(async (tenantId) => (await membership({ tenantId, userId }))?.name));

  /** An action after or instead of a command. */
  type Meddle = (command: unknown, send: () => Promise<unknown>) => Promise<unknown>;
  function meddling(kind: new (...args: any[]) => unknown, meddle: Meddle): DynamoDBDocumentClient {
    const send = async (command: unknown) => {
      const forward = async () => dynamodb.send(command as GetCommand);
      return command instanceof kind ? meddle(command, forward) : forward();
    };
    return Object.create(dynamodb, { send: { value: send } }) as DynamoDBDocumentClient;
  }

  test.each([[[1, 2]], [[2, 1]], [[2, 1, 2, 1]]])('in the order %p ends with the latest values', async (order) => {
    const { userId, tenantIds } = await founder(2);
    for (const second of order) await update(userId, `name${second}`, second);

    expect(await namesOf(userId, tenantIds)).toEqual(['name2', 'name2']);
    const noted = currentProfile(await record(userId));
    await update(userId, 'name2', 2);
    expect(currentProfile(await record(userId))).toBe(noted);
    expect(noted).toBeDefined();
  });

  test('with many concurrent changes ends with the latest values', async () => {
    const { userId, tenantIds } = await founder(5);
    await Promise.all([3, 1, 5, 2, 4].map(async (second) => update(userId, `name${second}`, second)));

    expect(await namesOf(userId, tenantIds)).toEqual(tenantIds.map(() => 'name5'));
  });

  test('of changes within the same millisecond ends with the values that were read later', async () => {
    const { userId, tenantIds } = await founder();
    await update(userId, 'first', 1);
    await update(userId, 'second', 1);

    expect(await namesOf(userId, tenantIds)).toEqual(['second']);
  });

  test('that fails halfway is not recorded, and the next update completes it', async () => {
    const { userId, tenantIds } = await founder(3);
    let writes = 0;
    const failing = meddling(UpdateCommand, async (_, send) => (++writes === 2 ? Promise.reject(new Error('The network is down.')) : send()));

    await expect(update(userId, 'new', 1, failing)).rejects.toThrow('The network is down.');
    expect(currentProfile(await record(userId))).toBeUndefined();
    expect(new Set(await namesOf(userId, tenantIds))).toEqual(new Set(['old', 'new']));

    await update(userId, 'new', 1);
    expect(await namesOf(userId, tenantIds)).toEqual(['new', 'new', 'new']);
    expect(currentProfile(await record(userId))).toBeDefined();
  });

  test('does not restore a member who is removed meanwhile', async () => {
    const { userId, tenantIds: [tenantId] } = await founder();
    const second = randomUUID();
    await joinTenant(scope(tenantId, userActor(second)), DEFAULT_LIMIT, {
      userId: second, name: 'old', email: '', role: 'member', origin: 'invitation', at: new Date().toISOString(),
    });
    const removing = meddling(BatchGetCommand, async (_, send) => {
      const rows = await send();
      await removeMember(scope(tenantId), second);
      return rows;
    });

    await update(second, 'new', 1, removing);

    expect(await membership({ tenantId, userId: second })).toBeUndefined();
    expect(await namesOf(userId, [tenantId])).toEqual(['old']);
  });

  test('is not considered finished for a membership that is created meanwhile', async () => {
    const [{ userId, tenantIds }, { tenantIds: [other] }] = await Promise.all([founder(), founder()]);
    const joining = meddling(BatchGetCommand, async (_, send) => {
      const rows = await send();
      await joinTenant(scope(other, userActor(userId)), DEFAULT_LIMIT, {
        userId, name: 'old', email: '', role: 'member', origin: 'invitation', profileAt: changedAt(0), at: new Date().toISOString(),
      });
      return rows;
    });

    await update(userId, 'new', 1, joining);
    expect(await namesOf(userId, [...tenantIds, other])).toEqual(['new', 'old']);
    expect(currentProfile(await record(userId))).toBeUndefined();

    await update(userId, 'new', 1);
    expect(await namesOf(userId, [...tenantIds, other])).toEqual(['new', 'new']);
    expect(currentProfile(await record(userId))).toBeDefined();
  });

  test('does not replace the newer name of a member who joined later', async () => {
    const { tenantIds: [tenantId] } = await founder();
    const userId = randomUUID();
    await joinTenant(scope(tenantId, userActor(userId)), DEFAULT_LIMIT, {
      userId, name: 'newest', email: '', role: 'member', origin: 'invitation', profileAt: changedAt(9), at: new Date().toISOString(),
    });

    await update(userId, 'new', 1);

    expect(await namesOf(userId, [tenantId])).toEqual(['newest']);
  });
});
