import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { decodeJwt } from 'jose';
import { CALLER_NAMES, CALLERS, type CallerName } from './denial-matrix/callers';
import type { Cell, Ids } from './denial-matrix/cell';
import { API_URL, type DeployedRoute, deployedRoutes, routeName } from './denial-matrix/deployed-routes';
import { decoded } from './denial-matrix/encoded-ids';
import { expectedStatus, isForeign } from './denial-matrix/expected-status';
import { ROWS } from './denial-matrix/rows';
import { type Parties, pathOf, type Subject, subjectsOf } from './denial-matrix/subjects';
import { dynamodb, outputs } from './support/engine';
import { add } from './support/members';
import { anotherClient, anotherPool, type Made } from './support/other-clients';
import { type Customer, newCustomer, newEmail, newMember, pool, signInWithTenant } from './support/people';
import { signedAgain } from './support/pool-key';
import { type RawAnswer, sendRaw } from './support/raw-request';
import { assume, createRole, type TestRole } from './support/roles';
import { callSigned, type Credentials, signedHeaders } from '../../local/client/api';
import type { UserPoolClient } from '../../local/client/user-pool';
import {
  ADMIN_API_ROUTE, AUDIT_ADMINISTRATION_ROUTE, EXPORT_ADMINISTRATION_ROUTE, SESSIONS_ADMINISTRATION_ROUTE, SUSPENSION_ROUTE,
  TENANT_ADMINISTRATION_ROUTE,
} from '../../src/contract/admin-routes';
import {
  ADDITIONAL_TENANTS_ROUTE, AUDIT_ROUTE, EXPORT_ROUTE, INVITATIONS_ROUTE, INVITED_ROUTE, MEMBERS_ROUTE, type Route, SESSIONS_ROUTE,
  TENANT_API_ROUTE,
} from '../../src/contract/routes';

jest.setTimeout(600_000);

/** Number of concurrent requests. */
const CONCURRENCY = 4;

/** The tokens or credentials of a caller, and the ids for its requests. */
interface Identity {
  readonly parties: Parties;
  readonly token?: string;
  readonly credentials?: Credentials;
}

interface AnsweredCell extends Cell {
  readonly route: string;
  readonly callerName: CallerName;
  readonly subject: string;
  readonly answer: RawAnswer;
}

let routes: DeployedRoute[];
let cells: AnsweredCell[];
/** The ids of the tenants in this test, by their admin. */
let tenants: Record<'Ann' | 'Bob' | 'Nora' | 'Eve' | 'Sue', { readonly tenantId: string; readonly userIds: readonly string[]; readonly deviceId: string }>;

/** The ids of the users who have erased themselves. */
const erased = new Set<string>();

const toRemove: Array<Made<UserPoolClient> | TestRole> = [];

beforeAll(async () => {
  routes = await deployedRoutes();
  const identities = await withLaterSignIns(await identify());
  const known = routes.filter((route) => routeName(route) in ROWS);
  const questions = (about: readonly DeployedRoute[], callers: readonly CallerName[] = CALLER_NAMES) => about.flatMap((route) =>
    callers.flatMap((callerName) => subjectsOf(route, ROWS[routeName(route)])
      .map((subject) => () => ask(route, callerName, identities[callerName], subject))));
  const endsMembership = (route: DeployedRoute) => ROWS[routeName(route)].endsMembership === true;
  const endsSessions = (route: DeployedRoute) => ROWS[routeName(route)].endsSessions === true;
  const erasesUser = (route: DeployedRoute) => ROWS[routeName(route)].erasesUser === true;
  cells = await inTurns(questions(known.filter((route) => !endsMembership(route) && !endsSessions(route) && !erasesUser(route))), CONCURRENCY);
  // One by one, because each needs the same members as the others.
  cells.push(...await inTurns(questions(known.filter(endsMembership)), 1));
  cells.push(...await inTurns(questions(known.filter(endsSessions)), CONCURRENCY));
  // From the last caller to the first: admins before the members of their tenants.
  const ofApi = (api: DeployedRoute['api']) => known.filter((route) => route.api === api && erasesUser(route));
  cells.push(...await inTurns(questions([...ofApi('tenant API'), ...ofApi('admin API')], [...CALLER_NAMES].reverse()), 1));
});

afterAll(async () => {
  await Promise.all(toRemove.map(({ remove }) => remove()));
});

describe('the table', () => {
  test('has a row for each deployed route, and no other row', () => {
    expect(Object.keys(ROWS).sort()).toEqual(routes.map(routeName).sort());
  });

  test.each<[DeployedRoute['api'], Record<string, Route>]>([
    ['tenant API', TENANT_API_ROUTE],
    ['tenant API', MEMBERS_ROUTE],
    ['tenant API', ADDITIONAL_TENANTS_ROUTE],
    ['tenant API', INVITATIONS_ROUTE],
    ['tenant API', INVITED_ROUTE],
    ['tenant API', EXPORT_ROUTE],
    ['tenant API', SESSIONS_ROUTE],
    ['tenant API', AUDIT_ROUTE],
    ['admin API', ADMIN_API_ROUTE],
    ['admin API', TENANT_ADMINISTRATION_ROUTE],
    ['admin API', SUSPENSION_ROUTE],
    ['admin API', EXPORT_ADMINISTRATION_ROUTE],
    ['admin API', SESSIONS_ADMINISTRATION_ROUTE],
    ['admin API', AUDIT_ADMINISTRATION_ROUTE],
  ])('says of the routes of the %s what the contract says', (api, contract) => {
    for (const { method, path, role } of Object.values(contract)) {
      expect(ROWS[routeName({ api, method, path })]).toMatchObject({ open: expect.not.stringMatching('everybody') });
      expect(ROWS[routeName({ api, method, path })].role).toEqual(role);
    }
  });
});

describe.each(Object.keys(ROWS))('%s', (route) => {
  test.each(CALLER_NAMES)('%s', (callerName) => {
    const asked = cells.filter((cell) => cell.route === route && cell.callerName === callerName);

    expect(asked).not.toEqual([]);
    expect(statuses(asked, ({ answer }) => answer.status)).toEqual(statuses(asked, expectedStatus));
  });
});

test('a request about another tenant or user never succeeds', () => {
  const foreign = cells.filter(isForeign);

  // Ensures that the matrix was not emptied by mistake.
  expect(foreign.length).toBeGreaterThan(1000);
  expect(foreign.filter(({ answer }) => answer.status < 400).map(({ route, callerName, subject }) => ({ route, callerName, subject }))).toEqual([]);
});

test('successful responses are about the own tenant only', () => {
  const answered = cells.filter(({ row, answer }) => row.tenantsIn !== undefined && answer.status < 300);

  expect(answered).not.toEqual([]);
  for (const { row, answer, asked, callerName } of answered) {
    const about = row.open === 'to members'
      ? ownTenant(callerName)
      : Object.values(tenants).find(({ userIds }) => userIds.includes(decoded(asked.userId)));
    expect(row.tenantsIn!(JSON.parse(answer.text))).toEqual(about === undefined ? [] : [about.tenantId]);
  }
});

test('no response contains ids of another tenant', () => {
  for (const { callerName, caller, asked, answer } of cells.filter(({ row }) => !['to services', 'to administrators', 'to suspenders', 'to exporters', 'to auditors'].includes(row.open))) {
    const foreign = Object.values(tenants)
      .filter((tenant) => caller.proves === 'nothing' || tenant !== ownTenant(callerName))
      .flatMap(({ tenantId, userIds, deviceId }) => [tenantId, deviceId, ...userIds]);
    // A refusal can repeat the path of the request.
    const news = foreign.filter((id) => !Object.values(asked).some((text) => text.includes(id)));
    expect(news.filter((id) => answer.text.includes(id))).toEqual([]);
  }
});

test('only members of a tenant have written its rows', async () => {
  expect(await writers(tenants.Ann)).toEqual({ tenant: 'own admin', devices: ['initial', 'own admin', 'own member'] });
  expect(await writers(tenants.Bob)).toEqual({ tenant: 'admin of another tenant', devices: ['admin of another tenant', 'initial'] });
  // Her tenant got its name from her email address.
  expect(await writers(tenants.Nora)).toEqual({ tenant: expect.stringMatching(/^user-/), devices: ['initial'] });
});

/** Creates all callers of the matrix. */
async function identify(): Promise<Record<CallerName, Identity>> {
  const [ann, bob, sue, nora, eve] = await Promise.all([
    newCustomer('initial'), newCustomer('initial'), newCustomer('initial'), userWithoutTenant(), userWithoutTenant(),
  ]);
  const [max, mia, tom] = await Promise.all([newMember(ann.tenantId), newMember(bob.tenantId), newMember(sue.tenantId)]);
  tenants = {
    Ann: { tenantId: ann.tenantId, userIds: [ann.userId, max.userId], deviceId: await putDevice(ann) },
    Bob: { tenantId: bob.tenantId, userIds: [bob.userId, mia.userId], deviceId: await putDevice(bob) },
    Nora: { tenantId: nora.tenantId, userIds: [nora.userId], deviceId: await putDevice(nora) },
    Eve: { tenantId: eve.tenantId, userIds: [eve.userId], deviceId: await putDevice(eve) },
    Sue: { tenantId: sue.tenantId, userIds: [sue.userId, tom.userId], deviceId: await putDevice(sue) },
  };
  expect(await callSigned(outputs.AdminApiUrl, { method: 'PUT', path: `tenant/${sue.tenantId}/suspension`, body: { reason: 'Not paid' } })).toMatchObject({ status: 200 });
  expect(await callSigned(outputs.AdminApiUrl, { method: 'DELETE', path: `users/${eve.userId}` })).toMatchObject({ status: 200, body: { account: 'deleted' } });

  const idsOf = ({ tenantId, userId }: Customer): Ids =>
    ({ tenantId, userId, deviceId: Object.values(tenants).find((tenant) => tenant.tenantId === tenantId)!.deviceId, invitationId: '0'.repeat(32), exportId: '0'.repeat(32) });
  const parties = (own: Customer, other: Customer, colleague: Customer): Parties =>
    ({ own: idsOf(own), other: idsOf(other), colleagueId: colleague.userId });
  // Callers who cannot prove anything pretend to be the admin.
  const asAnn = parties(ann, bob, max);

  const suspensions = ['DELETE', 'PUT'].map((method) => `${apiArn('admin API')}/${method}/tenant/*/suspension`);
  const closures = ['DELETE/tenant/*/closure', 'PUT/tenant/*/closure', 'PUT/tenant/*/owner'].map((route) => `${apiArn('admin API')}/${route}`);
  const exports = ['POST/tenant/*/exports', 'GET/tenant/*/exports/*'].map((route) => `${apiArn('admin API')}/${route}`);
  const audits = ['GET', 'POST'].map((method) => `${apiArn('admin API')}/${method}/tenant/*/audit`);
  const separate = [...suspensions, ...closures, ...exports, ...audits];
  const invoker = await service([`${apiArn('admin API')}/GET/*`], separate);
  const administrator = await service(['DELETE', 'POST', 'PUT'].map((method) => `${apiArn('admin API')}/${method}/tenant/*`), separate);
  const suspender = await service(suspensions);
  const closer = await service([...closures, `${apiArn('admin API')}/POST/sweeps`, `${apiArn('admin API')}/DELETE/users/*`, `${apiArn('admin API')}/POST/users/*/sign-out`]);
  const exporter = await service(exports);
  const auditor = await service(audits);
  const operator = await service([`${apiArn('admin API')}/POST/repairs`]);
  const stranger = await service([]);
  return {
    'no token': { parties: asAnn },
    'own member': { parties: parties(max, bob, ann), token: max.tokens.accessToken },
    'own admin': { parties: asAnn, token: ann.tokens.accessToken },
    'admin of a suspended tenant': { parties: parties(sue, bob, tom), token: sue.tokens.accessToken },
    'admin of another tenant': { parties: parties(bob, ann, mia), token: bob.tokens.accessToken },
    'user without tenant': { parties: parties(nora, ann, max), token: nora.tokens.accessToken },
    'erased user': { parties: parties(eve, ann, max), token: eve.tokens.accessToken },
    'expired token': { parties: asAnn, token: await expired(ann) },
    'token of another pool': { parties: asAnn, token: await fromAnotherPool() },
    'token of another client': { parties: asAnn, token: await fromAnotherClient(ann) },
    'token of another issuer': { parties: asAnn, token: await fromAnotherIssuer(ann) },
    'ID token': { parties: asAnn, token: ann.tokens.idToken },
    'token of a machine': { parties: asAnn, token: await ofMachine(ann) },
    'service with the right to invoke': { parties: asAnn, credentials: invoker },
    'service with the right to administer': { parties: asAnn, credentials: administrator },
    'service with the right to suspend': { parties: asAnn, credentials: suspender },
    'service with the rights of a lifecycle': { parties: asAnn, credentials: closer },
    'service with the right to export': { parties: asAnn, credentials: exporter },
    'service with the rights of an audit log': { parties: asAnn, credentials: auditor },
    'operator with the right to repair': { parties: asAnn, credentials: operator },
    'service without rights': { parties: asAnn, credentials: stranger },
  };
}

/** Signs users in later than the requests of the matrix that end sessions. Otherwise, all requests after these would be refused. */
async function withLaterSignIns(identities: Record<CallerName, Identity>): Promise<Record<CallerName, Identity>> {
  const later = { auth_time: Math.floor(Date.now() / 1000) + 3600 };
  const entries = Object.entries(identities).map(async ([name, identity]): Promise<[string, Identity]> => {
    const { proves } = CALLERS[name as CallerName];
    const isSignedIn = proves === 'to be a user' || proves === 'to be an erased user';
    return [name, isSignedIn ? { ...identity, token: await signedAgain(identity.token!, later) } : identity];
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<CallerName, Identity>;
}

/** A user whose tenant was created after their token. */
async function userWithoutTenant(): Promise<Customer> {
  const email = newEmail();
  const userId = await pool.createByAdministrator(email);
  const tokens = await pool.signIn(email);
  const later = await signInWithTenant(email);
  return { email, userId, tokens, tenantId: later.claims.tenant as string };
}

/** A token that is valid except for its expiry. */
async function expired({ tenantId, tokens: { accessToken } }: Customer): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const authorized = (token: string) => ({ method: 'GET', path: `tenant/${tenantId}`, headers: { Authorization: `Bearer ${token}` } });
  const living = await signedAgain(accessToken, { iat: now - 3600, auth_time: now - 3600, exp: now + 600 });
  expect(await sendRaw(outputs.ApiUrl, authorized(living))).toMatchObject({ status: 200 });
  return signedAgain(accessToken, { iat: now - 3600, auth_time: now - 3600, exp: now - 1 });
}

/** A token of the other issuer that some pools have. This pool has no keys at its host. */
async function fromAnotherIssuer({ tokens: { accessToken } }: Customer): Promise<string> {
  const { iss } = decodeJwt(accessToken);
  return signedAgain(accessToken, { iss: iss!.replace('cognito-idp', 'issuer-cognito-idp') });
}

/** A token like that of the client credentials grant: its subject is the app client, and it has no user name. Cognito adds no tenant to it. */
async function ofMachine({ tokens: { accessToken } }: Customer): Promise<string> {
  return signedAgain(accessToken, { sub: outputs.UserPoolClientId, username: undefined });
}

async function fromAnotherPool(): Promise<string> {
  const another = await anotherPool();
  toRemove.push(another);
  const email = newEmail();
  await another.it.createByAdministrator(email);
  return (await another.it.signIn(email)).accessToken;
}

async function fromAnotherClient({ email, tenantId }: Customer): Promise<string> {
  const another = await anotherClient();
  toRemove.push(another);
  const { accessToken, claims } = await another.it.signIn(email);
  expect(claims).toMatchObject({ tenant: tenantId });
  return accessToken;
}

/** Credentials of a principal of the same account that can only invoke these methods of REST APIs. */
async function service(methodArns: readonly string[], deniedArns: readonly string[] = []): Promise<Credentials> {
  const statements = (Effect: 'Allow' | 'Deny', arns: readonly string[]) => arns.map((Resource) => ({ Effect, Action: 'execute-api:Invoke', Resource }));
  const role = await createRole({ AWS: 'arn:aws:iam::000000000000:root' }, [...statements('Allow', methodArns), ...statements('Deny', deniedArns)]);
  toRemove.push(role);
  return assume(role);
}

function apiArn(api: DeployedRoute['api']): string {
  const [, id] = /execute-api\/(\w+)\//.exec(API_URL[api])!;
  return `arn:aws:execute-api:${outputs.Region}:000000000000:${id}/prod`;
}

async function putDevice({ tenantId }: Customer): Promise<string> {
  const deviceId = randomUUID();
  await dynamodb.send(new PutCommand({
    TableName: outputs.DevicesTableName,
    Item: { tenantid: tenantId, deviceid: deviceId, name: 'initial' },
  }));
  return deviceId;
}

async function ask(route: DeployedRoute, callerName: CallerName, { parties, token, credentials }: Identity, subject: Subject): Promise<AnsweredCell> {
  const { api, method } = route;
  const row = ROWS[routeName(route)];
  const asked = subject.ids(parties);
  const path = pathOf(route, asked);
  const query = subject.query?.(parties);
  const body = row.body && JSON.stringify(row.body(callerName));
  const caller = erased.has(parties.own.userId) && CALLERS[callerName].proves === 'to be a user' ? CALLERS['erased user'] : CALLERS[callerName];
  // API Gateway keeps its decision about a token. About the same token with another id, it has none.
  const bearer = row.erasesUser && token !== undefined && caller.proves !== 'nothing' ? await signedAgain(token, { jti: randomUUID() }) : token;
  const headers = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': `${Buffer.byteLength(body)}` }),
    ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
  };
  const url = new URL(API_URL[api]);
  const answer = await sendRaw(API_URL[api], {
    method,
    path: query === undefined ? path : `${path}?${new URLSearchParams(query)}`,
    headers: credentials === undefined
      ? headers
      : await signedHeaders({ method, url, path: url.pathname + path, query, headers, body }, credentials),
    body,
  });
  if (row.endsMembership && answer.status === 204) {
    // The route for leaving a tenant has no user id in its path.
    const userId = route.path.includes('{userId}') ? decoded(asked.userId) : parties.own.userId;
    expect(await add(parties.own.tenantId, userId, 'member')).toMatchObject({ status: 201 });
  }
  if (row.erasesUser && api === 'tenant API' && answer.status === 204) erased.add(parties.own.userId);
  return {
    api,
    method,
    path: route.path,
    row,
    caller,
    own: parties.own,
    asked,
    route: routeName(route),
    callerName,
    subject: subject.name,
    answer,
  };
}

/** Runs all questions, a few at a time. */
async function inTurns<T>(questions: ReadonlyArray<() => Promise<T>>, concurrency: number): Promise<T[]> {
  const answers: T[] = [];
  const waiting = questions.entries();
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (const [index, question] of waiting) answers[index] = await question();
  }));
  return answers;
}

function statuses(asked: readonly AnsweredCell[], status: (cell: AnsweredCell) => number): Record<string, number> {
  return Object.fromEntries(asked.map((cell) => [cell.subject, status(cell)]));
}

function ownTenant(callerName: CallerName) {
  return { 'admin of another tenant': tenants.Bob, 'user without tenant': tenants.Nora, 'erased user': tenants.Eve, 'admin of a suspended tenant': tenants.Sue }[callerName as string] ?? tenants.Ann;
}

/** The callers that wrote the name of a tenant and the names of its devices. */
async function writers({ tenantId }: { readonly tenantId: string }) {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: outputs.TenantsTableName, Key: { tenantid: tenantId }, ConsistentRead: true }));
  const { Items = [] } = await dynamodb.send(new QueryCommand({
    TableName: outputs.DevicesTableName,
    KeyConditionExpression: 'tenantid = :tenant',
    ExpressionAttributeValues: { ':tenant': tenantId },
    ConsistentRead: true,
  }));
  return { tenant: Item!.name, devices: [...new Set(Items.map(({ name }) => name))].sort() };
}
