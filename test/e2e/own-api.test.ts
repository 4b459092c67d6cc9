/** A team's own API behind the authorizer of the tenancy, and the operators of the team at the admin API. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { sentMails } from './support/mails';
import { OwnStack } from './support/own-stack';
import { newEmail } from './support/people';
import { sendRaw } from './support/raw-request';
import { assume } from './support/roles';
import { policiesOf, roleNamed } from './support/scoped-role';
import type { Outputs } from '../../local/app/outputs';
import { call, callSigned, signedHeaders, type Call } from '../../local/client/api';
import { eventually } from '../../local/client/eventually';
import { type Tokens, UserPoolClient } from '../../local/client/user-pool';
import { membershipMarkKey, type UserItem } from '../../src/contract/attributes';
import type { AuditEntry } from '../../src/contract/audit';
import { CLAIM } from '../../src/contract/claims';
import { isAllowed } from '../iam-evaluator';

interface Person {
  readonly tenantId: string;
  readonly userId: string;
  readonly token: string;
}

const DEPLOYMENT_TIMEOUT = 300_000;
// With the other lookup than the example, so that people sign in by both.
const APP = { ownApi: true, lookup: 'ADMIN_API', operators: true, mails: true, removalPolicy: 'DESTROY' } as const;

const stack = new OwnStack();
let outputs: Outputs;
let pool: UserPoolClient;
let ann: Person;
let bob: Person;
let max: Person;

function signInWithTenant(email: string): Promise<Tokens> {
  return eventually('a token with a tenant', async () => {
    const tokens = await pool.signIn(email);
    return tokens.claims[CLAIM.tenant] === undefined ? undefined : tokens;
  });
}

const personOf = ({ accessToken, claims }: Tokens): Person => ({
  tenantId: claims[CLAIM.tenant] as string, userId: claims.sub as string, token: accessToken,
});

async function newCustomer(name: string): Promise<Person> {
  const email = newEmail();
  await pool.signUp(email, name);
  return personOf(await signInWithTenant(email));
}

interface Member {
  readonly tenantId: string;
  readonly userId: string;
  readonly email: string;
}

async function addMember(tenantId: string): Promise<Member> {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  const Item: UserItem = { tenantid: tenantId, userid: userId, name: 'Max', email, role: 'member', createdat: new Date().toISOString() };
  await DynamoDBDocumentClient.from(new DynamoDBClient()).send(new PutCommand({ TableName: outputs.UsersTableName, Item }));
  return { tenantId, userId, email };
}

async function newMember(tenantId: string): Promise<Person> {
  const { email } = await addMember(tenantId);
  return personOf(await signInWithTenant(email));
}

const orders = (tenantId: string, token?: string, method = 'GET') => call(outputs.OrdersApiUrl, { method, path: `tenant/${tenantId}/orders` }, token);

beforeAll(async () => {
  outputs = await stack.deploy(APP);
  pool = new UserPoolClient({ UserPoolId: outputs.UserPoolId, UserPoolClientId: outputs.UserPoolClientId });
  [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
  max = await newMember(ann.tenantId);
}, DEPLOYMENT_TIMEOUT);

afterAll(async () => {
  await stack.destroy(APP);
  stack.forget();
}, DEPLOYMENT_TIMEOUT);

test('records each sign-in once, in the tenant of the token', async () => {
  const records = await eventually('the records of two sign-ins', async () => {
    const { body } = await callSigned(outputs.AdminApiUrl, { path: `tenant/${ann.tenantId}/audit?action=member.signedIn` });
    return body.records.length >= 2 ? body.records : undefined;
  });

  expect(records.map(({ actor, targets }: AuditEntry) => ({ actor, targets }))).toEqual([max, ann].map(({ userId }) => (
    { actor: { type: 'user', id: userId }, targets: [{ type: 'user', id: userId }] })));
});

test('lets members in to their own tenant, and tells the function which one that is', async () => {
  for (const person of [ann, bob, max]) {
    expect(await orders(person.tenantId, person.token)).toMatchObject({ status: 200, body: { tenantId: person.tenantId } });
  }
});

test('refuses the tenant of another, also once the decision about the token is cached', async () => {
  expect((await orders(bob.tenantId, ann.token)).status).toBe(403);
  expect((await orders(ann.tenantId, ann.token)).status).toBe(200);
  expect((await orders(bob.tenantId, ann.token)).status).toBe(403);
});

test('refuses who is not signed in', async () => {
  expect((await orders(ann.tenantId)).status).toBe(401);
  expect((await orders(ann.tenantId, 'no-token')).status).toBe(401);
});

test('keeps to the access rules of the authorizer', async () => {
  expect((await orders(ann.tenantId, ann.token, 'POST')).status).toBe(200);
  expect((await orders(max.tenantId, max.token, 'POST')).status).toBe(403);
});

test('does not change the API of the tenancy', async () => {
  expect((await call(outputs.ApiUrl, { path: `tenant/${ann.tenantId}` }, ann.token)).status).toBe(200);
  expect((await call(outputs.ApiUrl, { path: `tenant/${bob.tenantId}` }, ann.token)).status).toBe(403);
});

describe('the role of the pre-token function, which sends requests to the admin API', () => {
  const list = ['tenants/', 'tenants//', '/tenants', '/tenants/', 'tenants///', 'tenants/?status=active', 'tenants?status=active', 'tenants'];

  const preTokenRole = async () => roleNamed('PreTokenEnricherHandler', stack.name);

  async function ask(path: string) {
    const credentials = await assume({ arn: await preTokenRole(), remove: async () => undefined });
    const [pathname, query = ''] = path.split('?');
    const url = new URL(outputs.AdminApiUrl);
    const headers = await signedHeaders({
      method: 'GET', url, path: url.pathname + pathname, query: Object.fromEntries(new URLSearchParams(query)),
    }, credentials);
    return sendRaw(outputs.AdminApiUrl, { method: 'GET', path, headers });
  }

  test('reads the tenants of a user', async () => {
    const answer = await ask(`tenants/${ann.userId}`);

    expect([answer.status, JSON.parse(answer.text).tenants]).toEqual([200, [ann.tenantId]]);
  });

  test.each(list)('cannot list all tenants with the path %s', async (path) => {
    const answer = await ask(path);

    expect([path, answer.status]).toEqual([path, 403]);
    expect(answer.text).not.toContain(ann.tenantId);
  });

  test.each(list)('is denied the path %s by an independent policy evaluator', async (path) => {
    const { rights } = await policiesOf(await preTokenRole());
    const [, apiId] = /execute-api\/(\w+)\//.exec(outputs.AdminApiUrl)!;
    const api = `arn:aws:execute-api:${outputs.Region}:000000000000:${apiId}/prod/GET/`;
    const isAllowedToCall = (resource: string) => isAllowed({ action: 'execute-api:Invoke', resource, context: {}, identityPolicies: rights });

    expect(await isAllowedToCall(`${api}tenants/${ann.userId}`)).toBe(true);
    expect(await isAllowedToCall(api + path.split('?')[0])).toBe(false);
  });
});

const asRole = async (arn: string, url: string, request: Call) => callSigned(url, request, await assume({ arn, remove: async () => undefined }));

describe('an operator', () => {
  const markOf = async ({ tenantId, userId }: Member) => {
    const { Item } = await DynamoDBDocumentClient.from(new DynamoDBClient()).send(new GetCommand({
      TableName: outputs.UsersTableName, Key: { tenantid: tenantId, userid: membershipMarkKey(userId) }, ConsistentRead: true,
    }));
    return Item;
  };
  const removalOf = ({ tenantId, userId }: Member): Call => ({ method: 'DELETE', path: `tenant/${tenantId}/members/${userId}` });

  test('is recorded as an operator, and a service as a service', async () => {
    const [first, second] = [await addMember(ann.tenantId), await addMember(ann.tenantId)];

    expect((await asRole(outputs.OperatorRoleArn, outputs.OperatorUrl, removalOf(first))).status).toBe(204);
    expect((await asRole(outputs.ServiceRoleArn, outputs.AdminApiUrl, removalOf(second))).status).toBe(204);

    expect(await markOf(first)).toMatchObject({ change: 'removed', actortype: 'operator', actorid: expect.stringContaining(':assumed-role/') });
    expect(await markOf(second)).toMatchObject({ change: 'removed', actortype: 'service', actorid: expect.stringContaining(':assumed-role/') });
  });

  test('and a service cannot use the stage of the other', async () => {
    const read: Call = { path: `tenant/${ann.tenantId}` };

    expect((await asRole(outputs.ServiceRoleArn, outputs.OperatorUrl, read)).status).toBe(403);
    expect((await asRole(outputs.OperatorRoleArn, outputs.AdminApiUrl, read)).status).toBe(403);
  });
});

describe('the email about a closed tenant', () => {
  const operator = async (method: string, path: string, body?: object) =>
    asRole(outputs.OperatorRoleArn, outputs.OperatorUrl, { method, path, body });
  const mailsAbout = async (to: string, count: number) => eventually(`${count} emails`, async () => {
    const mails = (await sentMails()).filter(({ Source, To }) => Source.startsWith('Shop ') && To.includes(to));
    return mails.length >= count ? mails : undefined;
  });

  test('goes to each admin once, says who closed it and how to restore it, and to no member', async () => {
    const email = newEmail();
    await pool.signUp(email, 'Cleo');
    const cleo = personOf(await signInWithTenant(email));
    const [other, member] = [await addMember(cleo.tenantId), await addMember(cleo.tenantId)];
    await operator('PUT', `tenant/${cleo.tenantId}/owner`, { userId: other.userId });

    expect((await call(outputs.ApiUrl, { method: 'PUT', path: `tenant/${cleo.tenantId}/closure`, body: { name: 'Cleo' } }, cleo.token)).status).toBe(202);
    const [closed] = await mailsAbout(email, 1);
    expect(closed).toMatchObject({ Source: 'Shop <no-reply@example.com>', To: [email], Subject: 'A tenant in Shop was closed' });
    expect(closed.BodyText).toMatch(/^Cleo closed “Cleo” in Shop\.\n\nTenant: Cleo\nClosed by: Cleo\n/);
    expect(closed.BodyText).toContain('Restore the tenant:\nhttps://app.example.com/\n');
    expect((await mailsAbout(other.email, 1))[0].BodyText).toBe(closed.BodyText);

    expect((await operator('DELETE', `tenant/${cleo.tenantId}/closure`)).status).toBe(200);
    const [, restored] = await mailsAbout(email, 2);
    expect(restored.BodyText).toMatch(/^The operator of the application restored “Cleo” in Shop\./);

    expect((await operator('PUT', `tenant/${cleo.tenantId}/closure`, { reason: 'Fraud' })).status).toBe(202);
    const [, , last] = await mailsAbout(email, 3);
    expect(last.BodyText).toContain('Admins cannot restore it themselves.');
    expect(last.BodyText).not.toMatch(/Fraud|arn:/);
    expect(await mailsAbout(member.email, 0)).toEqual([]);
    expect(await mailsAbout(email, 3)).toHaveLength(3);
  });
});

describe('a suspension', () => {
  const suspensionOf = (tenantId: string, method: 'PUT' | 'DELETE'): Call =>
    ({ method, path: `tenant/${tenantId}/suspension`, ...method === 'PUT' && { body: { reason: 'Not paid' } } });
  const asBilling = async (request: Call) => asRole(outputs.BillingRoleArn, outputs.AdminApiUrl, request);

  test('takes the tenant out of the next token, stops all changes at once, and ends with the reactivation', async () => {
    const email = newEmail();
    await pool.signUp(email, 'Eve');
    const eve = personOf(await signInWithTenant(email));
    const changes: Call[] = [
      { method: 'PUT', path: `tenant/${eve.tenantId}`, body: { name: 'Changed' } },
      { method: 'POST', path: `tenant/${eve.tenantId}/invitations`, body: { email: newEmail(), role: 'member' } },
      { method: 'PUT', path: `tenant/${eve.tenantId}/members/${eve.userId}`, body: { role: 'admin' } },
      { method: 'DELETE', path: `tenant/${eve.tenantId}/membership` },
    ];
    // API Gateway keeps this decision for a moment. The writes must check the status themselves.
    expect((await call(outputs.ApiUrl, { path: `tenant/${eve.tenantId}` }, eve.token)).status).toBe(200);

    expect(await asBilling(suspensionOf(eve.tenantId, 'PUT'))).toMatchObject({
      status: 200, body: { status: 'suspended', statusChange: { reason: 'Not paid', actor: { type: 'service', id: expect.stringContaining(':assumed-role/') } } },
    });
    for (const change of changes) {
      expect([change.path, await call(outputs.ApiUrl, change, eve.token)]).toMatchObject([change.path, { status: 403, body: { code: 'tenantNotActive' } }]);
    }
    expect((await pool.signIn(email)).claims[CLAIM.tenant]).toBeUndefined();
    expect((await call(outputs.ApiUrl, { path: `tenants/${eve.userId}` }, eve.token)).body).toMatchObject({ tenants: [{ status: 'suspended', isActive: false }] });
    expect(await asBilling(suspensionOf(eve.tenantId, 'PUT'))).toMatchObject({ status: 409, body: { code: 'wrongTenantStatus' } });

    expect(await asBilling(suspensionOf(eve.tenantId, 'DELETE'))).toMatchObject({ status: 200, body: { status: 'active' } });
    expect((await pool.signIn(email)).claims[CLAIM.tenant]).toBe(eve.tenantId);
    expect((await call(outputs.ApiUrl, changes[0], eve.token)).status).toBe(200);
  });

  test('needs its own right, which the right to administer does not include', async () => {
    expect((await asRole(outputs.ServiceRoleArn, outputs.AdminApiUrl, suspensionOf(bob.tenantId, 'PUT'))).status).toBe(403);
    expect((await asBilling({ path: `tenant/${bob.tenantId}` })).status).toBe(403);
    expect((await asRole(outputs.ServiceRoleArn, outputs.AdminApiUrl, { path: `tenant/${bob.tenantId}` })).body).toMatchObject({ status: 'active' });
  });
});

describe('a suspension after which members can read', () => {
  // Without emails, the response to an invitation has its code.
  const READ_ONLY_APP = { ...APP, mails: false, suspensionAccess: 'READ_ONLY' } as const;
  const suspend = async ({ tenantId }: Person, method: 'PUT' | 'DELETE') => asRole(outputs.BillingRoleArn, outputs.AdminApiUrl, {
    method, path: `tenant/${tenantId}/suspension`, ...method === 'PUT' && { body: { reason: 'Not paid' } },
  });
  let email: string;
  let ida: Person;
  let eve: Person;
  let mia: Member;
  let invitation: { readonly invitationId: string; readonly code: string };
  let reading: Tokens;

  const readsOf = ({ tenantId }: Person): Call[] => ['', '/members', '/invitations'].map((rest) => ({ path: `tenant/${tenantId}${rest}` }));
  /** All routes of a tenant's members that change something. */
  const writesOf = ({ tenantId, userId }: Person): Call[] => [
    { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Changed' } },
    { method: 'PUT', path: `tenant/${tenantId}/members/${userId}`, body: { role: 'member' } },
    { method: 'DELETE', path: `tenant/${tenantId}/members/${mia.userId}` },
    { method: 'DELETE', path: `tenant/${tenantId}/membership` },
    { method: 'POST', path: `tenant/${tenantId}/invitations`, body: { email: newEmail(), role: 'member' } },
    { method: 'POST', path: `tenant/${tenantId}/invitations/${invitation.invitationId}/resend` },
    { method: 'PUT', path: `tenant/${tenantId}/closure`, body: { name: 'Eve' } },
    { method: 'DELETE', path: `tenant/${tenantId}/invitations/${invitation.invitationId}` },
  ];
  const send = async (request: Call, token: string) => call(outputs.ApiUrl, request, token);

  beforeAll(async () => {
    outputs = await stack.deploy(READ_ONLY_APP);
    email = newEmail();
    await pool.signUp(email, 'Eve');
    eve = personOf(await signInWithTenant(email));
    mia = await addMember(eve.tenantId);
    const invitedEmail = newEmail();
    await pool.signUp(invitedEmail, 'Ida');
    ida = personOf(await signInWithTenant(invitedEmail));
    const created = await send({ method: 'POST', path: `tenant/${eve.tenantId}/invitations`, body: { email: invitedEmail, role: 'member' } }, eve.token);
    expect(created).toMatchObject({ status: 201 });
    invitation = created.body as typeof invitation;
    expect(await suspend(eve, 'PUT')).toMatchObject({ status: 200 });
    reading = await pool.signIn(email);
  }, DEPLOYMENT_TIMEOUT);

  test('keeps the tenant in the next token, and says so in a claim and to functions of the app', async () => {
    expect(reading.claims).toMatchObject({ [CLAIM.tenant]: eve.tenantId, [CLAIM.role]: 'admin', [CLAIM.access]: 'READ_ONLY' });
    expect(await orders(eve.tenantId, reading.accessToken)).toMatchObject({ status: 200, body: { tenantId: eve.tenantId, tenantAccess: 'READ_ONLY' } });
    expect((await orders(ann.tenantId, ann.token)).body).toEqual({ tenantId: ann.tenantId });
  });

  test('leaves all routes that read, and refuses all that change, before a function is called', async () => {
    for (const read of readsOf(eve)) expect([read.path, (await send(read, reading.accessToken)).status]).toEqual([read.path, 200]);
    for (const write of writesOf(eve)) {
      const { status, body } = await send(write, reading.accessToken);
      expect([write.method, write.path, status]).toEqual([write.method, write.path, 403]);
      // The refusal of API Gateway has no code.
      expect(body).not.toHaveProperty('code');
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect((await orders(eve.tenantId, reading.accessToken, method)).status).toBe(403);
    expect((await orders(bob.tenantId, reading.accessToken)).status).toBe(403);
  });

  test('leaves the routes of the user as they are', async () => {
    const list = await send({ path: `tenants/${eve.userId}` }, reading.accessToken);
    expect(list).toMatchObject({ status: 200, body: { tenants: [{ tenantId: eve.tenantId, status: 'suspended', isActive: true, isReadOnly: true }] } });
    expect((await send({ method: 'PUT', path: `tenants/${eve.userId}/active`, body: { tenantId: eve.tenantId } }, reading.accessToken)).status).toBe(204);
    expect((await send({ method: 'DELETE', path: `tenants/${eve.userId}/closures/${eve.tenantId}` }, reading.accessToken)).status).toBe(409);
  });

  test('refuses every change in the write, with a token from before', async () => {
    // Revoking an invitation takes a right away, so it stays possible.
    for (const write of writesOf(eve).slice(0, -1)) {
      const expected = write.path.endsWith('/closure') ? { status: 409, body: { code: 'wrongTenantStatus' } } : { status: 403, body: { code: 'tenantNotActive' } };
      expect([write.method, write.path, await send(write, eve.token)]).toMatchObject([write.method, write.path, expected]);
    }
    for (const change of [
      { method: 'POST', path: `tenant/${eve.tenantId}/members`, body: { userId: bob.userId, name: 'Bob', role: 'member' } },
      { method: 'PUT', path: `tenant/${eve.tenantId}`, body: { name: 'Changed' } },
      { method: 'PUT', path: `tenant/${eve.tenantId}/members/${mia.userId}`, body: { role: 'admin' } },
      { method: 'DELETE', path: `tenant/${eve.tenantId}/members/${mia.userId}` },
      { method: 'POST', path: `tenant/${eve.tenantId}/invitations`, body: { email: newEmail(), role: 'member' } },
      { method: 'POST', path: `tenant/${eve.tenantId}/invitations/${invitation.invitationId}/resend` },
    ]) {
      const answer = await asRole(outputs.ServiceRoleArn, outputs.AdminApiUrl, change);
      expect([change.method, change.path, answer]).toMatchObject([change.method, change.path, { status: 403, body: { code: 'tenantNotActive' } }]);
    }
    expect(await send({ method: 'POST', path: `tenants/${ida.userId}/invitations/accept`, body: { code: invitation.code } }, ida.token))
      .toMatchObject({ status: 403, body: { code: 'tenantNotActive' } });
    expect((await send({ path: `tenant/${eve.tenantId}/members` }, eve.token)).body).toMatchObject({ members: expect.arrayContaining([expect.objectContaining({ userId: mia.userId, role: 'member' })]) });
  });

  test('ends with the reactivation: the next token has full access', async () => {
    expect(await suspend(eve, 'DELETE')).toMatchObject({ status: 200 });
    const { accessToken, claims } = await pool.signIn(email);
    expect(claims).toMatchObject({ [CLAIM.tenant]: eve.tenantId });
    expect(claims).not.toHaveProperty(CLAIM.access);
    expect((await send(writesOf(eve)[0], accessToken)).status).toBe(200);
  });
});
