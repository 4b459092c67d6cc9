import { act, cleanup, createQueryClient, render, waitFor } from './hooks';
import { SessionEndedError, type SessionSource } from '../../../web/src';
import { useActiveTenant } from '../../../web/src/react';
import { TokenIssuer } from '../../runtime/tokens';
import { type Answer, Api } from '../api';

const CREATING: Answer = { body: { tenants: [], creation: { status: 'creating', retryAfterSeconds: 0.2 } } };
const BLUE = { tenantId: 'blue', name: 'Blue', status: 'active', role: 'admin', joinedAt: '2026-03-02T10:00:00.000Z', isActive: true };
const LISTED: Answer = { body: { tenants: [BLUE] } };
const NONE: Answer = { body: { tenants: [] } };

let issuer: TokenIssuer;
let api: Api;
beforeAll(async () => {
  issuer = await TokenIssuer.create();
});
afterEach(async () => {
  cleanup();
  await api.stop();
});

const tokenOf = async (sub: string, tenant?: string) => issuer.accessToken({ sub, tenant, tenant_role: tenant && 'admin' });

/** A session with one token, and another token after a refresh. */
function sessionOf(first: string, refreshed = first): SessionSource {
  let token = first;
  return {
    getSession: async () => ({ token }),
    refresh: async () => ({ token: token = refreshed }),
  };
}

describe('the active tenant', () => {
  test('is the tenant of the token', async () => {
    api = await Api.start(NONE);
    const { result } = render(useActiveTenant, { apiUrl: api.url, session: sessionOf(await tokenOf('anna', 'blue')) });
    expect(result.current).toEqual({ status: 'loading' });
    await waitFor(() => expect(result.current).toEqual({ status: 'active', userId: 'anna', tenantId: 'blue', role: 'admin' }));
    expect(api.requests).toEqual([]);
  });

  test('is `creating` while it is created', async () => {
    api = await Api.start(CREATING, LISTED);
    const session = sessionOf(await tokenOf('anna'), await tokenOf('anna', 'blue'));
    const { result } = render(useActiveTenant, { apiUrl: api.url, session });
    await waitFor(() => expect(result.current).toEqual({ status: 'creating' }));
    await waitFor(() => expect(result.current).toMatchObject({ status: 'active', tenantId: 'blue' }));
  });

  test('is `creating` for all components, also for a component that is mounted later', async () => {
    api = await Api.start(CREATING);
    const page = { apiUrl: api.url, session: sessionOf(await tokenOf('anna')), queryClient: createQueryClient() };
    const first = render(useActiveTenant, page);
    await waitFor(() => expect(first.result.current).toEqual({ status: 'creating' }));
    expect(render(useActiveTenant, page).result.current).toEqual({ status: 'creating' });
  });

  test('is `none` for a user without a tenant, until the user checks again', async () => {
    api = await Api.start(NONE, LISTED);
    const session = sessionOf(await tokenOf('anna'), await tokenOf('anna', 'blue'));
    const { result } = render(useActiveTenant, { apiUrl: api.url, session });
    await waitFor(() => expect(result.current).toMatchObject({ status: 'none', userId: 'anna' }));
    act(() => (result.current as { lookAgain: () => void }).lookAgain());
    await waitFor(() => expect(result.current).toMatchObject({ status: 'active', tenantId: 'blue' }));
  });

  test.each([
    { status: 'suspended' },
    { status: 'closing', deleteAt: '2026-04-01T10:00:00.000Z', isRestorable: false },
  ])('is `inactive`, and never `creating`, if the user has a $status tenant', async (inactive) => {
    const tenants = [{ ...BLUE, ...inactive, isActive: false }];
    api = await Api.start({ body: { tenants } });
    const seen = new Set<string>();
    const { result } = render(() => {
      const active = useActiveTenant();
      seen.add(active.status);
      return active;
    }, { apiUrl: api.url, session: sessionOf(await tokenOf('anna')) });
    await waitFor(() => expect(result.current).toMatchObject({ status: 'inactive', userId: 'anna', tenants }));
    expect([...seen]).toEqual(['loading', 'inactive']);
  });
});

describe('the next user of the page', () => {
  test.each<[string, string | undefined, boolean]>([
    ['named to the provider', 'ben', true],
    ['with a separate session', undefined, false],
  ])('%s never sees the tenant of the previous user', async (_, user, isSameSession) => {
    api = await Api.start(NONE);
    let token = await tokenOf('anna', 'blue');
    const session: SessionSource = { getSession: async () => ({ token }), refresh: async () => ({ token }) };
    const queryClient = createQueryClient();
    const anna = render(useActiveTenant, { apiUrl: api.url, session, user: user && 'anna', queryClient });
    await waitFor(() => expect(anna.result.current).toMatchObject({ status: 'active', userId: 'anna' }));
    anna.unmount();

    token = await tokenOf('ben', 'green');
    const ben = render(useActiveTenant, { apiUrl: api.url, session: isSameSession ? session : { ...session }, user, queryClient });
    expect(ben.result.current).toEqual({ status: 'loading' });
    await waitFor(() => expect(ben.result.current).toMatchObject({ status: 'active', userId: 'ben', tenantId: 'green' }));
  });

  test('does not inherit the waiting of the previous user of the same session', async () => {
    api = await Api.start(NONE);
    let token = await tokenOf('anna');
    const session: SessionSource = { getSession: async () => ({ token }), refresh: async () => ({ token }) };
    const queryClient = createQueryClient();
    const { result } = render(useActiveTenant, { apiUrl: api.url, session, queryClient });
    await waitFor(() => expect(result.current).toMatchObject({ status: 'none', userId: 'anna' }));

    token = await tokenOf('ben');
    await act(async () => queryClient.invalidateQueries());
    await waitFor(() => expect(result.current).toMatchObject({ status: 'none', userId: 'ben' }));
    expect(api.requests.at(-1)?.path).toBe('/prod/tenants/ben');
  });
});

test('a session that has ended is an error, even if a tenant was shown', async () => {
  api = await Api.start(NONE);
  let session = sessionOf(await tokenOf('anna', 'blue'));
  const queryClient = createQueryClient();
  const source: SessionSource = { getSession: async () => session.getSession(), refresh: async () => session.refresh() };
  const { result } = render(useActiveTenant, { apiUrl: api.url, session: source, queryClient });
  await waitFor(() => expect(result.current).toMatchObject({ status: 'active' }));

  const end = async () => Promise.reject(new SessionEndedError());
  session = { getSession: end, refresh: end };
  await act(async () => queryClient.invalidateQueries());
  await waitFor(() => expect(result.current).toMatchObject({ status: 'error', error: { name: 'SessionEndedError' } }));
});
