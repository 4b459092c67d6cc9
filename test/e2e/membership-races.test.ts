import { randomUUID } from 'node:crypto';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './support/engine';
import { add, changeRole, joined, leave, remove, switchTo } from './support/members';
import { type Customer, newCustomer, pool } from './support/people';
import { type Answer, call } from '../../local/client/api';
import { CLAIM } from '../../src/contract/claims';

/** The number of runs of each race. RACE_TRIES=1000 takes some minutes. */
const TRIES = Number(process.env.RACE_TRIES ?? 10);

jest.setTimeout(60_000 + TRIES * 1_000);

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();

/** Creates a tenant with two admins. */
async function twoAdmins(): Promise<{ readonly ann: Customer; readonly bob: Customer }> {
  const ann = await newCustomer('Ann');
  return { ann, bob: await joined(ann.tenantId, 'admin') };
}

/** The members and admins of a tenant, and the numbers in the tenant's row. */
async function membersOf(tenantId: string) {
  const [{ Items = [] }, { Item }] = await Promise.all([
    dynamodb.send(new QueryCommand({
      TableName: outputs.UsersTableName,
      // Marks of lost memberships sort after the members.
      KeyConditionExpression: 'tenantid = :tenant AND userid < :marks',
      ExpressionAttributeValues: { ':tenant': tenantId, ':marks': '~' },
      ConsistentRead: true,
    })),
    dynamodb.send(new GetCommand({ TableName: outputs.TenantsTableName, Key: { tenantid: tenantId }, ConsistentRead: true })),
  ]);
  const admins = Items.filter(({ role }) => role === 'admin').map(({ userid }) => userid as string);
  return { members: Items.length, admins, counted: { members: Item!.members, admins: Item!.admins } };
}

test('if two admins demote each other at the same time, one stays an admin', async () => {
  const { ann, bob } = await twoAdmins();

  for (let tried = 0; tried < TRIES; tried += 1) {
    const answers = await Promise.all([changeRole(ann, bob, 'member'), changeRole(bob, ann, 'member')]);

    const { admins, counted } = await membersOf(ann.tenantId);
    expect({ statuses: statusesOf(answers), admins: admins.length, counted })
      .toEqual({ statuses: [200, 403], admins: 1, counted: { members: 2, admins: 1 } });
    const [winner, loser] = admins[0] === ann.userId ? [ann, bob] : [bob, ann];
    expect(await changeRole(winner, loser, 'admin')).toMatchObject({ status: 200 });
  }
});

test('if two admins leave at the same time, one stays', async () => {
  const { ann, bob } = await twoAdmins();

  for (let tried = 0; tried < TRIES; tried += 1) {
    const answers = await Promise.all([leave(ann), leave(bob)]);

    const { members, admins, counted } = await membersOf(ann.tenantId);
    expect({ statuses: statusesOf(answers), members, admins: admins.length, counted })
      .toEqual({ statuses: [204, 409], members: 1, admins: 1, counted: { members: 1, admins: 1 } });
    const gone = admins[0] === ann.userId ? bob : ann;
    expect(await add(ann.tenantId, gone.userId, 'admin')).toMatchObject({ status: 201 });
  }
});

test('a member who leaves during their removal is subtracted from the count once', async () => {
  const ann = await newCustomer('Ann');
  const max = await joined(ann.tenantId, 'member');

  for (let tried = 0; tried < TRIES; tried += 1) {
    const answers = await Promise.all([leave(max), remove(ann, max)]);

    expect(statusesOf(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statusesOf(answers).filter((status) => status !== 204 && status !== 404 && status !== 409)).toEqual([]);
    expect(await membersOf(ann.tenantId)).toEqual({ members: 1, admins: [ann.userId], counted: { members: 1, admins: 1 } });
    expect(await add(ann.tenantId, max.userId, 'member')).toMatchObject({ status: 201 });
  }
});

test('a user who switches to a tenant during their removal gets no token for it', async () => {
  const [ann, max] = [await newCustomer('Ann'), await newCustomer('Max')];

  for (let tried = 0; tried < Math.ceil(TRIES / 4); tried += 1) {
    expect(await add(ann.tenantId, max.userId, 'member')).toMatchObject({ status: 201 });
    const [removed, switched] = await Promise.all([
      remove(ann, { ...max, tenantId: ann.tenantId }),
      switchTo(max, ann.tenantId),
    ]);

    expect(removed.status).toBe(204);
    expect([204, 404]).toContain(switched.status);
    expect((await pool.signIn(max.email)).claims).toMatchObject({ [CLAIM.tenant]: max.tenantId, [CLAIM.role]: 'admin' });
  }
});

test('eight requests with one idempotency key create one tenant', async () => {
  const { userId, tokens } = await newCustomer('Ann');
  const key = randomUUID();

  const answers = await Promise.all(Array.from({ length: 8 }, async () => call(outputs.ApiUrl, {
    method: 'POST', path: `tenants/${userId}`, headers: { 'Idempotency-Key': key }, body: { name: 'Second' },
  }, tokens.accessToken)));

  expect(statusesOf(answers)).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  expect(new Set(answers.map(({ body }) => body.tenantId)).size).toBe(1);
  const { body } = await call(outputs.ApiUrl, { path: `tenants/${userId}` }, tokens.accessToken);
  expect(body.tenants).toHaveLength(2);
  expect(body.tenants).toContainEqual(expect.objectContaining({ tenantId: answers[0].body.tenantId, name: 'Second', role: 'admin', isActive: true }));
});
