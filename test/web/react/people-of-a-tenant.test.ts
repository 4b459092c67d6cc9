import { act, cleanup, render, waitFor } from './hooks';
import { AnnasSession, type Work } from './people';
import {
  useActiveTenant, useChangeRole, useInvitations, useInvite, useMembers, useRemoveMember, useResendInvitation, useRevokeInvitation,
  useSignOutEverywhere, useSignOutMember,
} from '../../../web/src/react';
import { type Answer, Api, problem } from '../api';

const ADMIN: Work = ['blue', 'admin'];
const [ANNA, BEN, CLEO] = (['anna', 'ben', 'cleo'] as const).map((userId) => ({
  userId, name: userId, email: `${userId}@example.com`, role: 'admin', joinedAt: '2026-03-02T10:00:00.000Z',
}));
const FIRST: Answer = { body: { members: [ANNA, BEN], nextCursor: 'the-rest' } };
const REST: Answer = { body: { members: [CLEO] } };
const INVITATION_ID = '0a'.repeat(16);

let api: Api;
afterEach(async () => {
  cleanup();
  await api.stop();
});

async function page<T>(hook: () => T, answers: readonly Answer[], works: readonly Work[] = [ADMIN]) {
  api = await Api.start(...answers);
  return render(hook, { apiUrl: api.url, session: await AnnasSession.of(...works) }).result;
}

const useMembersPage = () => ({
  active: useActiveTenant(),
  members: useMembers('blue'),
  changeRole: useChangeRole('blue'),
  remove: useRemoveMember('blue'),
  signOut: useSignOutMember('blue'),
});

async function membersPage(answers: readonly Answer[], works?: readonly Work[]) {
  const result = await page(useMembersPage, answers, works);
  await waitFor(() => expect(result.current.members.data).toBeDefined());
  const shown = () => result.current.members.data!.pages.flatMap(({ members }) => members);
  return { result, shown };
}

describe('members', () => {
  test('are loaded page by page', async () => {
    const { result, shown } = await membersPage([FIRST, REST]);
    expect(result.current.members.hasNextPage).toBe(true);
    await act(async () => void await result.current.members.fetchNextPage());
    await waitFor(() => expect(shown()).toEqual([ANNA, BEN, CLEO]));
    expect(result.current.members.hasNextPage).toBe(false);
    expect(api.requests.map(({ path }) => path)).toEqual(['/prod/tenant/blue/members', '/prod/tenant/blue/members?cursor=the-rest']);
  });

  test('show a new role as soon as it is saved', async () => {
    const { result, shown } = await membersPage([FIRST, { body: { ...BEN, role: 'member' } }]);
    await act(async () => void await result.current.changeRole.mutateAsync({ userId: 'ben', role: 'member' }));
    await waitFor(() => expect(shown()).toEqual([ANNA, { ...BEN, role: 'member' }]));
    expect(api.requests).toHaveLength(2);
  });

  test('no longer include a removed member', async () => {
    const { result, shown } = await membersPage([FIRST, { status: 204 }]);
    await act(async () => void await result.current.remove.mutateAsync('ben'));
    await waitFor(() => expect(shown()).toEqual([ANNA]));
    expect(api.requests).toHaveLength(2);
  });

  test('are loaded again after a failed change', async () => {
    const { result, shown } = await membersPage([FIRST, problem(404, 'There is no such member.'), { body: { members: [ANNA] } }]);
    await act(async () => void await result.current.remove.mutateAsync('ben').catch(() => undefined));
    await waitFor(() => expect(shown()).toEqual([ANNA]));
  });

  test('who are signed out stay in the list', async () => {
    const { result, shown } = await membersPage([FIRST, { status: 204 }]);
    await act(async () => result.current.signOut.mutateAsync('ben'));
    expect(shown()).toEqual([ANNA, BEN]);
    expect(api.requests.at(-1)).toMatchObject({ method: 'POST', path: '/prod/tenant/blue/members/ben/sign-out' });
  });

  test('are loaded again if a member who is to be signed out is gone', async () => {
    const { result, shown } = await membersPage([FIRST, problem(404, 'Member not found.'), { body: { members: [ANNA] } }]);
    await act(async () => void await result.current.signOut.mutateAsync('ben').catch(() => undefined));
    await waitFor(() => expect(shown()).toEqual([ANNA]));
  });

  test('end all of their own sessions', async () => {
    const result = await page(() => useSignOutEverywhere(), [{ status: 204 }]);
    await act(async () => result.current.mutateAsync());
    expect(api.requests).toMatchObject([{ method: 'POST', path: '/prod/tenants/anna/sign-out' }]);
  });

  test('who change their own role get a token with it', async () => {
    const { result } = await membersPage([FIRST, { body: { ...ANNA, role: 'member' } }], [ADMIN, ['blue', 'member']]);
    await act(async () => void await result.current.changeRole.mutateAsync({ userId: 'anna', role: 'member' }));
    await waitFor(() => expect(result.current.active).toMatchObject({ tenantId: 'blue', role: 'member' }));
  });

  test('who change the role of another member keep their token', async () => {
    const { result } = await membersPage([FIRST, { body: { ...BEN, role: 'member' } }], [ADMIN, ['blue', 'member']]);
    await act(async () => void await result.current.changeRole.mutateAsync({ userId: 'ben', role: 'member' }));
    expect(result.current.active).toMatchObject({ role: 'admin' });
  });
});

describe('invitations', () => {
  const DORA = { email: 'dora@example.com', role: 'member' };
  const NONE: Answer = { body: { invitations: [] } };
  const WAITING = { invitationId: INVITATION_ID, ...DORA, status: 'pending' };
  const ONE: Answer = { body: { invitations: [WAITING] } };
  const ISSUED: Answer = { status: 201, body: { ...WAITING, code: 'c', link: 'https://app.example.com/invitation#c' } };
  const usePage = () => ({
    invitations: useInvitations('blue'), invite: useInvite('blue'), resend: useResendInvitation('blue'), revoke: useRevokeInvitation('blue'),
  });
  const shown = ({ current }: { readonly current: ReturnType<typeof usePage> }) => (
    current.invitations.data?.pages.flatMap(({ invitations }) => invitations)
  );

  test('include a new invitation, and the inviter gets the link', async () => {
    const result = await page(usePage, [NONE, ISSUED, ONE]);
    await waitFor(() => expect(shown(result)).toEqual([]));
    await act(async () => expect(await result.current.invite.mutateAsync(DORA)).toMatchObject({ link: expect.stringContaining('#c') }));
    await waitFor(() => expect(shown(result)).toEqual([WAITING]));
  });

  test('include an invitation that was created while the list was loading', async () => {
    const result = await page(usePage, [{ ...NONE, afterMs: 300 }, ISSUED, ONE]);
    await waitFor(() => expect(api.requests).toHaveLength(1));
    await act(async () => void await result.current.invite.mutateAsync(DORA));
    await waitFor(() => expect(shown(result)).toEqual([WAITING]));
  });

  test.each(['resend', 'revoke'] as const)('are loaded again after: %s', async (change) => {
    const result = await page(usePage, [ONE, ISSUED, NONE]);
    await waitFor(() => expect(shown(result)).toEqual([WAITING]));
    await act(async () => void await result.current[change].mutateAsync(INVITATION_ID));
    await waitFor(() => expect(shown(result)).toEqual([]));
  });

  test('are loaded again after a failure, because the invitation may have been created', async () => {
    const result = await page(usePage, [NONE, problem(504, 'Too late.'), ONE]);
    await waitFor(() => expect(shown(result)).toEqual([]));
    await act(async () => void await result.current.invite.mutateAsync(DORA).catch(() => undefined));
    await waitFor(() => expect(shown(result)).toEqual([WAITING]));
  });
});
