import { act, cleanup, createQueryClient, render, waitFor } from './hooks';
import { AnnasSession, type Work } from './people';
import { SessionEndedError } from '../../../web/src';
import {
  useActiveTenant, useCloseTenant, useCreateTenant, useInvitation, useLeaveTenant, useReadMembership, useRestoreTenant, useSwitchTenant, useTenant,
  useTenants,
} from '../../../web/src/react';
import { type Answer, Api, problem } from '../api';

const CODE = `green.${'0a'.repeat(16)}.${'s'.repeat(43)}`;
const BLUE: Work = ['blue', 'admin'];
const GREEN: Work = ['green', 'member'];
const DONE: Answer = { status: 204 };
const CREATED: Answer = { status: 201, body: { tenantId: 'green', name: 'Green', status: 'active' } };
const PREVIEW: Answer = { body: { tenantId: 'green', tenantName: 'Green', role: 'member', expiresAt: '2026-03-09T10:00:00.000Z' } };
const ACCEPTED: Answer = { body: { tenantId: 'green', role: 'member' } };
const LOST = problem(504, 'Too late.');
/** A longer wait than the client's limit, so it does not retry by itself. */
const TOO_BUSY = problem(503, 'Busy.', { 'retry-after': '60' });

let api: Api;
afterEach(async () => {
  cleanup();
  await api.stop();
});

async function page<T>(hook: () => T, works: readonly Work[], answers: readonly Answer[]) {
  api = await Api.start(...answers);
  const session = await AnnasSession.of(...works);
  const queryClient = createQueryClient();
  const { result } = render(() => ({ active: useActiveTenant(), hook: hook() }), { apiUrl: api.url, session, queryClient });
  return { result, session, queryClient };
}

test('a user who switches works in the other tenant at once', async () => {
  const { result } = await page(useSwitchTenant, [BLUE, GREEN], [DONE]);
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'blue' }));
  await act(async () => expect(await result.current.hook.mutateAsync('green')).toMatchObject({ outcome: 'ready' }));
  await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'green', role: 'member' }));
  expect(api.requests).toMatchObject([{ method: 'PUT', path: '/prod/tenants/anna/active' }]);
});

test('a token from before the switch is refreshed again', async () => {
  const { result, session } = await page(useSwitchTenant, [BLUE, BLUE, GREEN], [DONE]);
  await act(async () => void await result.current.hook.mutateAsync('green'));
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green' }));
  expect(session.refreshes).toBe(2);
});

test('a switch that the API refuses changes nothing', async () => {
  const { result, session } = await page(useSwitchTenant, [BLUE, GREEN], [problem(404, 'You are not a member of this tenant.')]);
  await act(async () => expect(result.current.hook.mutateAsync('green')).rejects.toMatchObject({ kind: 'notFound' }));
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'blue' }));
  expect(session.refreshes).toBe(0);
});

test('the data of the previous tenant is deleted', async () => {
  const BLUE_TENANT: Answer = { body: { tenantId: 'blue', name: 'Blue', status: 'active' } };
  const GREEN_TENANT: Answer = { body: { tenantId: 'green', name: 'Green', status: 'active' } };
  const { result, queryClient } = await page(() => {
    const active = useActiveTenant();
    return { change: useSwitchTenant(), tenant: useTenant(active.status === 'active' ? active.tenantId : 'blue') };
  }, [BLUE, GREEN], [BLUE_TENANT, DONE, GREEN_TENANT]);
  await waitFor(() => expect(result.current.hook.tenant.data).toMatchObject({ name: 'Blue' }));
  await act(async () => void await result.current.hook.change.mutateAsync('green'));
  await waitFor(() => expect(result.current.hook.tenant.data).toMatchObject({ name: 'Green' }));
  expect(JSON.stringify(queryClient.getQueryCache().getAll().map(({ state }) => state.data))).not.toContain('Blue');
});

test('a user who leaves works in the remaining tenant', async () => {
  const { result } = await page(() => useLeaveTenant('blue'), [BLUE, GREEN], [DONE]);
  await act(async () => void await result.current.hook.mutateAsync());
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green' }));
});

test('a user who leaves their only tenant has none', async () => {
  const { result } = await page(() => useLeaveTenant('blue'), [BLUE, undefined], [DONE, { body: { tenants: [] } }]);
  await act(async () => void await result.current.hook.mutateAsync());
  await waitFor(() => expect(result.current.active).toMatchObject({ status: 'none', userId: 'anna' }));
});

test('a user who leaves after an admin has removed them works in the remaining tenant', async () => {
  const { result } = await page(() => useLeaveTenant('blue'), [BLUE, GREEN], [problem(404, 'You are not a member of this tenant.')]);
  await act(async () => expect(await result.current.hook.mutateAsync()).toMatchObject({ outcome: 'ready' }));
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green' }));
});

test('the token is refreshed if the list of tenants lacks the tenant of the token', async () => {
  const answer: Answer = { body: { tenants: [{ tenantId: 'green', name: 'Green', status: 'active', role: 'member', joinedAt: '2026-03-09T10:00:00.000Z' }] } };
  const { result, session } = await page(() => useTenants('anna'), [BLUE, GREEN], [answer]);
  await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'green', role: 'member' }));
  expect(session.refreshes).toBe(1);
});

describe('a tenant that is closed', () => {
  const CLOSED = { tenantId: 'blue', name: 'Blue', status: 'closing', deleteAt: '2026-04-01T10:00:00.000Z' };
  const useBlue = () => ({ close: useCloseTenant('blue'), tenant: useTenant('blue') });
  const OPEN: Answer = { body: { tenantId: 'blue', name: 'Blue', status: 'active' } };
  const refusal = (status: number, code: string): Answer => ({ status, body: { type: 'about:blank', title: 'No', status, detail: 'No.', code } });

  async function bluePage(works: readonly Work[], answers: readonly Answer[]) {
    const shown = await page(useBlue, works, [OPEN, ...answers]);
    await waitFor(() => expect(shown.result.current.hook.tenant.data).toMatchObject({ status: 'active' }));
    return shown;
  }

  test('leaves the user in another tenant', async () => {
    const { result } = await bluePage([BLUE, GREEN], [{ status: 202, body: CLOSED }, OPEN]);
    await act(async () => expect(await result.current.hook.close.mutateAsync({ name: 'Blue' })).toMatchObject({ outcome: 'ready', response: CLOSED }));
    await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'green' }));
    expect(api.requests[1]).toMatchObject({ method: 'PUT', path: '/prod/tenant/blue/closure', body: '{"name":"Blue"}' });
  });

  test('is listed with its end for a user without another one', async () => {
    const tenants = [{ ...CLOSED, role: 'admin', joinedAt: '2026-03-09T10:00:00.000Z', isActive: false, isRestorable: true }];
    api = await Api.start({ status: 202, body: CLOSED }, { body: { tenants } });
    const { result } = render(() => ({ active: useActiveTenant(), close: useCloseTenant('blue') }), { apiUrl: api.url, session: await AnnasSession.of(BLUE, undefined) });
    await act(async () => void await result.current.close.mutateAsync({ name: 'Blue' }));
    await waitFor(() => expect(result.current.active).toMatchObject({ status: 'inactive', tenants }));
  });

  test('needs a recent sign-in, and the token is not refreshed for it', async () => {
    const { result, session } = await bluePage([BLUE], [refusal(401, 'signInAgain')]);
    await act(async () => expect(result.current.hook.close.mutateAsync({ name: 'Blue' })).rejects.toMatchObject({ kind: 'signInAgain' }));
    expect(session.refreshes).toBe(0);
    expect(api.requests).toHaveLength(2);
  });

  test('is loaded again if it has another name', async () => {
    const { result } = await bluePage([BLUE], [refusal(409, 'wrongTenantName'), { body: { tenantId: 'blue', name: 'Bluer', status: 'active' } }]);
    await act(async () => expect(result.current.hook.close.mutateAsync({ name: 'Blue' })).rejects.toMatchObject({ code: 'wrongTenantName' }));
    await waitFor(() => expect(result.current.hook.tenant.data).toMatchObject({ name: 'Bluer' }));
  });

  test('can already be closed', async () => {
    const { result } = await bluePage([BLUE, GREEN], [refusal(409, 'wrongTenantStatus'), { body: CLOSED }]);
    await act(async () => expect(await result.current.hook.close.mutateAsync({ name: 'Blue' })).toMatchObject({ outcome: 'ready', response: CLOSED }));
  });

  test('is not called closed if it is suspended', async () => {
    const { result } = await bluePage([BLUE], [refusal(409, 'wrongTenantStatus'), { body: { ...CLOSED, status: 'suspended' } }]);
    await act(async () => expect(result.current.hook.close.mutateAsync({ name: 'Blue' })).rejects.toMatchObject({ code: 'wrongTenantStatus' }));
  });

  test('is left by a member who reads it', async () => {
    const { result, session } = await page(() => useTenant('blue'), [BLUE, GREEN], [{ body: CLOSED }]);
    await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'green' }));
    expect(session.refreshes).toBe(1);
  });

  test('is left by a member who sees it in the list of tenants', async () => {
    const tenants = [CLOSED, { tenantId: 'green', name: 'Green', status: 'active' }].map((tenant) => ({ ...tenant, role: 'member', joinedAt: '2026-03-09T10:00:00.000Z' }));
    const { result, session } = await page(() => useTenants('anna'), [BLUE, GREEN], [{ body: { tenants } }]);
    await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'green' }));
    expect(session.refreshes).toBe(1);
  });

  describe('and restored', () => {
    const RESTORED: Answer = { body: { tenantId: 'blue', name: 'Blue', status: 'active' } };
    const listed = (status: string): Answer => ({ body: { tenants: [{ ...CLOSED, status, role: 'admin', joinedAt: '2026-03-09T10:00:00.000Z' }] } });

    test('is there again', async () => {
      const { result } = await page(useRestoreTenant, [undefined, BLUE], [listed('closing'), RESTORED, listed('active')]);
      await waitFor(() => expect(result.current.active).toMatchObject({ status: 'inactive' }));
      await act(async () => expect(await result.current.hook.mutateAsync('blue')).toMatchObject({ outcome: 'ready' }));
      await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'blue', role: 'admin' }));
      expect(api.requests[1]).toMatchObject({ method: 'DELETE', path: '/prod/tenants/anna/closures/blue' });
    });

    test('does not move a user who works in another tenant', async () => {
      const { result, session } = await page(useRestoreTenant, [GREEN], [RESTORED]);
      await act(async () => expect(await result.current.hook.mutateAsync('blue')).toMatchObject({ outcome: 'ready' }));
      await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green' }));
      expect(session.refreshes).toBe(1);
    });

    test('can already be restored', async () => {
      const { result } = await page(useRestoreTenant, [GREEN], [refusal(409, 'wrongTenantStatus')]);
      await act(async () => expect(await result.current.hook.mutateAsync('blue')).toMatchObject({ outcome: 'ready' }));
    });

    test.each([[403, 'closedByOperator'], [409, 'deletionStarted']])('is refused with %d %s', async (status, code) => {
      const { result, session } = await page(useRestoreTenant, [GREEN], [refusal(status, code)]);
      await act(async () => expect(result.current.hook.mutateAsync('blue')).rejects.toMatchObject({ code }));
      expect(session.refreshes).toBe(0);
    });

    test('is waited for if the token does not carry it in time', async () => {
      const { result } = await page(useRestoreTenant, [undefined, undefined, undefined, undefined, undefined, BLUE], [listed('closing'), RESTORED, listed('active')]);
      await waitFor(() => expect(result.current.active).toMatchObject({ status: 'inactive' }));
      await act(async () => expect(await result.current.hook.mutateAsync('blue')).toMatchObject({ outcome: 'delayed' }));
      await waitFor(() => expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'blue' }));
    }, 15_000);
  });
});

describe('another tenant', () => {
  const keys = () => api.requests.map(({ headers }) => headers['idempotency-key']);

  test('becomes the active tenant of its creator', async () => {
    const { result } = await page(useCreateTenant, [BLUE, ['green', 'admin']], [CREATED]);
    await act(async () => expect(await result.current.hook.mutateAsync('Green')).toMatchObject({ outcome: 'ready', response: { name: 'Green' } }));
    await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green', role: 'admin' }));
  });

  test('is in the list of tenants, even if it was created while the list was loading', async () => {
    const list = { body: { tenants: [{ tenantId: 'green', name: 'Green', status: 'active', role: 'admin', active: true }] } };
    const usePage = () => ({ tenants: useTenants('anna'), create: useCreateTenant() });
    const { result } = await page(usePage, [BLUE, ['green', 'admin']], [{ body: { tenants: [] }, afterMs: 300 }, CREATED, list]);
    await waitFor(() => expect(api.requests).toHaveLength(1));
    await act(async () => void await result.current.hook.create.mutateAsync('Green'));
    await waitFor(() => expect(result.current.hook.tenants.data).toMatchObject(list.body));
  });

  test('is created once, however often the user tries', async () => {
    const { result } = await page(useCreateTenant, [BLUE, GREEN], [TOO_BUSY, TOO_BUSY, CREATED, CREATED]);
    for (let tries = 0; tries < 4; tries++) {
      await act(async () => void await result.current.hook.mutateAsync('Green').catch(() => undefined));
    }
    const [first, second, third, fourth] = keys();
    expect([second, third]).toEqual([first, first]);
    // The third attempt succeeded, so the next one creates another tenant.
    expect(fourth).not.toBe(first);
  });

  test.each([
    ['it has another name', TOO_BUSY, 'Greener'],
    ['the previous attempt was refused', problem(409, 'It was deleted.'), 'Green'],
  ])('has a new key if %s', async (_, answer, name) => {
    const { result } = await page(useCreateTenant, [BLUE, GREEN], [answer, CREATED]);
    await act(async () => void await result.current.hook.mutateAsync('Green').catch(() => undefined));
    await act(async () => void await result.current.hook.mutateAsync(name));
    expect(new Set(keys()).size).toBe(2);
  });
});

describe('an invitation', () => {
  const useGreen = () => useInvitation(CODE);

  test('can be previewed and accepted, and its tenant becomes active', async () => {
    const { result } = await page(useGreen, [BLUE, GREEN], [PREVIEW, ACCEPTED]);
    await waitFor(() => expect(result.current.hook.preview.data).toMatchObject({ tenantName: 'Green' }));
    await act(async () => expect(await result.current.hook.accept.mutateAsync()).toMatchObject({ outcome: 'ready', response: { tenantId: 'green' } }));
    await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green' }));
    expect(api.requests.map(({ path }) => path)).toEqual(['preview', 'accept'].map((name) => `/prod/tenants/anna/invitations/${name}`));
  });

  test('can be declined', async () => {
    const { result, session } = await page(useGreen, [BLUE, GREEN], [PREVIEW, DONE]);
    await waitFor(() => expect(result.current.hook.preview.isSuccess).toBe(true));
    await act(async () => void await result.current.hook.decline.mutateAsync());
    expect(api.requests.at(-1)).toMatchObject({ path: '/prod/tenants/anna/invitations/decline' });
    expect(session.refreshes).toBe(0);
  });

  test.each([
    [404, 'notFound'],
    [410, 'gone'],
    [403, 'forbidden'],
  ] as const)('that is refused with %d is reported as %s, without a refresh of the token', async (status, kind) => {
    const { result, session } = await page(useGreen, [BLUE, GREEN], [problem(status, 'No.')]);
    await waitFor(() => expect(result.current.hook.preview.error).toMatchObject({ kind }));
    expect(session.refreshes).toBe(0);
  });

  const TENANTS: Answer = { body: { tenants: [{ tenantId: 'green', role: 'member' }] } };

  test('is recognized as accepted on the next attempt if the response was lost', async () => {
    const { result } = await page(useGreen, [BLUE, GREEN], [PREVIEW, LOST, problem(404, 'It was used.'), TENANTS]);
    await waitFor(() => expect(result.current.hook.preview.isSuccess).toBe(true));
    await act(async () => expect(result.current.hook.accept.mutateAsync()).rejects.toMatchObject({ status: 504 }));
    await act(async () => expect(await result.current.hook.accept.mutateAsync()).toMatchObject({ response: { tenantId: 'green', role: 'member' } }));
  });

  test('that was revoked in the meantime is not reported as accepted', async () => {
    const { result } = await page(useGreen, [BLUE, GREEN], [PREVIEW, LOST, problem(404, 'No.'), { body: { tenants: [] } }]);
    await waitFor(() => expect(result.current.hook.preview.isSuccess).toBe(true));
    await act(async () => expect(result.current.hook.accept.mutateAsync()).rejects.toMatchObject({ status: 504 }));
    await act(async () => expect(result.current.hook.accept.mutateAsync()).rejects.toMatchObject({ kind: 'notFound' }));
  });
});

describe('a refusal by the API', () => {
  test('updates the membership of a user who has lost the tenant', async () => {
    const { result, session } = await page(() => useTenant('blue'), [BLUE, GREEN], [problem(403, 'No.')]);
    await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green' }));
    expect(session.refreshes).toBe(1);
  });

  test('updates the membership of a user who has lost a role', async () => {
    const { result } = await page(() => useLeaveTenant('blue'), [BLUE, ['blue', 'member']], [problem(403, 'No.')]);
    await waitFor(() => expect(result.current.active).toMatchObject({ role: 'admin' }));
    await act(async () => void await result.current.hook.mutateAsync().catch(() => undefined));
    await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'blue', role: 'member' }));
  });

  test('refreshes the token only once if that changes nothing', async () => {
    const { result, session } = await page(() => useTenant('blue'), [BLUE], [problem(403, 'No.')]);
    await waitFor(() => expect(session.refreshes).toBe(1));
    await waitFor(() => expect(result.current.hook.error).toMatchObject({ kind: 'forbidden' }));
    expect(api.requests).toHaveLength(1);
  });
});

test('reads a token that another tab has stored, without a refresh', async () => {
  const { result, session } = await page(useReadMembership, [BLUE, GREEN], []);
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'blue' }));
  // The other tab has refreshed the token.
  await session.refresh();
  await act(async () => result.current.hook());
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'green', role: 'member' }));
  expect(session.refreshes).toBe(1);
});

test('shows that the session has ended when its token is read again', async () => {
  const { result, session } = await page(useReadMembership, [BLUE], []);
  await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'blue' }));
  jest.spyOn(session, 'getSession').mockRejectedValue(new SessionEndedError());
  await act(async () => result.current.hook());
  await waitFor(() => expect(result.current.active).toMatchObject({ status: 'error', error: expect.any(SessionEndedError) }));
});

describe('a read-only tenant', () => {
  const READ_ONLY: Work = ['blue', 'admin', 'READ_ONLY'];
  const blue = (status: string): Answer => ({ body: { tenantId: 'blue', name: 'Blue', status } });
  const listed = (status: string): Answer => ({ body: { tenants: [{ tenantId: 'blue', name: 'Blue', status, role: 'admin', joinedAt: '2026-03-09T10:00:00.000Z', isActive: true }] } });

  test.each<[string, () => unknown, Answer]>([
    ['itself', () => useTenant('blue'), blue('suspended')],
    ['in the list of tenants', () => useTenants('anna'), listed('suspended')],
  ])('is as its token says, so a user who reads it %s needs no other token', async (_, hook, answer) => {
    const { result, session } = await page(hook, [READ_ONLY], [answer]);
    await waitFor(() => expect(result.current.hook).toMatchObject({ isSuccess: true }));
    expect(result.current.active).toMatchObject({ status: 'active', tenantId: 'blue', role: 'admin', access: 'READ_ONLY' });
    expect(session.refreshes).toBe(0);
  });

  test.each<[string, Work, Work, string]>([
    ['begins', BLUE, READ_ONLY, 'suspended'],
    ['ends', READ_ONLY, BLUE, 'active'],
  ])('%s when a user reads its new status', async (_, before, after, status) => {
    const { result, session } = await page(() => useTenant('blue'), [before, after], [blue(status)]);
    await waitFor(() => expect(session.refreshes).toBe(1));
    await waitFor(() => expect((result.current.active as { access?: string }).access).toBe(after?.[2]));
  });
});
