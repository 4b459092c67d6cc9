import { type Answer, Api } from './api';
import { createTenancyClient, type SessionSource, waitForTenant } from '../../web/src';
import { TokenIssuer } from '../runtime/tokens';

const PENDING: Answer = { body: { tenants: [], creation: { status: 'pending', retryAfterSeconds: 0.05 } } };
const CREATING: Answer = { body: { tenants: [], creation: { status: 'creating', retryAfterSeconds: 0.05 } } };
const BLUE = { tenantId: 'blue', name: 'Blue', status: 'active', role: 'admin', joinedAt: '2026-03-02T10:00:00.000Z', isActive: true };
const LISTED: Answer = { body: { tenants: [BLUE] } };
const NONE: Answer = { body: { tenants: [] } };
const OF_NOBODY = { tenant: undefined, tenant_role: undefined };
const OF_BLUE = { tenant: 'blue', tenant_role: 'admin' };

let issuer: TokenIssuer;
let api: Api;
beforeAll(async () => {
  issuer = await TokenIssuer.create();
});
afterEach(async () => api.stop());

/** A session whose token carries the tenant from this refresh on. */
async function sessionOf(refreshes: number): Promise<SessionSource & { refreshes: number }> {
  const [without, withTenant] = await Promise.all([issuer.accessToken(OF_NOBODY), issuer.accessToken(OF_BLUE)]);
  const session = {
    refreshes: 0,
    getSession: async () => ({ token: session.refreshes >= refreshes ? withTenant : without }),
    refresh: async () => {
      session.refreshes += 1;
      return session.getSession();
    },
  };
  return session;
}

async function wait(session: SessionSource, answers: Answer[], more: { patienceMs?: number; signal?: AbortSignal } = {}) {
  api = await Api.start(...answers);
  const client = createTenancyClient({ apiUrl: api.url, token: async () => (await session.getSession()).token });
  const onCreating = jest.fn();
  return { result: waitForTenant({ client, session, onCreating, ...more }), onCreating };
}

test('polls until the tenant is listed, then refreshes the token', async () => {
  const session = await sessionOf(1);
  const { result, onCreating } = await wait(session, [PENDING, CREATING, LISTED]);
  await expect(result).resolves.toMatchObject({ outcome: 'ready', membership: { tenantId: 'blue', role: 'admin' } });
  expect(api.requests).toHaveLength(3);
  expect(session.refreshes).toBe(1);
  expect(onCreating).toHaveBeenCalled();
});

test('refreshes again while the pre-token function does not see the tenant yet, without another request to the API', async () => {
  const session = await sessionOf(2);
  const { result } = await wait(session, [LISTED]);
  await expect(result).resolves.toMatchObject({ outcome: 'ready' });
  expect(session.refreshes).toBe(2);
  expect(api.requests).toHaveLength(1);
});

test('sends no request if the token already has the tenant', async () => {
  const { result } = await wait(await sessionOf(0), [NONE]);
  await expect(result).resolves.toMatchObject({ outcome: 'ready' });
  expect(api.requests).toEqual([]);
});

test('returns `none` if no tenant is being created', async () => {
  const { result, onCreating } = await wait(await sessionOf(1), [NONE]);
  await expect(result).resolves.toEqual({ outcome: 'none' });
  expect(onCreating).not.toHaveBeenCalled();
});

test('gives up after the time limit', async () => {
  const { result } = await wait(await sessionOf(1), [PENDING], { patienceMs: 200 });
  await expect(result).resolves.toEqual({ outcome: 'timeout' });
});

test('returns `inactive` if a listed tenant is not in the token after a few refreshes with growing pauses', async () => {
  const session = await sessionOf(Infinity);
  const start = performance.now();
  const refreshedAt: number[] = [];
  const { result, onCreating } = await wait({
    getSession: session.getSession,
    refresh: async () => {
      refreshedAt.push(Math.floor((performance.now() - start) / 1_000));
      return session.refresh();
    },
  }, [LISTED]);
  await expect(result).resolves.toEqual({ outcome: 'inactive', tenants: [BLUE] });
  expect(refreshedAt).toEqual([0, 1, 3, 7]);
  expect(onCreating).not.toHaveBeenCalled();
  expect(api.requests).toHaveLength(1);
}, 15_000);

test('returns `inactive` at once, without a refresh, if no listed tenant is active', async () => {
  const tenants = [
    { ...BLUE, status: 'suspended', isActive: false },
    { ...BLUE, tenantId: 'green', status: 'deleted', isActive: false },
    { ...BLUE, tenantId: 'red', status: 'closing', isActive: false, deleteAt: '2026-04-01T10:00:00.000Z', isRestorable: true },
  ];
  const session = await sessionOf(1);
  const { result } = await wait(session, [{ body: { tenants } }]);
  await expect(result).resolves.toEqual({ outcome: 'inactive', tenants });
  expect(session.refreshes).toBe(0);
});

test('waits for the token if it can carry a suspended tenant', async () => {
  const { result } = await wait(await sessionOf(1), [{ body: { tenants: [{ ...BLUE, status: 'suspended', isActive: true, isReadOnly: true }] } }]);
  await expect(result).resolves.toMatchObject({ outcome: 'ready' });
});

test('waits for the token if one of the listed tenants is active', async () => {
  const { result } = await wait(await sessionOf(1), [{ body: { tenants: [{ ...BLUE, tenantId: 'green', status: 'suspended' }, BLUE] } }]);
  await expect(result).resolves.toMatchObject({ outcome: 'ready' });
});

test('can be aborted while it waits', async () => {
  const controller = new AbortController();
  const slow: Answer = { body: { tenants: [], creation: { status: 'pending', retryAfterSeconds: 30 } } };
  const { result, onCreating } = await wait(await sessionOf(1), [slow], { signal: controller.signal });
  // It starts to wait right after `onCreating`.
  onCreating.mockImplementation(() => setTimeout(() => controller.abort(), 20));
  await expect(result).rejects.toMatchObject({ name: 'AbortError' });
  expect(onCreating).toHaveBeenCalledTimes(1);
  expect(api.requests).toHaveLength(1);
});

test('throws the errors of requests', async () => {
  const { result } = await wait(await sessionOf(1), [{ status: 403, body: {} }]);
  await expect(result).rejects.toMatchObject({ name: 'TenancyApiError', status: 403 });
});
