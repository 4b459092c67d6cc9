import { type Answer, Api, problem } from './api';
import { AUDIT_ACTION, createTenancyClient, NetworkError, TenancyApiError, type TenancyClient } from '../../web/src';
import { TokenIssuer } from '../runtime/tokens';

const TENANT = {
  tenantId: 'blue', name: 'Blue Ltd', status: 'active', createdAt: '2026-03-02T10:00:00.000Z', updatedAt: '2026-03-02T10:00:00.000Z',
} as const;
const FOUND: Answer = { headers: { etag: '"3"' }, body: TENANT };

/** The client's two retries take less time, including their waits. */
const LIMIT_MS = 1_500;

let api: Api;
afterEach(async () => api.stop());

async function clientOf(...answers: Answer[]): Promise<TenancyClient> {
  api = await Api.start(...answers);
  return createTenancyClient({ apiUrl: api.url, token: async () => 'the-token', timeoutMs: LIMIT_MS });
}

describe('reading a tenant', () => {
  test('sends the token, and returns the entity tag', async () => {
    const client = await clientOf(FOUND);
    await expect(client.getTenant('blue')).resolves.toEqual({ ...TENANT, etag: '"3"' });
    expect(api.requests).toMatchObject([{ method: 'GET', path: '/prod/tenant/blue', headers: { authorization: 'Bearer the-token' } }]);
  });

  test('works if the API does not expose the entity tag', async () => {
    const client = await clientOf({ body: TENANT });
    await expect(client.getTenant('blue')).resolves.toEqual(TENANT);
  });

  test.each(['', '.', '../tenants', 'a/b', 'Blue', 'a%2Fb', 'x?y'])('refuses the invalid id %j without a request', async (tenantId) => {
    const client = await clientOf(FOUND);
    await expect(client.getTenant(tenantId)).rejects.toThrow(RangeError);
    expect(api.requests).toEqual([]);
  });

  test('retries after a temporary failure of the server', async () => {
    const client = await clientOf(problem(503, 'Busy.', { 'retry-after': '0' }), problem(500, 'Broken.'), FOUND);
    await expect(client.getTenant('blue')).resolves.toMatchObject({ name: 'Blue Ltd' });
    expect(api.requests).toHaveLength(3);
  });

  test.each([
    ['seconds', '11'],
    ['a date', new Date(Date.now() + 3_600_000).toUTCString()],
    ['more than is left of the time', '2'],
  ])('gives up at once if the server asks for a longer wait: %s', async (_, retryAfter) => {
    const client = await clientOf(problem(503, 'Down for maintenance.', { 'retry-after': retryAfter }), FOUND);
    const start = performance.now();
    await expect(client.getTenant('blue')).rejects.toMatchObject({ status: 503, kind: 'retryLater', message: 'Down for maintenance.' });
    expect(performance.now() - start).toBeLessThan(500);
    expect(api.requests).toHaveLength(1);
  });

  test.each([429, 500, 502, 503, 504])('waits as long as the server asks after %d', async (status) => {
    const client = await clientOf(problem(status, 'No.', { 'retry-after': '1' }), FOUND);
    const start = performance.now();
    await client.getTenant('blue');
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(api.requests).toHaveLength(2);
  });

  test.each([[501, 'retryLater'], [505, 'retryLater'], [408, 'invalid'], [413, 'invalid']] as const)('does not retry after %d', async (status, kind) => {
    const client = await clientOf(problem(status, 'No.'), FOUND);
    await expect(client.getTenant('blue')).rejects.toMatchObject({ status, kind });
    expect(api.requests).toHaveLength(1);
  });

  test.each([
    [400, 'invalid'], [401, 'signIn'], [403, 'forbidden'], [404, 'notFound'],
  ] as const)('does not try again after %d', async (status, kind) => {
    const client = await clientOf(problem(status, 'No.'), FOUND);
    await expect(client.getTenant('blue')).rejects.toMatchObject({ name: 'TenancyApiError', status, kind, message: 'No.' });
    expect(api.requests).toHaveLength(1);
  });
});

describe('renaming a tenant', () => {
  test('sends the name and the entity tag', async () => {
    const client = await clientOf({ headers: { etag: '"4"' }, body: { ...TENANT, name: 'Green Ltd' } });
    await expect(client.renameTenant('blue', 'Green Ltd', { etag: '"3"' })).resolves.toMatchObject({ name: 'Green Ltd', etag: '"4"' });
    expect(api.requests).toMatchObject([{
      method: 'PUT', path: '/prod/tenant/blue', body: '{"name":"Green Ltd"}', headers: { 'if-match': '"3"', 'content-type': 'application/json' },
    }]);
  });

  test('sends no entity tag if the caller has none', async () => {
    const client = await clientOf(FOUND);
    await client.renameTenant('blue', 'Green Ltd');
    expect(api.requests[0].headers).not.toHaveProperty('if-match');
  });

  test.each([[412, 'conflict'], [429, 'retryLater'], [500, 'retryLater'], [503, 'retryLater']] as const)('is sent once, also after %d', async (status, kind) => {
    const client = await clientOf(problem(status, 'No.'), FOUND);
    await expect(client.renameTenant('blue', 'Green Ltd')).rejects.toMatchObject({ status, kind });
    expect(api.requests).toHaveLength(1);
  });

  test('is sent once, also after a timeout', async () => {
    const client = await clientOf({ afterMs: 5_000 });
    await expect(client.renameTenant('blue', 'Green Ltd')).rejects.toBeInstanceOf(NetworkError);
    expect(api.requests).toHaveLength(1);
  });

  test('returns the API\'s error for each field', async () => {
    const errors = [{ field: '/name', detail: 'must not be empty' }];
    const client = await clientOf({ status: 400, body: { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'No.', errors } });
    const error = await client.renameTenant('blue', '').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TenancyApiError);
    expect((error as TenancyApiError).problem?.errors).toEqual(errors);
  });
});

describe('a token that the API refuses', () => {
  const REFUSED = problem(401, 'The token has expired.');

  async function refreshingClientOf(...answers: Answer[]): Promise<TenancyClient> {
    api = await Api.start(...answers);
    return createTenancyClient({ apiUrl: api.url, token: async () => 'old', refreshToken: async () => 'new', timeoutMs: LIMIT_MS });
  }
  const tokens = () => api.requests.map(({ headers }) => headers.authorization);

  test('is replaced, and the read is repeated', async () => {
    const client = await refreshingClientOf(REFUSED, FOUND);
    await expect(client.getTenant('blue')).resolves.toMatchObject({ name: 'Blue Ltd' });
    expect(tokens()).toEqual(['Bearer old', 'Bearer new']);
  });

  test('is replaced, and the change is sent again unchanged', async () => {
    const client = await refreshingClientOf(REFUSED, FOUND);
    await client.renameTenant('blue', 'Blue Ltd', { etag: '"3"' });
    expect(tokens()).toEqual(['Bearer old', 'Bearer new']);
    expect(api.requests[1]).toMatchObject({ method: 'PUT', body: '{"name":"Blue Ltd"}', headers: { 'if-match': '"3"' } });
  });

  test('is replaced also if it expires between two attempts', async () => {
    const client = await refreshingClientOf(problem(503, 'Busy.', { 'retry-after': '0' }), REFUSED, FOUND);
    await expect(client.getTenant('blue')).resolves.toMatchObject({ name: 'Blue Ltd' });
    expect(tokens()).toEqual(['Bearer old', 'Bearer old', 'Bearer new']);
  });

  test('is replaced only once', async () => {
    const client = await refreshingClientOf(REFUSED);
    await expect(client.getTenant('blue')).rejects.toMatchObject({ name: 'TenancyApiError', kind: 'signIn' });
    expect(api.requests).toHaveLength(2);
  });

  test('is not replaced after 403', async () => {
    const client = await refreshingClientOf(problem(403, 'No.'));
    await expect(client.getTenant('blue')).rejects.toMatchObject({ kind: 'forbidden' });
    expect(api.requests).toHaveLength(1);
  });

  test('is not replaced if only a sign-in helps, and the caller gets the problem', async () => {
    const body = { type: 'about:blank', title: 'Unauthorized', status: 401, detail: 'Sign in again.', code: 'signInAgain' };
    const client = await refreshingClientOf({ status: 401, body });
    const error = await client.closeTenant('blue', { name: 'Blue Ltd' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TenancyApiError', kind: 'signInAgain', code: 'signInAgain', problem: body });
    expect(tokens()).toEqual(['Bearer old']);
  });

  test('cannot be replaced after the session has ended', async () => {
    api = await Api.start(REFUSED);
    const ended = new Error('The session has ended.');
    const client = createTenancyClient({ apiUrl: api.url, token: async () => 'old', refreshToken: async () => Promise.reject(ended) });
    await expect(client.getTenant('blue')).rejects.toBe(ended);
    expect(api.requests).toHaveLength(1);
  });
});

describe('failures of requests', () => {
  test('an error response without a problem document is a TenancyApiError', async () => {
    const client = await clientOf({ status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>Forbidden</h1>' });
    const error = await client.getTenant('blue').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 403, kind: 'forbidden', message: 'The API responded with status 403.' });
    expect((error as TenancyApiError).problem).toBeUndefined();
  });

  test('a failed connection is a NetworkError', async () => {
    const client = await clientOf(FOUND);
    const unused = await Api.start(FOUND);
    const { url } = unused;
    await unused.stop();
    const lost = createTenancyClient({ apiUrl: url, token: async () => 'the-token' });
    await expect(lost.listTenants('anna')).rejects.toBeInstanceOf(NetworkError);
    await expect(client.getTenant('blue')).resolves.toBeDefined();
  });

  test('a response that is not JSON is a NetworkError', async () => {
    const client = await clientOf({ headers: { 'content-type': 'text/html' }, body: '<h1>Sign in to the network of this hotel</h1>' });
    await expect(client.getTenant('blue')).rejects.toBeInstanceOf(NetworkError);
  });

  test('an aborted request throws the reason of the signal', async () => {
    const client = await clientOf({ ...FOUND, afterMs: 1_000 });
    const controller = new AbortController();
    const pending = client.getTenant('blue', { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });

  describe('the time limit', () => {
    test.each<[string, Answer[]]>([
      ['an answer that does not come', [{ ...FOUND, afterMs: 5_000 }]],
      ['an answer that does not end', [{ ...FOUND, isCutOff: true }]],
      ['a refusal that does not end', [{ ...problem(404, 'No.'), isCutOff: true }]],
      ['repetitions', [{ ...problem(503, 'Busy.'), afterMs: 400 }]],
      ['the wait between two of them', [{ ...problem(503, 'Busy.'), afterMs: 1_350 }]],
    ])('applies to the whole call: %s', async (_, answers) => {
      const client = await clientOf(...answers);
      const start = performance.now();
      await expect(client.getTenant('blue')).rejects.toMatchObject({ name: 'NetworkError', cause: { name: 'TimeoutError' } });
      expect(performance.now() - start).toBeLessThan(LIMIT_MS + 400);
    });

    test('applies to getting the token', async () => {
      api = await Api.start(FOUND);
      const client = createTenancyClient({ apiUrl: api.url, token: async () => new Promise(() => undefined), timeoutMs: LIMIT_MS });
      await expect(client.getTenant('blue')).rejects.toBeInstanceOf(NetworkError);
      expect(api.requests).toEqual([]);
    });

    test('can be infinite', async () => {
      api = await Api.start({ ...FOUND, afterMs: 100 });
      const client = createTenancyClient({ apiUrl: api.url, token: async () => 'the-token', timeoutMs: Infinity });
      await expect(client.getTenant('blue')).resolves.toMatchObject(TENANT);
    });
  });

  test('a call can be aborted while it gets the token', async () => {
    api = await Api.start(FOUND);
    const controller = new AbortController();
    const client = createTenancyClient({ apiUrl: api.url, token: async () => new Promise(() => controller.abort()) });
    await expect(client.getTenant('blue', { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('an error of the session is thrown, and no request is sent', async () => {
    api = await Api.start(FOUND);
    const ended = new Error('The session has ended.');
    const client = createTenancyClient({ apiUrl: api.url, token: async () => Promise.reject(ended) });
    await expect(client.getTenant('blue')).rejects.toBe(ended);
    expect(api.requests).toEqual([]);
  });
});

test('the tenants of a user are listed as the API returns them', async () => {
  const answer = { tenants: [{ ...TENANT, role: 'admin', joinedAt: '2026-03-02T10:00:00.000Z', isActive: true }] };
  const client = await clientOf({ body: answer });
  await expect(client.listTenants('us-east-1:anna@example.com')).resolves.toEqual(answer);
  expect(api.requests[0].path).toBe('/prod/tenants/us-east-1:anna@example.com');
});

const INVITATION_ID = '0123456789abcdef0123456789abcdef';
const EXPORT_ID = '0b'.repeat(16);
const CODE = `blue.${INVITATION_ID}.${'s'.repeat(43)}`;
const CREATION = { idempotencyKey: '11111111-2222-3333-4444-555555555555' };

const AUDIT_FILTER = {
  from: '2026-11-01T00:00:00+01:00', to: '2026-12-01T00:00:00Z', actor: 'ben', action: AUDIT_ACTION.memberRemoved, limit: 100, cursor: 'c',
};
const AUDIT_QUERY = 'from=2026-11-01T00%3A00%3A00%2B01%3A00&to=2026-12-01T00%3A00%3A00Z&actor=ben&action=member.removed&limit=100&cursor=c';

describe('people in tenants', () => {
  test.each<[string, (client: TenancyClient) => Promise<unknown>, string, string, object | undefined]>([
    ['creates a tenant', (client) => client.createTenant('anna', 'Green', CREATION), 'POST', 'tenants/anna', { name: 'Green' }],
    ['switches', (client) => client.switchTenant('anna', 'blue'), 'PUT', 'tenants/anna/active', { tenantId: 'blue' }],
    ['closes a tenant', (client) => client.closeTenant('blue', { name: 'Blue Ltd', reason: 'Sold' }), 'PUT', 'tenant/blue/closure', { name: 'Blue Ltd', reason: 'Sold' }],
    ['requests an export', (client) => client.requestExport('blue'), 'POST', 'tenant/blue/exports', undefined],
    ['describes an export', (client) => client.describeExport('blue', EXPORT_ID, { cursor: 'c' }), 'GET', `tenant/blue/exports/${EXPORT_ID}?cursor=c`, undefined],
    ['lists members', (client) => client.listMembers('blue'), 'GET', 'tenant/blue/members', undefined],
    ['lists more members', (client) => client.listMembers('blue', { limit: 10, cursor: 'a+b' }), 'GET', 'tenant/blue/members?limit=10&cursor=a%2Bb', undefined],
    ['changes a role', (client) => client.changeRole('blue', 'ben', 'editor'), 'PUT', 'tenant/blue/members/ben', { role: 'editor' }],
    ['removes a member', (client) => client.removeMember('blue', 'ben'), 'DELETE', 'tenant/blue/members/ben', undefined],
    ['signs a member out', (client) => client.signOutMember('blue', 'ben'), 'POST', 'tenant/blue/members/ben/sign-out', undefined],
    ['leaves', (client) => client.leaveTenant('blue'), 'DELETE', 'tenant/blue/membership', undefined],
    ['lists invitations', (client) => client.listInvitations('blue', { cursor: 'c' }), 'GET', 'tenant/blue/invitations?cursor=c', undefined],
    ['lists audit records', (client) => client.listAuditRecords('blue'), 'GET', 'tenant/blue/audit', undefined],
    ['filters audit records', (client) => client.listAuditRecords('blue', AUDIT_FILTER), 'GET', `tenant/blue/audit?${AUDIT_QUERY}`, undefined],
    ['invites', (client) => client.createInvitation('blue', { email: 'ben@example.com', role: 'member' }), 'POST', 'tenant/blue/invitations', { email: 'ben@example.com', role: 'member' }],
    ['invites again', (client) => client.resendInvitation('blue', INVITATION_ID), 'POST', `tenant/blue/invitations/${INVITATION_ID}/resend`, undefined],
    ['revokes', (client) => client.revokeInvitation('blue', INVITATION_ID), 'DELETE', `tenant/blue/invitations/${INVITATION_ID}`, undefined],
    ['previews', (client) => client.previewInvitation('anna', CODE), 'POST', 'tenants/anna/invitations/preview', { code: CODE }],
    ['accepts', (client) => client.acceptInvitation('anna', CODE), 'POST', 'tenants/anna/invitations/accept', { code: CODE }],
    ['declines', (client) => client.declineInvitation('anna', CODE), 'POST', 'tenants/anna/invitations/decline', { code: CODE }],
  ])('the client %s', async (_, send, method, path, body) => {
    const client = await clientOf({ body: {} });
    await send(client);
    expect(api.requests).toMatchObject([{ method, path: `/prod/${path}`, body: body === undefined ? '' : JSON.stringify(body) }]);
  });

  test.each<[string, (client: TenancyClient) => Promise<unknown>]>([
    ['a removal', (client) => client.removeMember('blue', 'ben')],
    ['a sign-out of a member', (client) => client.signOutMember('blue', 'ben')],
    ['leaving', (client) => client.leaveTenant('blue')],
    ['a switch', (client) => client.switchTenant('anna', 'blue')],
    ['a revocation', (client) => client.revokeInvitation('blue', INVITATION_ID)],
    ['declining', (client) => client.declineInvitation('anna', CODE)],
  ])('%s succeeds with a response without a body', async (_, send) => {
    await expect(send(await clientOf({ status: 204 }))).resolves.toBeUndefined();
  });

  test.each<[string, (client: TenancyClient) => Promise<unknown>]>([
    ['a closure', (client) => client.closeTenant('blue', { name: 'Blue Ltd' })],
    ['a change of a role', (client) => client.changeRole('blue', 'ben', 'admin')],
    ['an invitation', (client) => client.createInvitation('blue', { email: 'ben@example.com', role: 'member' })],
    ['an acceptance', (client) => client.acceptInvitation('anna', CODE)],
  ])('%s is sent once, whatever the response is', async (_, send) => {
    const client = await clientOf(problem(503, 'Busy.', { 'retry-after': '0' }), { body: {} });
    await expect(send(client)).rejects.toMatchObject({ kind: 'retryLater' });
    expect(api.requests).toHaveLength(1);
  });

  test('a creation is retried with the same idempotency key', async () => {
    const client = await clientOf(problem(503, 'Busy.', { 'retry-after': '0' }), { isLost: true }, { status: 201, headers: { etag: '"1"' }, body: TENANT });
    await expect(client.createTenant('anna', 'Blue Ltd', CREATION)).resolves.toEqual({ ...TENANT, etag: '"1"' });
    expect(api.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill(CREATION.idempotencyKey));
  });

  test('the request of an export is retried, because it results in the same export', async () => {
    const client = await clientOf(problem(503, 'Busy.', { 'retry-after': '0' }), { isLost: true }, { status: 202, body: { exportId: EXPORT_ID } });
    await expect(client.requestExport('blue')).resolves.toEqual({ exportId: EXPORT_ID });
    expect(api.requests).toHaveLength(3);
  });

  test('the preview of an invitation is retried, because it changes nothing', async () => {
    const client = await clientOf(problem(503, 'Busy.', { 'retry-after': '0' }), { body: { tenantName: 'Blue' } });
    await expect(client.previewInvitation('anna', CODE)).resolves.toEqual({ tenantName: 'Blue' });
  });

  test('the code of an error is returned', async () => {
    const client = await clientOf({ status: 403, body: { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'No.', code: 'emailNotVerified' } });
    await expect(client.acceptInvitation('anna', CODE)).rejects.toMatchObject({ kind: 'forbidden', code: 'emailNotVerified' });
  });

  test('a reached limit is returned', async () => {
    const limit = { name: 'membersPerTenant', value: 3 };
    const client = await clientOf({ status: 409, body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'No.', limit } });
    await expect(client.acceptInvitation('anna', CODE)).rejects.toMatchObject({ kind: 'limitReached', limit });
  });

  test('429 with a limit is reported as a limit, and is not retried', async () => {
    const limit = { name: 'mailsPerTenantAndDay', value: 200 };
    const client = await clientOf({ status: 429, body: { type: 'about:blank', title: 'Too Many Requests', status: 429, detail: 'No.', limit } });
    await expect(client.acceptInvitation('anna', CODE)).rejects.toMatchObject({ kind: 'limitReached', limit });
  });

  test.each([[409, 'refused'], [410, 'gone']] as const)('status %d has the kind %s', async (status, kind) => {
    const client = await clientOf(problem(status, 'No.'));
    const error = await client.leaveTenant('blue').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status, kind, limit: undefined });
  });

  test.each<[string, (client: TenancyClient) => Promise<unknown>]>([
    ['member', (client) => client.removeMember('blue', 'a/b')],
    ['invitation', (client) => client.revokeInvitation('blue', '../members')],
  ])('an invalid id of a %s is refused without a request', async (_, send) => {
    const client = await clientOf({ status: 204 });
    await expect(send(client)).rejects.toThrow(RangeError);
    expect(api.requests).toEqual([]);
  });
});

test('all sessions of the user of the token are ended, and the request is retried, because it can be repeated', async () => {
  const token = await (await TokenIssuer.create()).accessToken({ sub: 'anna' });
  api = await Api.start(problem(503, 'Busy.', { 'retry-after': '0' }), { isLost: true }, { status: 204 });
  const client = createTenancyClient({ apiUrl: api.url, token: async () => token });
  await expect(client.signOutEverywhere()).resolves.toBeUndefined();
  const request = { method: 'POST', path: '/prod/tenants/anna/sign-out', body: '' };
  expect(api.requests).toMatchObject([request, request, request]);
});

describe('closing tenants', () => {
  const CLOSING = { ...TENANT, status: 'closing', deleteAt: '2026-04-01T10:00:00.000Z' } as const;

  test('a closure returns when the tenant is deleted', async () => {
    const client = await clientOf({ status: 202, headers: { etag: '"4"' }, body: CLOSING });
    await expect(client.closeTenant('blue', { name: 'Blue Ltd' })).resolves.toEqual({ ...CLOSING, etag: '"4"' });
  });

  test('are restored for the user of the token', async () => {
    const token = await (await TokenIssuer.create()).accessToken({ sub: 'anna' });
    api = await Api.start(problem(401, 'The token has expired.'), FOUND);
    const client = createTenancyClient({ apiUrl: api.url, token: async () => token, refreshToken: async () => token });
    await expect(client.restoreTenant('blue')).resolves.toEqual({ ...TENANT, etag: '"3"' });
    const request = { method: 'DELETE', path: '/prod/tenants/anna/closures/blue', body: '' };
    expect(api.requests).toMatchObject([request, request]);
  });

  test('are restored by one request, whatever the response is', async () => {
    const token = await (await TokenIssuer.create()).accessToken({ sub: 'anna' });
    api = await Api.start(problem(503, 'Busy.', { 'retry-after': '0' }), FOUND);
    const client = createTenancyClient({ apiUrl: api.url, token: async () => token });
    await expect(client.restoreTenant('blue')).rejects.toMatchObject({ kind: 'retryLater' });
    expect(api.requests).toHaveLength(1);
  });

  test('are not restored by an invalid id', async () => {
    const token = await (await TokenIssuer.create()).accessToken({ sub: 'anna' });
    api = await Api.start(FOUND);
    const client = createTenancyClient({ apiUrl: api.url, token: async () => token });
    await expect(client.restoreTenant('../active')).rejects.toThrow(RangeError);
    expect(api.requests).toEqual([]);
  });
});
