import { randomBytes, randomUUID } from 'node:crypto';
import { AdminDisableUserCommand, AdminEnableUserCommand, AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb, outputs } from './support/engine';
import { addMember, type Customer, newCustomer, newEmail, pool } from './support/people';
import { type Answer, call, callSigned } from '../../local/client/api';
import type { Tokens } from '../../local/client/user-pool';
import type { InvitationRepresentation } from '../../src/contract/api';
import type { InvitationItem } from '../../src/contract/attributes';
import { CLAIM } from '../../src/contract/claims';
import { DEFAULT_LIMIT } from '../../src/contract/limits';

/** The number of runs of each race. RACE_TRIES=1000 takes some minutes. */
const TRIES = Number(process.env.RACE_TRIES ?? 10);

jest.setTimeout(60_000 + TRIES * 2_000);

/** A user that an administrator has added to the pool, with a verified email address. */
interface Person {
  readonly email: string;
  readonly userId: string;
  readonly tokens: Tokens;
}

let ann: Customer;

beforeAll(async () => {
  ann = await newCustomer('Ann');
});

async function newPerson(): Promise<Person> {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  return { email, userId, tokens: await pool.signIn(email) };
}

const invitationsOf = ({ tenantId }: Customer) => `tenant/${tenantId}/invitations`;
const invite = async (by: Customer, email: string, more: object = {}) =>
  call(outputs.ApiUrl, { method: 'POST', path: invitationsOf(by), body: { email, role: 'member', ...more } }, by.tokens.accessToken);
const resend = async (by: Customer, invitationId: string) =>
  call(outputs.ApiUrl, { method: 'POST', path: `${invitationsOf(by)}/${invitationId}/resend` }, by.tokens.accessToken);
const revoke = async (by: Customer, invitationId: string) =>
  call(outputs.ApiUrl, { method: 'DELETE', path: `${invitationsOf(by)}/${invitationId}` }, by.tokens.accessToken);
const list = async (by: Customer, query = '') => call(outputs.ApiUrl, { path: `${invitationsOf(by)}${query}` }, by.tokens.accessToken);
const answer = async (action: 'preview' | 'accept' | 'decline', { userId, tokens }: Person, code: string) =>
  call(outputs.ApiUrl, { method: 'POST', path: `tenants/${userId}/invitations/${action}`, body: { code } }, tokens.accessToken);

/** Creates an invitation for a person. Returns it as its creator sees it. */
async function invited(person: Person, more: object = {}): Promise<{ readonly code: string; readonly invitationId: string }> {
  const issued = await invite(ann, person.email, more);
  expect(issued).toMatchObject({ status: 201, body: { code: expect.any(String) } });
  return issued.body;
}

async function readInvitation(tenantid: string, invitationid: string): Promise<InvitationItem | undefined> {
  const { InvitationsTableName: TableName } = outputs;
  const { Item } = await dynamodb.send(new GetCommand({ TableName, Key: { tenantid, invitationid }, ConsistentRead: true }));
  return Item as InvitationItem | undefined;
}

/** The members of a tenant by user id, and the number of members in the tenant's row. */
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
  return { rows: Object.fromEntries(Items.map((row) => [row.userid, row])), count: Items.length, counted: Item!.members };
}

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();

function expectNobodyJoined(answered: Answer, status: number): void {
  expect({ status: answered.status, type: answered.headers.get('content-type')?.split(';')[0] }).toEqual({ status, type: 'application/problem+json' });
}

test('an invited person sees the tenant and the role, accepts, and works in the tenant with the next token', async () => {
  const bob = await newPerson();
  const { code, invitationId } = await invited(bob, { role: 'admin', expiresInDays: 3 });

  expect(await answer('preview', bob, code)).toMatchObject({ status: 200, body: { tenantId: ann.tenantId, tenantName: 'Ann', role: 'admin' } });
  expect(await answer('accept', bob, code)).toMatchObject({ status: 200, body: { tenantId: ann.tenantId, role: 'admin' } });

  const refreshed = await pool.refresh(bob.tokens.refreshToken);
  expect(refreshed.claims).toMatchObject({ [CLAIM.tenant]: ann.tenantId, [CLAIM.role]: 'admin' });
  expect((await call(outputs.ApiUrl, { path: `tenant/${ann.tenantId}` }, refreshed.accessToken)).status).toBe(200);

  const { rows, count, counted } = await membersOf(ann.tenantId);
  expect(rows[bob.userId]).toMatchObject({ role: 'admin', email: bob.email, origin: 'invitation', invitationid: invitationId });
  expect(counted).toBe(count);
  expect(await readInvitation(ann.tenantId, invitationId)).toMatchObject({ status: 'accepted', invitedby: ann.userId });
});

test('lists pending invitations in pages, and marks the expired ones', async () => {
  const cem = await newCustomer('Cem');
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1) made.push((await invite(cem, newEmail())).body.invitationId);
  await expire(cem.tenantId, made[0]);
  await revoke(cem, made[1]);

  const pages: InvitationRepresentation[][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { status, body }: Answer = await list(cem, `?limit=2${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    pages.push(body.invitations);
    cursor = body.nextCursor;
  }

  expect(pages.map(({ length }) => length)).toEqual([2, 2]);
  expect(Object.fromEntries(pages.flat().map(({ invitationId, status }) => [invitationId, status])))
    .toEqual({ [made[0]]: 'expired', [made[2]]: 'pending', [made[3]]: 'pending', [made[4]]: 'pending' });
});

describe('a code', () => {
  test('is not stored in the table', async () => {
    const bob = await newPerson();
    const { code, invitationId } = await invited(bob);

    const [, , secret] = code.split('.');
    expect(JSON.stringify(await readInvitation(ann.tenantId, invitationId))).not.toContain(secret);
  });

  test('is refused for a user with another email address, and still works for the invited user', async () => {
    const [bob, mallory] = await Promise.all([newPerson(), newPerson()]);
    const { code } = await invited(bob);

    for (const action of ['preview', 'accept', 'decline'] as const) {
      const refused = await answer(action, mallory, code);
      expectNobodyJoined(refused, 403);
      expect(JSON.stringify(refused.body)).not.toContain(bob.email);
    }
    expect((await membersOf(ann.tenantId)).rows).not.toHaveProperty(mallory.userId);
    expect((await answer('accept', bob, code)).status).toBe(200);
  });

  test('is refused in the path of another user', async () => {
    const [bob, mallory] = await Promise.all([newPerson(), newPerson()]);
    const { code } = await invited(bob);

    expectNobodyJoined(await answer('accept', { ...mallory, userId: bob.userId }, code), 403);
  });

  test('is refused before the email address is verified', async () => {
    const bob = await newPerson();
    const { code } = await invited(bob);
    const verify = async (Value: string) => pool.cognito.send(new AdminUpdateUserAttributesCommand({
      UserPoolId: outputs.UserPoolId, Username: bob.email, UserAttributes: [{ Name: 'email_verified', Value }],
    }));

    await verify('false');
    expectNobodyJoined(await answer('accept', bob, code), 403);
    await verify('true');
    expect((await answer('accept', bob, code)).status).toBe(200);
  });

  test('works for an address that an administrator has verified in another spelling', async () => {
    const bob = await newPerson();
    const { code } = await invited(bob);
    await pool.cognito.send(new AdminUpdateUserAttributesCommand({
      UserPoolId: outputs.UserPoolId, Username: bob.email, UserAttributes: [{ Name: 'email_verified', Value: 'True' }],
    }));

    expect((await answer('accept', bob, code)).status).toBe(200);
  });

  test('is refused for a disabled user whose token is still valid', async () => {
    const bob = await newPerson();
    const { code } = await invited(bob);
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: outputs.UserPoolId, Username: bob.email }));

    const refused = await answer('accept', bob, code);
    expectNobodyJoined(refused, 403);
    expect(refused.body).toMatchObject({ code: 'userDisabled' });
    await pool.cognito.send(new AdminEnableUserCommand({ UserPoolId: outputs.UserPoolId, Username: bob.email }));
    expect((await answer('accept', bob, code)).status).toBe(200);
  });

  test('creates one member, who gets the same response again after losing it', async () => {
    const bob = await newPerson();
    const { code } = await invited(bob);
    const accepted = { status: 200, body: { tenantId: ann.tenantId, role: 'member' } };

    expect(await answer('accept', bob, code)).toMatchObject(accepted);
    expect(await answer('accept', bob, code)).toMatchObject(accepted);
    for (const action of ['preview', 'decline'] as const) {
      expectNobodyJoined(await answer(action, bob, code), 404);
    }
    expectNobodyJoined(await answer('accept', await newPerson(), code), 404);
  });

  test('that was declined no longer works, and the person can be invited again', async () => {
    const bob = await newPerson();
    const { code } = await invited(bob);

    expect((await answer('decline', bob, code)).status).toBe(204);
    expectNobodyJoined(await answer('accept', bob, code), 404);
    expect((await answer('accept', bob, (await invited(bob)).code)).status).toBe(200);
  });

  test('that was revoked no longer works', async () => {
    const bob = await newPerson();
    const { code, invitationId } = await invited(bob);

    expect((await revoke(ann, invitationId)).status).toBe(204);
    expectNobodyJoined(await answer('accept', bob, code), 404);
    expect((await revoke(ann, invitationId)).status).toBe(404);
  });

  test('that has expired is refused until the invitation is resent', async () => {
    const bob = await newPerson();
    const { code, invitationId } = await invited(bob);
    await expire(ann.tenantId, invitationId);

    expectNobodyJoined(await answer('accept', bob, code), 410);
    const again = await resend(ann, invitationId);
    expect(again).toMatchObject({ status: 200, body: { status: 'pending' } });
    expect((await answer('accept', bob, again.body.code)).status).toBe(200);
  });

  test('is replaced when the invitation is resent', async () => {
    const bob = await newPerson();
    const { code, invitationId } = await invited(bob);
    const again = await resend(ann, invitationId);

    expectNobodyJoined(await answer('accept', bob, code), 404);
    expect((await answer('accept', bob, again.body.code)).status).toBe(200);
  });

  test('that was guessed gets the same response as a code without an invitation', async () => {
    const bob = await newPerson();
    const { code, invitationId } = await invited(bob);
    const guess = randomBytes(32).toString('base64url');
    const swapped = await invited(await newPerson());

    const answers = await Promise.all([
      `${ann.tenantId}.${invitationId}.${guess}`,
      `${ann.tenantId}.${'0'.repeat(32)}.${guess}`,
      `no-such-tenant.${invitationId}.${guess}`,
      // The secret of another invitation, and the right one of another tenant.
      `${ann.tenantId}.${invitationId}.${swapped.code.split('.')[2]}`,
      code.replace(ann.tenantId, 'no-such-tenant'),
    ].map(async (guessed) => answer('accept', bob, guessed)));

    expect(statusesOf(answers)).toEqual(answers.map(() => 404));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });
});

test('a member cannot be invited to their own tenant again', async () => {
  const bob = await newPerson();
  expect((await answer('accept', bob, (await invited(bob)).code)).status).toBe(200);

  expect(await invite(ann, bob.email)).toMatchObject({ status: 409, body: { detail: 'A member of this tenant already has this email address.' } });
  expect((await invite(ann, ann.email)).status).toBe(409);
});

describe('an invitation does not restore a lost membership:', () => {
  const change = async (method: 'PUT' | 'DELETE', tenantId: string, userId: string) => {
    const body = method === 'PUT' ? { role: 'member' } : undefined;
    expect((await callSigned(outputs.AdminApiUrl, { method, path: `tenant/${tenantId}/members/${userId}`, body })).status).toBeLessThan(300);
  };
  const leave = async ({ tenantId, tokens }: Customer) =>
    call(outputs.ApiUrl, { method: 'DELETE', path: `tenant/${tenantId}/membership` }, tokens.accessToken);

  /** Creates a tenant with two admins. The second has an invitation for another address, which she has verified since. */
  async function plot() {
    const dan = await newCustomer('Dan');
    const eve = await newPerson();
    const joined = await invite(dan, eve.email, { role: 'admin' });
    expect((await answer('accept', eve, joined.body.code)).status).toBe(200);
    const admin: Customer = { ...eve, tenantId: dan.tenantId, tokens: await pool.signIn(eve.email) };
    const secondAddress = newEmail();
    const { status, body: { code, invitationId } } = await invite(admin, secondAddress, { role: 'admin' });
    expect(status).toBe(201);
    await pool.cognito.send(new AdminUpdateUserAttributesCommand({
      UserPoolId: outputs.UserPoolId,
      Username: eve.email,
      UserAttributes: [{ Name: 'email', Value: secondAddress }, { Name: 'email_verified', Value: 'true' }],
    }));
    return { dan, admin, code, invitationId };
  }

  test('an admin who invited her second address stays out after her removal', async () => {
    const { dan, admin, code, invitationId } = await plot();
    await change('DELETE', dan.tenantId, admin.userId);

    expectNobodyJoined(await answer('accept', admin, code), 404);
    expect(await readInvitation(dan.tenantId, invitationId)).toMatchObject({ status: 'revoked' });
  });

  test('a demoted admin who leaves does not come back as an admin', async () => {
    const { dan, admin, code } = await plot();
    await change('PUT', dan.tenantId, admin.userId);
    expect((await leave(admin)).status).toBe(204);

    expectNobodyJoined(await answer('accept', admin, code), 404);
  });

  test('an invitation that was pending when a person was removed no longer works, but a later one does', async () => {
    const dan = await newCustomer('Dan');
    const bob = await newPerson();
    const before = await invite(dan, bob.email);
    await addMember(dan.tenantId, bob.userId, newEmail());
    await change('DELETE', dan.tenantId, bob.userId);

    expectNobodyJoined(await answer('accept', bob, before.body.code), 410);
    const after = await resend(dan, before.body.invitationId);
    expect((await answer('accept', bob, after.body.code)).status).toBe(200);
  });
});

test('a former admin cannot invite, resend and revoke with an old token, and their pending invitations are revoked', async () => {
  const dan = await newCustomer('Dan');
  const eve = await newPerson();
  const byDan = await invite(dan, eve.email, { role: 'admin' });
  expect((await answer('accept', eve, byDan.body.code)).status).toBe(200);
  const open = await invite(dan, newEmail());
  const demoted = await callSigned(outputs.AdminApiUrl, {
    method: 'PUT', path: `tenant/${dan.tenantId}/members/${dan.userId}`, body: { role: 'member' },
  });
  expect(demoted.status).toBe(200);

  expectNobodyJoined(await invite(dan, newEmail()), 403);
  // It was revoked together with the role.
  expectNobodyJoined(await resend(dan, open.body.invitationId), 404);
  expectNobodyJoined(await revoke(dan, open.body.invitationId), 403);
  expect(await readInvitation(dan.tenantId, open.body.invitationId)).toMatchObject({ status: 'revoked' });
});

test('a member who is not an admin cannot invite, and an admin cannot invite to another tenant', async () => {
  const [bob, fay] = await Promise.all([newPerson(), newCustomer('Fay')]);
  expect((await answer('accept', bob, (await invited(bob)).code)).status).toBe(200);
  const { accessToken } = await pool.refresh(bob.tokens.refreshToken);

  for (const token of [accessToken, fay.tokens.accessToken]) {
    for (const [method, path] of [['GET', ''], ['POST', ''], ['DELETE', `/${'0'.repeat(32)}`], ['POST', `/${'0'.repeat(32)}/resend`]]) {
      const body = method === 'POST' && path === '' ? { email: newEmail(), role: 'member' } : undefined;
      expect((await call(outputs.ApiUrl, { method, path: `${invitationsOf(ann)}${path}`, body }, token)).status).toBe(403);
    }
  }
});

test('an operator can invite to any existing tenant, and the invitation names no inviter', async () => {
  const bob = await newPerson();
  const inviteInto = async (tenantId: string) => callSigned(outputs.AdminApiUrl, {
    method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email: bob.email, role: 'member' },
  });

  const { status, body } = await inviteInto(ann.tenantId);
  expect(status).toBe(201);
  expect(body).not.toHaveProperty('invitedBy');
  expect((await answer('accept', bob, body.code)).status).toBe(200);
  expect((await inviteInto('no-such-tenant')).status).toBe(404);
});

describe('at the same moment', () => {
  test('an invitation that is accepted twice creates one membership', async () => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const bob = await newPerson();
      const { code } = await invited(bob);
      const before = await membersOf(ann.tenantId);

      const answers = await Promise.all([answer('accept', bob, code), answer('accept', bob, code)]);

      expect(statusesOf(answers)).toEqual([200, 200]);
      const { rows, count, counted } = await membersOf(ann.tenantId);
      expect(rows).toHaveProperty(bob.userId);
      expect(count).toBe(before.count + 1);
      expect(counted).toBe(count);
    }
  });

  test('an invitation is accepted or revoked, but never both', async () => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const bob = await newPerson();
      const { code, invitationId } = await invited(bob);

      const [accepted, revoked] = await Promise.all([answer('accept', bob, code), revoke(ann, invitationId)]);

      const { rows } = await membersOf(ann.tenantId);
      const { status } = (await readInvitation(ann.tenantId, invitationId))!;
      expect([[200, 404, 'accepted', true], [404, 204, 'revoked', false]])
        .toContainEqual([accepted.status, revoked.status, status, bob.userId in rows]);
    }
  });

  test('eight concurrent requests near the limit never exceed it', async () => {
    const gus = await newCustomer('Gus');
    await Promise.all(Array.from({ length: DEFAULT_LIMIT.invitationsPerTenant - 3 }, async () => putInvitation(gus.tenantId)));

    const answers = await Promise.all(Array.from({ length: 8 }, async () => invite(gus, newEmail())));

    expect(statusesOf(answers)).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    const limit = { name: 'invitationsPerTenant', value: DEFAULT_LIMIT.invitationsPerTenant };
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.limit)).toEqual(Array(5).fill(limit));
    expect((await list(gus, '?limit=100')).body.invitations).toHaveLength(DEFAULT_LIMIT.invitationsPerTenant);
  });

  test('six clients that invite the same person create one invitation', async () => {
    const hal = await newCustomer('Hal');
    const email = newEmail();

    const answers = await Promise.all(Array.from({ length: 6 }, async () => invite(hal, email)));

    expect(statusesOf(answers)).toEqual([201, 409, 409, 409, 409, 409]);
    expect((await list(hal)).body.invitations).toHaveLength(1);
  });
});

/** Writes an invitation without a known code. */
async function putInvitation(tenantid: string): Promise<void> {
  const time = new Date().toISOString();
  const expiresat = Math.floor(Date.now() / 1000) + 3_600;
  const Item: InvitationItem = {
    tenantid,
    invitationid: randomUUID().replaceAll('-', ''),
    email: newEmail(),
    role: 'member',
    status: 'pending',
    codehash: randomBytes(32).toString('hex'),
    createdat: time,
    updatedat: time,
    expiresat,
    purgeat: expiresat,
  };
  await dynamodb.send(new PutCommand({ TableName: outputs.InvitationsTableName, Item }));
}

/** Dates an invitation a week back, so that it has expired. */
async function expire(tenantid: string, invitationid: string): Promise<void> {
  const weekAgo = Math.floor(Date.now() / 1000) - 7 * 24 * 60 * 60;
  await dynamodb.send(new UpdateCommand({
    TableName: outputs.InvitationsTableName,
    Key: { tenantid, invitationid },
    UpdateExpression: 'SET updatedat = :updatedat, expiresat = :expiresat',
    ExpressionAttributeValues: { ':updatedat': new Date((weekAgo - 1) * 1000).toISOString(), ':expiresat': weekAgo + 7 * 24 * 60 * 60 - 1 },
  }));
}
