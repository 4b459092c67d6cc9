/** From a change of a row to its event. The code of the functions writes the rows, with the rights of the tests. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, ScanCommand, UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { publish, subscribe } from './support/bus';
import { APPLICATION_NAME, dynamodb, outputs } from './support/engine';
import { discard, failedChanges, imagesOf } from './support/failed-changes';
import { newUser, readTenant, tenantIdOf } from './support/rows';
import { assume, roleNamed } from './support/scoped-role';
import { SecondListener } from './support/second-listener';
import { eventually } from '../../local/client/eventually';
import type { BusEvent, Subscription } from '../../local/client/subscription';
import type { Actor } from '../../src/contract/actor';
import { membershipMarkKey } from '../../src/contract/attributes';
import { DETAIL_TYPE, eventSources } from '../../src/contract/events';
import { DEFAULT_LIMIT } from '../../src/contract/limits';
import { transact } from '../../src/runtime/aws/transaction';
import { createTenant } from '../../src/runtime/functions/additional-tenants/create-tenant';
import { createInvitation, endInvitation, resendInvitation, revokeInvitation } from '../../src/runtime/invitations/invitation-writes';
import { joinTenant } from '../../src/runtime/members/join-tenant';
import { changeRole, leaveTenant, removeMember } from '../../src/runtime/members/members';
import { userActor } from '../../src/runtime/tenants/actor';
import { reactivateTenant, suspendTenant } from '../../src/runtime/tenants/suspension';
import type { TenantScope } from '../../src/runtime/tenants/tenant-scope';
import { renameTenant } from '../../src/runtime/tenants/tenants';
import { faultsOfDetail } from '../contract/event-details';

jest.setTimeout(90_000);

type Detail = Readonly<Record<string, unknown>> & { readonly tenantId: string };

const TABLES = {
  tenantsTableName: outputs.TenantsTableName, usersTableName: outputs.UsersTableName, invitationsTableName: outputs.InvitationsTableName,
};
/** All but the records of these changes in the audit log, which have a test of their own. */
const ANY = Object.values(DETAIL_TYPE).filter((detailType) => detailType !== DETAIL_TYPE.auditRecorded);
const OPERATOR: Actor = { type: 'service', id: 'arn:aws:iam::000000000000:role/operator' };

let events: Subscription<Detail>;

beforeAll(async () => {
  events = await subscribe({ 'source': [eventSources(APPLICATION_NAME).tenant], 'detail-type': ANY });
});

afterAll(async () => events?.end());

const scope = (tenantId: string, actor = OPERATOR): TenantScope<typeof TABLES> => ({ client: dynamodb, tables: TABLES, tenantId, actor });
const newTenantId = () => randomUUID().replaceAll('-', '');
const now = () => new Date().toISOString();

async function create(tenantId = newTenantId()) {
  const userId = randomUUID();
  await createTenant(scope(tenantId, userActor(userId)), DEFAULT_LIMIT.tenantsPerUser, {
    userId, name: 'Analytical Engines', owner: { name: 'Ada', email: 'ada@example.com', userName: 'ada', isEmailVerified: true, changedAt: now() }, at: now(),
  });
  return { tenantId, userId };
}

/** Adds a member. @param invitationId the invitation that the member accepts; without it, an operator adds the member */
async function join(tenantId: string, invitationId?: string): Promise<string> {
  const userId = randomUUID();
  const joining = { userId, name: 'Charles', email: 'charles@example.com', role: 'member', at: now() };
  await (invitationId === undefined
    ? joinTenant(scope(tenantId), DEFAULT_LIMIT, { ...joining, origin: 'administration' })
    : joinTenant(scope(tenantId, userActor(userId)), DEFAULT_LIMIT, { ...joining, origin: 'invitation', invitationId }, [
      endInvitation(scope(tenantId, userActor(userId)), invitationId, 'accepted'),
    ]));
  return userId;
}

async function ofTenant(tenantId: string, subscription = events): Promise<Array<BusEvent<Detail>>> {
  return (await subscription.received()).filter(({ detail }) => detail.tenantId === tenantId);
}

/** Expects exactly these events of a tenant. To exclude later events, waits for the events of two further changes, one of each table. */
async function exactly(tenantId: string, detailTypes: readonly string[]): Promise<Detail[]> {
  await renameTenant(scope(tenantId), { name: `Last ${randomUUID()}`, updatedAt: now() });
  await join(tenantId);
  const expected = [...detailTypes, DETAIL_TYPE.renamed, DETAIL_TYPE.memberAdded].sort();
  const received = await eventually(`the events ${expected.join(', ')}`, async () => {
    const all = await ofTenant(tenantId);
    return all.length >= expected.length ? all : undefined;
  });
  expect(received.map((event) => event['detail-type']).sort()).toEqual(expected);
  expect(received.flatMap((event) => faultsOfDetail('tenant', event['detail-type'], event.detail))).toEqual([]);
  const ids = received.flatMap(({ detail }) => detail.eventId ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  return detailTypes.map((detailType) => received.find((event) => event['detail-type'] === detailType)!.detail);
}

const ORIGIN = { eventId: expect.any(String), occurredAt: expect.any(String), version: '1' };

/** The events of the creation of a tenant. */
const CREATION = [DETAIL_TYPE.created, DETAIL_TYPE.adminUserAdded];

test('publishes that a user has created a tenant, and its admin', async () => {
  const { tenantId, userId } = await create();

  const detail = { tenantId, userId, userName: 'ada', name: 'Ada', email: 'ada@example.com', actor: userActor(userId), ...ORIGIN };
  expect(await exactly(tenantId, CREATION)).toEqual([detail, { ...detail, role: 'admin' }]);
});

test('publishes a new name of a tenant', async () => {
  const { tenantId } = await create();
  await renameTenant(scope(tenantId), { name: 'Difference Engines', updatedAt: now() });

  const [renamed] = await exactly(tenantId, ['renamed', ...CREATION]);
  expect(renamed).toEqual({ tenantId, name: 'Difference Engines', previousName: 'Analytical Engines', actor: OPERATOR, ...ORIGIN });
});

test('publishes that an operator suspends a tenant, and reactivates it, with actor and reason', async () => {
  const { tenantId } = await create();
  await suspendTenant(scope(tenantId), 'Not paid');
  await reactivateTenant(scope(tenantId));

  const [suspended, reactivated] = await exactly(tenantId, ['suspended', 'reactivated', ...CREATION]);
  expect(suspended).toEqual({ tenantId, actor: OPERATOR, reason: 'Not paid', ...ORIGIN });
  expect(reactivated).toEqual({ tenantId, actor: OPERATOR, ...ORIGIN });
});

test('publishes that a user joins, becomes an admin and leaves', async () => {
  const { tenantId } = await create();
  const userId = await join(tenantId);
  await changeRole(scope(tenantId), userId, 'admin');
  await leaveTenant(scope(tenantId, userActor(userId)));

  const member = { tenantId, userId, name: 'Charles', email: 'charles@example.com', ...ORIGIN };
  const [added, changed, removed] = await exactly(tenantId, ['memberAdded', 'memberRoleChanged', 'memberRemoved', ...CREATION]);
  expect(added).toEqual({ ...member, role: 'member', actor: OPERATOR });
  expect(changed).toEqual({ ...member, role: 'admin', previousRole: 'member', actor: OPERATOR });
  expect(removed).toEqual({ ...member, role: 'admin', actor: userActor(userId) });
});

test.each<[string, (adminId: string) => Actor]>([['a service', () => OPERATOR], ['an admin', userActor]])('publishes that %s removes a member', async (_, actorOf) => {
  const { tenantId, userId: adminId } = await create();
  const userId = await join(tenantId);
  await removeMember(scope(tenantId, actorOf(adminId)), userId);

  const [removed] = await exactly(tenantId, ['memberRemoved', 'memberAdded', ...CREATION]);
  expect(removed).toMatchObject({ userId, role: 'member', actor: actorOf(adminId) });
});

test('publishes a row that a script has deleted without an actor, also if the person was demoted before', async () => {
  const { tenantId, userId: adminId } = await create();
  const userId = await join(tenantId);
  await changeRole(scope(tenantId, userActor(adminId)), userId, 'admin');
  await changeRole(scope(tenantId, userActor(adminId)), userId, 'member');
  await dynamodb.send(new DeleteCommand({ TableName: outputs.UsersTableName, Key: { tenantid: tenantId, userid: userId } }));

  const [removed] = await exactly(tenantId, ['memberRemoved', 'memberRoleChanged', 'memberRoleChanged', 'memberAdded', ...CREATION]);
  expect(removed).toMatchObject({ userId, role: 'member' });
  expect(removed).not.toHaveProperty('actor');
});

describe('the role of the function', () => {
  let tenantId: string;
  let userId: string;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    ({ tenantId, userId } = await create());
    const demoted = await join(tenantId);
    await changeRole(scope(tenantId, userActor(userId)), demoted, 'admin');
    await changeRole(scope(tenantId, userActor(userId)), userId, 'member');
    client = DynamoDBDocumentClient.from(new DynamoDBClient({ credentials: await assume(await roleNamed('TenancyChangeEventsHandlerRole'), {}) }));
  });

  const read = async (table: string, Keys: Array<Record<string, string>>, projection: object = {}) =>
    client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys, ...projection } } }));
  const attributes = (...names: string[]) => ({
    ProjectionExpression: names.map((_, index) => `#${index}`).join(', '), ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
  });
  const { TenantsTableName, UsersTableName } = outputs;
  const membership = () => [{ tenantid: tenantId, userid: userId }];
  const mark = () => [{ tenantid: tenantId, userid: membershipMarkKey(userId) }];
  const tenant = () => [{ tenantid: tenantId }];

  test('reads who has taken a right away, and whether the tenant is deleted', async () => {
    expect((await read(UsersTableName, mark(), attributes('actorid', 'change'))).Responses).toEqual({ [UsersTableName]: [{ actorid: userId, change: 'demoted' }] });
    expect((await read(TenantsTableName, tenant(), attributes('status', 'deletionstartedat'))).Responses).toEqual({ [TenantsTableName]: [{ status: 'active' }] });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a whole membership', async () => read(UsersTableName, membership())],
    ['a name', async () => read(UsersTableName, membership(), attributes('name'))],
    ['an email address', async () => read(UsersTableName, membership(), attributes('email'))],
    ['the key of an address beside the actor', async () => read(UsersTableName, membership(), attributes('actorid', 'emailkey'))],
    ['a role', async () => read(UsersTableName, membership(), attributes('role'))],
    ['a whole mark', async () => read(UsersTableName, mark())],
    ['a whole tenant', async () => read(TenantsTableName, tenant())],
    ['the name of a tenant', async () => read(TenantsTableName, tenant(), attributes('name'))],
    ['the address of an invitation', async () => read(outputs.InvitationsTableName, [{ tenantid: tenantId, invitationid: '0'.repeat(32) }], attributes('email'))],
    ['a device', async () => read(outputs.DevicesTableName, [{ tenantid: tenantId, deviceid: 'any' }], attributes('tenantid'))],
    ['a mark by another operation', async () => client.send(new GetCommand({ TableName: UsersTableName, Key: mark()[0], ...attributes('actorid') }))],
    ['the members of a tenant', async () => client.send(new QueryCommand({
      TableName: UsersTableName, KeyConditionExpression: 'tenantid = :t', ExpressionAttributeValues: { ':t': tenantId }, ProjectionExpression: 'userid',
    }))],
    ['all tenants', async () => client.send(new ScanCommand({ TableName: TenantsTableName, ProjectionExpression: 'tenantid' }))],
    ['a write', async () => client.send(new UpdateCommand({
      TableName: UsersTableName, Key: mark()[0], UpdateExpression: 'SET actorid = :a', ExpressionAttributeValues: { ':a': 'another' },
    }))],
  ])('is denied: %s', async (_, attempt) => {
    await expect(attempt()).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException' }));
  });
});

test('publishes that an invitation is created, resent and accepted, and the new member', async () => {
  const { tenantId } = await create();
  const ofOperator = scope(tenantId);
  const { invitation: { invitationid: invitationId } } = await createInvitation(ofOperator, { invitationsPerTenant: 10 }, { email: 'Charles@Example.com', role: 'member', days: 7 });
  await resendInvitation(ofOperator, { invitationsPerTenant: 10 }, invitationId);
  const userId = await join(tenantId, invitationId);

  const invitation = { tenantId, invitationId, email: 'charles@example.com', role: 'member', expiresAt: expect.any(String), ...ORIGIN };
  const [created, resent, accepted, added] = await exactly(tenantId, [
    'invitationCreated', 'invitationResent', 'invitationAccepted', 'memberAdded', ...CREATION,
  ]);
  expect([created, resent, accepted]).toEqual([
    { ...invitation, actor: OPERATOR }, { ...invitation, actor: OPERATOR }, { ...invitation, actor: userActor(userId) },
  ]);
  expect(added).toMatchObject({ userId, invitationId, actor: userActor(userId) });
});

test('publishes that invitations are declined and revoked', async () => {
  const { tenantId, userId } = await create();
  const ofAdmin = scope(tenantId, userActor(userId));
  const declined = await createInvitation(ofAdmin, { invitationsPerTenant: 10 }, { email: 'a@example.com', role: 'member', days: 7 });
  const revoked = await createInvitation(ofAdmin, { invitationsPerTenant: 10 }, { email: 'b@example.com', role: 'member', days: 7 });
  const invited = userActor(randomUUID());
  await transact(dynamodb, [endInvitation(scope(tenantId, invited), declined.invitation.invitationid, 'declined')]);
  await revokeInvitation(ofAdmin, revoked.invitation.invitationid);

  const [no, back] = await exactly(tenantId, [
    'invitationDeclined', 'invitationRevoked', 'invitationCreated', 'invitationCreated', ...CREATION,
  ]);
  expect(no).toMatchObject({ email: 'a@example.com', invitedBy: userId, actor: invited });
  expect(back).toMatchObject({ email: 'b@example.com', invitedBy: userId, actor: userActor(userId) });
});

test('does not publish a sign-up that the saga has announced', async () => {
  const user = newUser();
  await publish(eventSources(APPLICATION_NAME).user, DETAIL_TYPE.created, user);
  const tenantId = tenantIdOf(user.userId);
  await eventually('the tenant', async () => ((await readTenant(tenantId))?.status === 'active' ? true : undefined));

  // Events of the saga have no ids.
  const actor = { type: 'system', id: 'sign-up' };
  expect((await exactly(tenantId, CREATION)).map(({ eventId, actor: by }) => [eventId, by])).toEqual([[undefined, actor], [undefined, actor]]);
});

test('keeps the images of a row that has no event, and goes on with other changes', async () => {
  const { tenantId } = await create();
  const row = { tenantid: tenantId, userid: randomUUID(), role: 'member' };
  await dynamodb.send(new PutCommand({ TableName: outputs.UsersTableName, Item: row }));

  await exactly(tenantId, CREATION);
  const failed = await eventually('the failed change', async () => (await failedChanges(tenantId))[0]);
  expect(failed.condition).toBe('UnreadableChange');
  expect(failed.event.Records.map(imagesOf)).toEqual([{ before: undefined, after: row }]);

  await dynamodb.send(new DeleteCommand({ TableName: outputs.UsersTableName, Key: { tenantid: row.tenantid, userid: row.userid } }));
  await discard(failed);
});

describe('when the bus refuses events', () => {
  const rename = async (tenantid: string, name: string) => dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { tenantid },
    UpdateExpression: 'SET #name = :name',
    ExpressionAttributeNames: { '#name': 'name' },
    ExpressionAttributeValues: { ':name': name },
  }));
  const names = (received: ReadonlyArray<BusEvent<Detail>>) => received.map(({ detail }) => detail.name);

  let listener: SecondListener;
  let second: Subscription<Detail>;

  afterEach(async () => {
    await listener?.end();
    await second?.end();
  });

  test('they wait, and are published in order when the bus accepts events again', async () => {
    const { tenantId } = await create();
    listener = await SecondListener.onRefusingBus(outputs.TenantsTableName);
    second = await subscribe({ 'source': [eventSources(listener.applicationName).tenant], 'detail-type': ANY });
    const newNames = Array.from({ length: 10 }, (_, index) => `Name ${index}`);
    for (const name of newNames) await rename(tenantId, name);
    await eventually('the refusal', async () => ((await listener.lastResult()).startsWith('PROBLEM') ? true : undefined));

    await listener.mend();

    const received = await eventually('the events', async () => {
      const all = await ofTenant(tenantId, second);
      return all.length >= newNames.length ? all : undefined;
    }, 60_000);
    expect(names(received)).toEqual(newNames);
    expect(await failedChanges(tenantId)).toEqual([]);
  });

  test('permanently, they are kept in the bucket with their images, and can be replayed', async () => {
    const { tenantId } = await create();
    const { name: previousName } = (await readTenant(tenantId))!;
    listener = await SecondListener.onRefusingBus(outputs.TenantsTableName, { MaximumRetryAttempts: 0 });
    second = await subscribe({ 'source': [eventSources(listener.applicationName).tenant], 'detail-type': ANY });

    await rename(tenantId, 'New');

    const failed = await eventually('the failed change', async () => (await failedChanges(tenantId))[0]);
    expect(failed.condition).toBe('RetryAttemptsExhausted');
    expect(failed.event.Records.map(imagesOf)).toEqual([{
      before: expect.objectContaining({ tenantid: tenantId, name: previousName }),
      after: expect.objectContaining({ tenantid: tenantId, name: 'New' }),
    }]);

    await listener.mend();
    await expect(listener.deployed.invoke(failed.event)).resolves.toEqual({ batchItemFailures: [] });
    const [{ detail }] = await eventually('the event', async () => {
      const all = await ofTenant(tenantId, second);
      return all.length > 0 ? all : undefined;
    });
    // The first listener has published the same change, and it is the same event.
    const [first] = (await ofTenant(tenantId)).filter((event) => event['detail-type'] === DETAIL_TYPE.renamed);
    expect(detail).toEqual(first.detail);
    await discard(failed);
  });
});
