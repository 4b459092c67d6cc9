import { randomUUID } from 'node:crypto';
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './support/engine';
import { add, changeRole, joined, leave, refreshed, remove, switchTo } from './support/members';
import { type Customer, newCustomer, newMember, pool } from './support/people';
import { type Answer, call, callSigned } from '../../local/client/api';
import { type LimitName, PROBLEM_CONTENT_TYPE } from '../../src/contract/api';
import { CLAIM } from '../../src/contract/claims';
import { DEFAULT_LIMIT } from '../../src/contract/limits';

function expectProblem(answer: Answer, status: number): void {
  expect({ status: answer.status, type: answer.headers.get('content-type')?.split(';')[0] }).toEqual({ status, type: PROBLEM_CONTENT_TYPE });
  expect(answer.body).toMatchObject({ type: 'about:blank', title: expect.any(String), status, detail: expect.any(String) });
}

function expectLimit(answer: Answer, name: LimitName, value: number): void {
  expectProblem(answer, 409);
  expect(answer.body.limit).toEqual({ name, value });
}

const rename = async ({ tenantId, tokens }: Customer) =>
  call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Renamed' } }, tokens.accessToken);

async function membersOf({ tenantId, tokens }: Customer, query = ''): Promise<Answer> {
  return call(outputs.ApiUrl, { path: `tenant/${tenantId}/members${query}` }, tokens.accessToken);
}

/** The roles by user, from all pages. */
async function rolesIn(person: Customer): Promise<Record<string, string>> {
  const { body } = await membersOf(person);
  return Object.fromEntries(body.members.map(({ userId, role }: { userId: string; role: string }) => [userId, role]));
}

/** The tenants of a person. A star marks the tenant of the next token. */
async function tenantsOf({ userId, tokens }: Customer): Promise<string[]> {
  const { body } = await call(outputs.ApiUrl, { path: `tenants/${userId}` }, tokens.accessToken);
  return body.tenants.map(({ tenantId, isActive }: { tenantId: string; isActive: boolean }) => (isActive ? `${tenantId} *` : tenantId));
}

async function create({ userId, tokens }: Customer, key: string = randomUUID(), name = 'Another'): Promise<Answer> {
  return call(outputs.ApiUrl, {
    method: 'POST', path: `tenants/${userId}`, headers: { 'Idempotency-Key': key }, body: { name },
  }, tokens.accessToken);
}

describe('the members of a tenant', () => {
  let ann: Customer;
  let max: Customer;

  beforeAll(async () => {
    ann = await newCustomer('Ann');
    max = await joined(ann.tenantId, 'member');
  });

  test('are visible to every member, with name, role and date of joining', async () => {
    const answer = await membersOf(max);

    expect(answer.status).toBe(200);
    expect(answer.body.members).toHaveLength(2);
    expect(answer.body.members).toContainEqual({
      userId: ann.userId, name: 'Ann', email: ann.email, role: 'admin', joinedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(answer.body).not.toHaveProperty('nextCursor');
  });

  test('are listed in pages, each member once', async () => {
    const first = await membersOf(ann, '?limit=1');
    const second = await membersOf(ann, `?limit=1&cursor=${first.body.nextCursor}`);

    const seen = [first, second].flatMap(({ body }) => body.members.map(({ userId }: { userId: string }) => userId));
    expect(seen).toEqual([ann.userId, max.userId].sort());
  });

  test.each(['?limit=0', '?limit=101', '?limit=all', '?cursor=x', `?cursor=${Buffer.from('["a","b"]').toString('base64url')}`])(
    'are in no page %s',
    async (query) => expectProblem(await membersOf(ann, query), 400),
  );

  test('are listed after a cursor, which never leads to another tenant', async () => {
    const bob = await newCustomer('Bob');
    await joined(bob.tenantId, 'member');
    const { nextCursor } = (await membersOf(bob, '?limit=1')).body;

    const { body } = await membersOf(ann, `?cursor=${nextCursor}`);

    const shown = (body.members ?? []).map(({ userId }: { userId: string }) => userId);
    expect([ann.userId, max.userId]).toEqual(expect.arrayContaining(shown));
  });
});

describe('a role', () => {
  test('can be changed by an admin, and is in the next token', async () => {
    const ann = await newCustomer('Ann');
    const max = await joined(ann.tenantId, 'member');
    expectProblem(await rename(max), 403);

    const answer = await changeRole(ann, max, 'admin');

    expect(answer).toMatchObject({ status: 200, body: { userId: max.userId, role: 'admin' } });
    const promoted = await refreshed(max);
    expect(promoted.tokens.claims[CLAIM.role]).toBe('admin');
    expect((await rename(promoted)).status).toBe(200);
  });

  test('that was removed does not allow the next write, even with an old token', async () => {
    const ann = await newCustomer('Ann');
    const bob = await joined(ann.tenantId, 'admin');
    const max = await joined(ann.tenantId, 'member');

    expect((await changeRole(ann, bob, 'member')).status).toBe(200);

    expect(bob.tokens.claims[CLAIM.role]).toBe('admin');
    for (const answer of [await rename(bob), await changeRole(bob, max, 'admin'), await changeRole(bob, bob, 'admin'), await remove(bob, max),
      await remove(bob, ann)]) {
      expectProblem(answer, 403);
    }
    expect(await rolesIn(ann)).toEqual({ [ann.userId]: 'admin', [bob.userId]: 'member', [max.userId]: 'member' });
    expect((await refreshed(bob)).tokens.claims[CLAIM.role]).toBe('member');
  });

  test('cannot be given to an unknown user, and must be declared by the application', async () => {
    const ann = await newCustomer('Ann');
    const max = await joined(ann.tenantId, 'member');

    expectProblem(await changeRole(ann, { ...max, userId: randomUUID() }, 'admin'), 404);
    expectProblem(await changeRole(ann, max, 'owner'), 400);
  });

  test('can be given in a tenant that other code has written without a count of members', async () => {
    const ann = await newCustomer('Ann');
    await dynamodb.send(new UpdateCommand({
      TableName: outputs.TenantsTableName, Key: { tenantid: ann.tenantId }, UpdateExpression: 'REMOVE members, admins',
    }));
    const max = await newMember(ann.tenantId);

    expectProblem(await changeRole(ann, ann, 'member'), 409);
    expect((await changeRole(ann, max, 'admin')).status).toBe(200);
    expect((await changeRole(ann, ann, 'member')).status).toBe(200);
    expectProblem(await leave(max), 409);
  });
});

describe('a membership', () => {
  test('ends when an admin removes the member: writes fail at once, and the next refresh has no token for the tenant', async () => {
    const ann = await newCustomer('Ann');
    const bob = await joined(ann.tenantId, 'admin');

    expect((await remove(ann, bob)).status).toBe(204);

    expectProblem(await rename(bob), 403);
    expectProblem(await changeRole(bob, ann, 'member'), 403);
    expectProblem(await remove(ann, bob), 404);
    expect((await refreshed(bob)).tokens.claims).not.toHaveProperty(CLAIM.tenant, ann.tenantId);
    expect(await rolesIn(ann)).toEqual({ [ann.userId]: 'admin' });
  });

  test('ends when the member leaves', async () => {
    const ann = await newCustomer('Ann');
    const max = await joined(ann.tenantId, 'member');

    expect((await leave(max)).status).toBe(204);

    expectProblem(await leave(max), 404);
    expect(await tenantsOf(max)).toEqual([]);
    expect(await rolesIn(ann)).toEqual({ [ann.userId]: 'admin' });
  });

  test('can start again', async () => {
    const ann = await newCustomer('Ann');
    const max = await joined(ann.tenantId, 'member');
    await remove(ann, max);

    expect((await add(ann.tenantId, max.userId, 'admin')).status).toBe(201);

    expect(await refreshed(max)).toMatchObject({ tenantId: ann.tenantId, tokens: { claims: { [CLAIM.role]: 'admin' } } });
    expectProblem(await add(ann.tenantId, max.userId, 'member'), 409);
  });
});

test.each<[string, (ann: Customer) => Promise<Answer>]>([
  ['leave', async (ann) => leave(ann)],
  ['be removed', async (ann) => remove(ann, ann)],
  ['take another role', async (ann) => changeRole(ann, ann, 'member')],
  ['be removed by an operator', async ({ tenantId, userId }) =>
    callSigned(outputs.AdminApiUrl, { method: 'DELETE', path: `tenant/${tenantId}/members/${userId}` })],
  ['be given another role by an operator', async ({ tenantId, userId }) =>
    callSigned(outputs.AdminApiUrl, { method: 'PUT', path: `tenant/${tenantId}/members/${userId}`, body: { role: 'member' } })],
])('the last admin cannot %s, until there is another one', async (_, go) => {
  const ann = await newCustomer('Ann');
  await joined(ann.tenantId, 'member');

  const alone = await go(ann);
  await joined(ann.tenantId, 'admin');
  const accompanied = await go(ann);

  expectProblem(alone, 409);
  expect(accompanied.status).toBeLessThan(300);
});

describe('a user of several tenants', () => {
  test('works in the newest tenant, and can switch', async () => {
    const ann = await newCustomer('Ann');
    const first = ann.tenantId;

    const made = await create(ann, undefined, 'Ann & Co.');
    const second = made.body.tenantId;

    expect(made).toMatchObject({ status: 201, body: { name: 'Ann & Co.', status: 'active' } });
    expect(await tenantsOf(ann)).toEqual([first, `${second} *`]);
    const inSecond = await refreshed(ann);
    expect(inSecond).toMatchObject({ tenantId: second, tokens: { claims: { [CLAIM.role]: 'admin' } } });
    expect((await rename(inSecond)).status).toBe(200);
    expect(await rolesIn(inSecond)).toEqual({ [ann.userId]: 'admin' });

    expect((await switchTo(inSecond, first)).status).toBe(204);

    expect(await tenantsOf(ann)).toEqual([`${first} *`, second]);
    const inFirst = await refreshed(inSecond);
    expect(inFirst.tenantId).toBe(first);
    // A token is for one tenant.
    expect((await rename({ ...inFirst, tenantId: second })).status).toBe(403);
  });

  test('is back in the oldest tenant when the membership in the active one ends', async () => {
    const ann = await newCustomer('Ann');
    const bob = await newCustomer('Bob');
    await add(ann.tenantId, bob.userId, 'member');
    // A user whom an operator adds to a tenant stays in the active tenant.
    expect((await refreshed(bob)).tenantId).toBe(bob.tenantId);
    expect((await switchTo(bob, ann.tenantId)).status).toBe(204);
    const guest = await refreshed(bob);
    expect(guest.tenantId).toBe(ann.tenantId);

    expect((await leave(guest)).status).toBe(204);

    expect(await tenantsOf(bob)).toEqual([`${bob.tenantId} *`]);
    expect((await refreshed(guest)).tenantId).toBe(bob.tenantId);
  });

  test('cannot switch to a tenant of others, and cannot switch for others', async () => {
    const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);

    expectProblem(await switchTo(ann, bob.tenantId), 404);
    expectProblem(await switchTo(ann, 'no-such-tenant'), 404);
    expect((await switchTo({ ...ann, userId: bob.userId }, bob.tenantId)).status).toBe(403);
    expect((await refreshed(ann)).tenantId).toBe(ann.tenantId);
  });
});

describe('another tenant', () => {
  test('needs an idempotency key in the header', async () => {
    const ann = await newCustomer('Ann');

    const answer = await call(outputs.ApiUrl, { method: 'POST', path: `tenants/${ann.userId}`, body: { name: 'Another' } }, ann.tokens.accessToken);

    expectProblem(answer, 400);
    expect(answer.body.errors).toEqual([{ field: 'Idempotency-Key', detail: expect.any(String) }]);
  });

  test('is refused for a disabled user whose token is still valid', async () => {
    const ann = await newCustomer('Ann');
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: outputs.UserPoolId, Username: ann.email }));

    const answer = await create(ann);

    expectProblem(answer, 403);
    expect(answer.body).toMatchObject({ code: 'userDisabled' });
    expect(await tenantsOf(ann)).toEqual([`${ann.tenantId} *`]);
  });

  test('is the same tenant for the same key of the same user', async () => {
    const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
    const key = randomUUID();

    const made = await create(ann, key);
    const again = await create(ann, key, 'Other name');
    const other = await create(bob, key);

    expect(made.status).toBe(201);
    expect(again).toMatchObject({ status: 200, body: made.body });
    expect(other.status).toBe(201);
    expect(other.body.tenantId).not.toBe(made.body.tenantId);
    expect(await tenantsOf(ann)).toHaveLength(2);
  });

  test('cannot be created for others', async () => {
    const [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);

    expect((await create({ ...ann, userId: bob.userId })).status).toBe(403);
    expect(await tenantsOf(bob)).toHaveLength(1);
  });

  test('is refused at the limit, until the user has left a tenant', async () => {
    const ann = await newCustomer('Ann');
    for (let made = 1; made < DEFAULT_LIMIT.tenantsPerUser; made += 1) {
      expect((await create(ann)).status).toBe(201);
    }
    const key = randomUUID();

    expectLimit(await create(ann, key), 'tenantsPerUser', DEFAULT_LIMIT.tenantsPerUser);
    expectLimit(await add((await newCustomer('Bob')).tenantId, ann.userId, 'member'), 'tenantsPerUser', DEFAULT_LIMIT.tenantsPerUser);

    await joined(ann.tenantId, 'admin');
    expect((await leave(ann)).status).toBe(204);
    expect((await create(ann, key)).status).toBe(201);
    expectLimit(await create(ann), 'tenantsPerUser', DEFAULT_LIMIT.tenantsPerUser);
  });
});

test('a tenant cannot have more members than the limit', async () => {
  const ann = await newCustomer('Ann');
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.TenantsTableName,
    Key: { tenantid: ann.tenantId },
    UpdateExpression: 'SET members = :almost',
    ExpressionAttributeValues: { ':almost': DEFAULT_LIMIT.membersPerTenant - 1 },
  }));
  await joined(ann.tenantId, 'member');

  expectLimit(await add(ann.tenantId, randomUUID(), 'member'), 'membersPerTenant', DEFAULT_LIMIT.membersPerTenant);
});
