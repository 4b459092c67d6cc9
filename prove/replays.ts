import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { dynamodb } from './support/clients';
import { SAGAS } from './support/deployment';
import { Saga, type Rows } from './support/saga';
import { tally } from './support/tally';
import { newUsers, type User } from './support/users';
import { TENANT_ATTRIBUTE, TENANT_STATUS, USER_ATTRIBUTE, type TenantStatus, type UserItem } from '../src/contract/attributes';
import { DETAIL_TYPE, type AdminUserAddedDetail, type TenantCreatedDetail, type UserCreatedDetail } from '../src/contract/events';
import { TENANT_ROLE } from '../src/contract/roles';
import { statusShard } from '../src/runtime/tenants/status-shard';

const ROUNDS = 2;

/** Changes of tenants between their creation and the replay. Each change applies to the same number of tenants. */
const CHANGES: ReadonlyArray<(saga: Saga, user: User) => Promise<void>> = [
  async () => {},
  (saga, user) => setRole(saga, user, TENANT_ROLE.member),
  (saga, user) => removeUser(saga, user),
  // Handed over: there is another admin, and the first one is removed.
  async (saga, user) => {
    await putAdmin(saga, user, `successor-of-${user.userId}`);
    await removeUser(saga, user);
  },
  (saga, user) => setStatus(saga, user, TENANT_STATUS.suspended),
  async (saga, user) => {
    await removeUser(saga, user);
    await setStatus(saga, user, TENANT_STATUS.deleted);
  },
];

/** A month of events that is replayed backwards after all kinds of changes changes no row and announces nothing that is no longer true. */
export const replays: Proof = {
  applications: SAGAS,
  run: async (applicationName, { quick, signal }) => {
    const saga = new Saga(applicationName);
    const expectations = new Expectations();
    const before = await saga.rows();

    const users = newUsers(quick ? 18 : 300, 'replayed');
    const history = {
      users: await saga.subscribe<UserCreatedDetail>(saga.source.user, DETAIL_TYPE.created),
      tenants: await saga.subscribe<TenantCreatedDetail>(saga.source.tenant, DETAIL_TYPE.created),
    };
    for (const user of users) await saga.signUp(user);
    await saga.settled(signal);
    const { finished, unfinished, doubled } = await tally(saga, users, before);
    const month = { users: [...await history.users.received()].reverse(), tenants: [...await history.tenants.received()].reverse() };
    expectations.equal('the number of sign-ups on the bus', month.users.length, users.length);
    await history.users.end();

    const changeOf = (index: number) => CHANGES[index % CHANGES.length];
    for (const [index, user] of users.entries()) await changeOf(index)(saga, user);
    const changed = await saga.rows();
    const announced = await saga.subscribe<AdminUserAddedDetail>(saga.source.tenant, DETAIL_TYPE.adminUserAdded);
    const signUpsToReplay = month.users.map(({ detail }) => detail as User);
    const tenantsToReplay = month.tenants.map(({ detail }) => detail as User);
    for (let round = 0; round < ROUNDS; round++) {
      for (const user of tenantsToReplay) await saga.announceTenantCreated(user);
      for (const user of signUpsToReplay) await saga.signUp(user);
    }
    await saga.settled(signal);

    const stillAdmins = users.filter((_, index) => changeOf(index) === CHANGES[0]).map(({ userId }) => userId);
    const announcements = (await announced.received()).map(({ detail }) => detail.userId);
    const untrue = announcements.filter((userId) => !stillAdmins.includes(userId));
    expectations.equal('the users who are announced as admins again', [...new Set(announcements)].sort(), [...stillAdmins].sort());
    expectations.equal('untrue announcements', untrue, []);
    const tenantEvents = (await history.tenants.received()).length;
    expectations.equal(
      'the number of tenants announced as created in addition to the replayed events', tenantEvents - month.tenants.length - ROUNDS * tenantsToReplay.length, 0,
    );
    expectations.equal('the rows that the replay changed', differences(textsOf(changed), textsOf(await saga.rows())), []);
    const dead = (await saga.deadLetters()).length;
    expectations.equal('dead letters', dead, 0);
    await Promise.all([history.tenants.end(), announced.end()]);

    return outcome({
      sent: users.length,
      delivered: ROUNDS * (signUpsToReplay.length + tenantsToReplay.length),
      created: finished.length,
      doubled,
      lost: unfinished.length,
      dead,
      untrue: untrue.length,
    }, expectations);
  },
};

const keysOf = (saga: Saga, user: User) => ({ [USER_ATTRIBUTE.tenantId]: saga.tenantIdOf(user), [USER_ATTRIBUTE.userId]: user.userId });

async function setRole(saga: Saga, user: User, role: UserItem['role']): Promise<void> {
  await dynamodb.send(new UpdateCommand({
    TableName: saga.outputs.UsersTableName,
    Key: keysOf(saga, user),
    UpdateExpression: 'SET #role = :role',
    ExpressionAttributeNames: { '#role': USER_ATTRIBUTE.role },
    ExpressionAttributeValues: { ':role': role },
  }));
}

async function removeUser(saga: Saga, user: User): Promise<void> {
  await dynamodb.send(new DeleteCommand({ TableName: saga.outputs.UsersTableName, Key: keysOf(saga, user) }));
}

async function putAdmin(saga: Saga, user: User, userid: string): Promise<void> {
  const Item: UserItem = {
    tenantid: saga.tenantIdOf(user), userid, name: 'Grace', email: 'grace@example.com', role: TENANT_ROLE.admin, createdat: new Date().toISOString(),
  };
  await dynamodb.send(new PutCommand({ TableName: saga.outputs.UsersTableName, Item }));
}

async function setStatus(saga: Saga, user: User, status: TenantStatus): Promise<void> {
  await dynamodb.send(new UpdateCommand({
    TableName: saga.outputs.TenantsTableName,
    Key: { [TENANT_ATTRIBUTE.tenantId]: saga.tenantIdOf(user) },
    UpdateExpression: 'SET #status = :status, #statusShard = :shard',
    ExpressionAttributeNames: { '#status': TENANT_ATTRIBUTE.status, '#statusShard': TENANT_ATTRIBUTE.statusShard },
    ExpressionAttributeValues: { ':status': status, ':shard': statusShard(status, saga.tenantIdOf(user)) },
  }));
}

function textsOf({ tenants, users, records }: Rows): string[] {
  return [...tenants, ...users, ...records].map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** The texts that are in only one of the two lists. */
function differences(before: readonly string[], after: readonly string[]): string[] {
  return [...before.filter((text) => !after.includes(text)), ...after.filter((text) => !before.includes(text))];
}
