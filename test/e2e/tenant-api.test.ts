import { outputs } from './support/engine';
import { type Customer, newCustomer, pool } from './support/people';
import { sendRaw } from './support/raw-request';
import { type Answer, call } from '../../local/client/api';
import { PROBLEM_CONTENT_TYPE, TENANT_NAME_MAX_LENGTH } from '../../src/contract/api';

const api = outputs.ApiUrl;
const FOREIGN_ORIGIN = 'https://app.example.com';

let ann: Customer;
let bob: Customer;

beforeAll(async () => {
  [ann, bob] = await Promise.all([newCustomer('Ann'), newCustomer('Bob')]);
});

function expectProblem(answer: Answer, status: number): void {
  expect({ status: answer.status, type: answer.headers.get('content-type')?.split(';')[0] })
    .toEqual({ status, type: PROBLEM_CONTENT_TYPE });
  expect(answer.body).toMatchObject({ type: 'about:blank', title: expect.any(String), status });
}

describe('a member', () => {
  test('reads the own tenant', async () => {
    const answer = await call(api, { path: `tenant/${bob.tenantId}` }, bob.tokens.accessToken);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toMatch(/^"\d+"$/);
    expect(answer.body).toMatchObject({ tenantId: bob.tenantId, name: 'Bob', status: 'active' });
  });

  test('renames the own tenant, and reads the new name', async () => {
    const { tenantId, tokens } = ann;

    const renamed = await call(api, { method: 'PUT', path: `tenant/${tenantId}`, body: { name: 'Ånn & Söhne 🚀' } }, tokens.accessToken);
    const read = await call(api, { path: `tenant/${tenantId}` }, tokens.accessToken);

    expect(renamed.status).toBe(200);
    expect(read.body.name).toBe('Ånn & Söhne 🚀');
    expect(read.headers.get('etag')).toBe(renamed.headers.get('etag'));
  });

  test('lists the own tenants', async () => {
    const answer = await call(api, { path: `tenants/${ann.userId}` }, ann.tokens.accessToken);

    expect(answer.status).toBe(200);
    expect(answer.body.tenants).toEqual([expect.objectContaining({ tenantId: ann.tenantId, role: 'admin' })]);
  });

  test("uses the application's own routes, in TypeScript and in Python", async () => {
    const added = await call(api, { method: 'POST', path: `tenant/${ann.tenantId}/devices`, body: { name: 'Thermometer' } }, ann.tokens.accessToken);
    const listed = await call(api, { path: `tenant/${ann.tenantId}/devices` }, ann.tokens.accessToken);
    const read = await call(api, { path: `tenant/${ann.tenantId}/devices/${added.body.deviceId}` }, ann.tokens.accessToken);

    expect(added).toMatchObject({ status: 201, body: { name: 'Thermometer' } });
    expect(listed).toMatchObject({ status: 200, body: { tenantId: ann.tenantId, devices: [added.body] } });
    expect(read).toMatchObject({ status: 200, body: added.body });
  });

  test.each([
    ['GET', () => `tenant/${bob.tenantId}`],
    ['PUT', () => `tenant/${bob.tenantId}`],
    ['GET', () => `tenant/${bob.tenantId}/devices`],
    ['GET', () => `tenants/${bob.userId}`],
    ['GET', () => 'tenant/no-such-tenant'],
  ])('is denied %s %p', async (method, path) => {
    const answer = await call(api, { method, path: path(), ...(method === 'PUT' && { body: { name: 'Mine now' } }) }, ann.tokens.accessToken);

    expectProblem(answer, 403);
  });
});

describe('a write', () => {
  test('with the current version succeeds, and with a stale version gets 412 and changes nothing', async () => {
    const { tenantId, tokens } = bob;
    const path = `tenant/${tenantId}`;
    const etag = (await call(api, { path }, tokens.accessToken)).headers.get('etag')!;

    const first = await call(api, { method: 'PUT', path, body: { name: 'First' }, headers: { 'If-Match': etag } }, tokens.accessToken);
    const second = await call(api, { method: 'PUT', path, body: { name: 'Second' }, headers: { 'If-Match': etag } }, tokens.accessToken);

    expect(first.status).toBe(200);
    expectProblem(second, 412);
    expect((await call(api, { path }, tokens.accessToken)).body.name).toBe('First');
  });

  test.each<[string, unknown]>([
    ['no JSON', '{"name": '],
    ['no object', '"name"'],
    ['null', 'null'],
    ['an empty body', ''],
    ['no name', {}],
    ['an empty name', { name: '' }],
    ['a name of blanks', { name: '   ' }],
    ['a name of 10,000 characters', { name: 'x'.repeat(10_000) }],
    ['a name one character too long', { name: 'x'.repeat(TENANT_NAME_MAX_LENGTH + 1) }],
    ['a name with a control character', { name: 'a\u0000b' }],
    ['a name with half a surrogate pair', '{"name":"a\\ud800b"}'],
    ['a name of a zero-width space', { name: '\u200b' }],
    ['a name of fillers', { name: '\u3164\u2800' }],
    ['a name that changes the direction of text', { name: '\u202eemcA' }],
    ['a name of the wrong type', { name: 42 }],
    ['a field too many', { name: 'Ann', status: 'active' }],
  ])('with %s gets 400 and changes nothing', async (_, body) => {
    const customer = ann;
    const path = `tenant/${customer.tenantId}`;
    const before = await call(api, { path }, customer.tokens.accessToken);

    const answer = await call(api, { method: 'PUT', path, body, headers: { 'Content-Type': 'application/json' } }, customer.tokens.accessToken);

    expectProblem(answer, 400);
    expect((await call(api, { path }, customer.tokens.accessToken)).body).toEqual(before.body);
  });

  test('with several invalid fields gets errors for all of them', async () => {
    const answer = await call(api, { method: 'PUT', path: `tenant/${ann.tenantId}`, body: { name: 1, owner: 'me', plan: 'free' } },
      ann.tokens.accessToken);

    expectProblem(answer, 400);
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['/name', '/owner', '/plan']);
  });
});

describe('a token', () => {
  test.each<[string, (token: string) => Record<string, string>]>([
    ['that is absent', () => ({})],
    ['that is not a token', () => ({ Authorization: 'Bearer garbage' })],
    ['without the scheme', (token) => ({ Authorization: token })],
    ['with the scheme doubled', (token) => ({ Authorization: `Bearer Bearer ${token}` })],
    ['whose signature was changed', (token) => ({ Authorization: `Bearer ${token.slice(0, -6)}AAAAAA` })],
  ])('%s gets 401', async (_, headers) => {
    const answer = await call(api, { path: `tenant/${ann.tenantId}`, headers: headers(ann.tokens.accessToken) });

    expectProblem(answer, 401);
  });

  test('of the other kind gets 401', async () => {
    expectProblem(await call(api, { path: `tenant/${ann.tenantId}` }, ann.tokens.idToken), 401);
  });

  test('works in a header in another case', async () => {
    const answer = await sendRaw(api, { method: 'GET', path: `tenant/${ann.tenantId}`, headers: ['AUTHORIZATION', `Bearer ${ann.tokens.accessToken}`] });

    expect(answer.status).toBe(200);
  });

  test('is refused in a repeated header', async () => {
    const header = `Bearer ${ann.tokens.accessToken}`;
    const answer = await sendRaw(api, {
      method: 'GET',
      path: `tenant/${ann.tenantId}`,
      headers: ['Authorization', header, 'Authorization', `Bearer ${bob.tokens.accessToken}`],
    });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  test('of a refresh has the tenant too', async () => {
    const { accessToken } = await pool.refresh(ann.tokens.refreshToken);

    expect((await call(api, { path: `tenant/${ann.tenantId}` }, accessToken)).status).toBe(200);
  });
});

describe('an id', () => {
  test.each(['%00', '%2a', '*', '%3F', '..', '%2e%2e', '%c3%a9', '%2F', '%25', 'A'.repeat(300), 'ÄÖÜ'])('%s in a path is refused', async (id) => {
    for (const path of [`tenant/${encodeNonAscii(id)}`, `tenants/${encodeNonAscii(id)}`]) {
      const answer = await sendRaw(api, { method: 'GET', path, headers: ['Authorization', `Bearer ${ann.tokens.accessToken}`] });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });
});

describe('the browser of a user', () => {
  const preflight = (Origin: string) => call(api, {
    method: 'OPTIONS',
    path: `tenant/${ann.tenantId}`,
    headers: { Origin, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'authorization,if-match' },
  });
  const answers: Array<[string, (Origin: string) => Promise<Answer>]> = [
    ['an answer', (Origin) => call(api, { path: `tenant/${ann.tenantId}`, headers: { Origin } }, ann.tokens.accessToken)],
    ['an error of a function', (Origin) => call(api, { method: 'PUT', path: `tenant/${ann.tenantId}`, body: {}, headers: { Origin } },
      ann.tokens.accessToken)],
    ['a refusal of the gateway', (Origin) => call(api, { path: `tenant/${bob.tenantId}`, headers: { Origin } }, ann.tokens.accessToken)],
    ['a missing token', (Origin) => call(api, { path: `tenant/${ann.tenantId}`, headers: { Origin } })],
  ];

  test('can send a preflight without a token', async () => {
    const answer = await preflight(outputs.DashboardUrl);

    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(outputs.DashboardUrl);
    expect(answer.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('if-match');
  });

  test.each(answers)('can read %s on a page of the dashboard', async (_, request) => {
    const { headers } = await request(outputs.DashboardUrl);

    expect(headers.get('access-control-allow-origin')).toBe(outputs.DashboardUrl);
    expect(headers.get('access-control-expose-headers')?.toLowerCase()).toContain('etag');
  });

  test.each([['a preflight', preflight] as const, ...answers])('cannot read %s on a page of another origin', async (_, request) => {
    const { headers } = await request(FOREIGN_ORIGIN);

    expect(['*', FOREIGN_ORIGIN]).not.toContain(headers.get('access-control-allow-origin'));
  });
});

function encodeNonAscii(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[^\x00-\x7f]/g, encodeURIComponent);
}
