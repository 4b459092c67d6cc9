import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Expectations, outcome, type Proof } from './proof';
import { dynamodb } from './support/clients';
import { concurrently } from './support/concurrently';
import { readTenancyOutputs, TENANCY } from './support/deployment';
import { Lifecycle } from './support/lifecycle';
import { Random } from './support/random';
import { Saga } from './support/saga';
import { sendAll } from './support/senders';
import { newUsers } from './support/users';
import { MEMBERSHIP_MARK_PREFIX, TENANT_STATUS, USER_RECORD_PREFIX, userRecordKey } from '../src/contract/attributes';
import { TENANT_ROLE } from '../src/contract/roles';

type Row = Readonly<Record<string, any>>;

/** Attempts to erase one person. After a refusal, the tenants of the person get another admin. */
const ATTEMPTS = 50;

/** Changes of members for each person, at the same time as the erasures. */
const CHANGES = 6;

const { admin, member } = TENANT_ROLE;

/**
 * Half of the people are erased while all of them join, leave, and get and lose the role admin. Afterwards, each tenant with members has an admin and
 * right counts, no row mentions the erased people but where docs/privacy.md says, and their replayed sign-ups bring nothing back.
 */
export const persons: Proof = {
  applications: [TENANCY],
  run: async (applicationName, { quick, seed, signal }) => {
    const outputs = readTenancyOutputs();
    const saga = new Saga(applicationName);
    const operator = new Lifecycle(outputs);
    const expectations = new Expectations();
    const random = new Random(seed);
    const anyOf = <T>(elements: readonly T[]): T => elements[random.between(0, elements.length - 1)];

    const users = newUsers(quick ? 16 : 200, 'person');
    await sendAll(saga, users, signal);
    await saga.settled(signal);
    const tenantIds = users.map((user) => saga.tenantIdOf(user));
    await concurrently(4, [...users.entries()], async ([index, { userId }]) => {
      await operator.addMember(tenantIds[(index + 1) % users.length], userId, member);
      await operator.addMember(tenantIds[(index + 2) % users.length], userId, admin);
    });

    const leaving = users.filter((_, index) => index % 2 === 0);
    const erase = async ({ userId }: { readonly userId: string }) => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        signal.throwIfAborted();
        const { status, body } = await operator.call('DELETE', `users/${userId}`);
        if (status === 200) return;
        if (status === 409) {
          for (const { tenantId } of body.tenants) await giveAnotherAdmin(tenantId, userId);
        } else if (status !== 503) {
          expectations.equal(`the answer to the erasure of ${userId}`, [status, body], 200);
        }
      }
      expectations.equal(`the erasure of ${userId}`, 'refused', 'done');
    };
    const giveAnotherAdmin = async (tenantId: string, userId: string) => {
      const { body } = await operator.call('GET', `tenant/${tenantId}/members`);
      const others = ((body.members ?? []) as Row[]).filter((other) => other.userId !== userId);
      if (others.length > 0) await operator.call('PUT', `tenant/${tenantId}/owner`, { userId: anyOf(others).userId });
    };
    const change = async () => {
      const [tenantId, { userId }] = [anyOf(tenantIds), anyOf(users)];
      const role = anyOf([admin, member]);
      const [method, path, body] = anyOf<[string, string, object?]>([
        ['POST', `tenant/${tenantId}/members`, { userId, name: `Name of ${userId}`, email: `${userId}@example.com`, role }],
        ['PUT', `tenant/${tenantId}/members/${userId}`, { role }],
        ['DELETE', `tenant/${tenantId}/members/${userId}`],
      ]);
      const { status } = await operator.call(method, path, body);
      if (status >= 500 && status !== 503) expectations.equal(`the answer to ${method} ${path}`, status, 'less than 500');
    };
    await Promise.all([
      concurrently(3, leaving, erase),
      concurrently(3, Array.from({ length: CHANGES * users.length }), change),
    ]);

    for (const user of leaving) {
      await saga.signUp(user);
      await saga.announceTenantCreated(user);
    }
    await saga.settled(signal);

    const tables = await Promise.all([outputs.TenantsTableName, outputs.UsersTableName, outputs.InvitationsTableName].map(rowsOf));
    const [tenants, rowsOfUsers] = tables;
    const isRecord = ({ tenantid }: Row) => tenantid.startsWith(USER_RECORD_PREFIX);
    const isMark = ({ userid }: Row) => userid.startsWith(MEMBERSHIP_MARK_PREFIX);
    const members = rowsOfUsers.filter((row) => !isRecord(row) && !isMark(row));
    for (const { tenantid, status, members: counted, admins } of tenants.filter((row) => tenantIds.includes(row.tenantid))) {
      const own = members.filter((row) => row.tenantid === tenantid);
      const ownAdmins = own.filter(({ role }) => role === admin);
      if (status !== TENANT_STATUS.deleted) expectations.equal(`the counts of ${tenantid}`, [counted, admins], [own.length, ownAdmins.length]);
      if (own.length > 0) expectations.equal(`whether ${tenantid} has an admin`, ownAdmins.length > 0, true);
      if (own.length === 0) expectations.equal(`whether the empty tenant ${tenantid} is open`, status === TENANT_STATUS.active, false);
    }
    for (const { userId } of leaving) {
      const tombstone = rowsOfUsers.find(({ tenantid }) => tenantid === userRecordKey(userId));
      expectations.equal(`the record of ${userId}`, Object.keys(tombstone ?? {}).sort(), ['erasedat', 'erasedby', 'tenantid', 'userid']);
      // Not the id of another person that begins with it.
      const mention = new RegExp(`${userId}(?!\\d)`);
      const elsewhere = [
        ...tenants.map(({ ownerid: _, name: __, ...row }) => row),
        ...rowsOfUsers.filter((row) => row !== tombstone && !(isMark(row) && row.userid === MEMBERSHIP_MARK_PREFIX + userId)),
        ...tables[2],
      ].filter((row) => mention.test(JSON.stringify(row, (_, value) => (value instanceof Set ? [...value] : value))));
      expectations.equal(`the rows that mention ${userId}`, elsewhere, []);
    }
    expectations.equal('dead letters', (await saga.deadLetters()).length, 0);
    return outcome({ sent: users.length, erased: leaving.length }, expectations);
  },
};

async function rowsOf(TableName: string): Promise<Row[]> {
  const rows: Row[] = [];
  let ExclusiveStartKey: Row | undefined;
  do {
    const page = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    rows.push(...page.Items ?? []);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
}
