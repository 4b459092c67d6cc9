import { NetworkError, refreshMembership, SessionEndedError, type SessionSource } from '../../web/src';
import { TokenIssuer } from '../runtime/tokens';

let ofBlue: string;
let ofGreen: string;
beforeAll(async () => {
  const issuer = await TokenIssuer.create();
  [ofBlue, ofGreen] = await Promise.all(['blue', 'green'].map(async (tenant) => issuer.accessToken({ tenant, tenant_role: 'member' })));
});
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const isGreen = ({ tenantId }: { readonly tenantId?: string }) => tenantId === 'green';

/** A session with these results of its refreshes. The last one is repeated. */
function sessionOf(...outcomes: ReadonlyArray<string | Error>): SessionSource & { readonly refresh: jest.Mock } {
  let count = 0;
  return {
    getSession: async () => ({ token: ofBlue }),
    refresh: jest.fn(async () => {
      const outcome = outcomes[Math.min(count++, outcomes.length - 1)];
      if (outcome instanceof Error) throw outcome;
      return { token: outcome };
    }),
  };
}

test('one refresh is enough if the token contains the change', async () => {
  const session = sessionOf(ofGreen);
  await expect(refreshMembership({ session, isExpected: isGreen })).resolves.toMatchObject({ outcome: 'ready', membership: { tenantId: 'green' } });
  expect(session.refresh).toHaveBeenCalledTimes(1);
});

test('a token from before the change is refreshed again', async () => {
  const session = sessionOf(ofBlue, ofGreen);
  const result = refreshMembership({ session, isExpected: isGreen });
  await jest.advanceTimersByTimeAsync(1_000);
  await expect(result).resolves.toMatchObject({ outcome: 'ready' });
  expect(session.refresh).toHaveBeenCalledTimes(2);
});

test('it gives up after seven seconds, and returns the membership of the token', async () => {
  const session = sessionOf(ofBlue);
  const result = refreshMembership({ session, isExpected: isGreen });
  await jest.advanceTimersByTimeAsync(7_000);
  await expect(result).resolves.toMatchObject({ outcome: 'delayed', membership: { tenantId: 'blue' } });
  expect(session.refresh).toHaveBeenCalledTimes(4);
});

test('a refresh that fails is tried again', async () => {
  const session = sessionOf(new NetworkError(), ofGreen);
  const result = refreshMembership({ session, isExpected: isGreen });
  await jest.advanceTimersByTimeAsync(1_000);
  await expect(result).resolves.toMatchObject({ outcome: 'ready' });
});

test('the outcome is `delayed` if all refreshes fail', async () => {
  const result = refreshMembership({ session: sessionOf(new NetworkError()), isExpected: isGreen });
  await jest.advanceTimersByTimeAsync(7_000);
  await expect(result).resolves.toEqual({ outcome: 'delayed', membership: undefined });
});

test('a session that has ended is not refreshed again', async () => {
  const session = sessionOf(new SessionEndedError());
  await expect(refreshMembership({ session, isExpected: isGreen })).rejects.toBeInstanceOf(SessionEndedError);
  expect(session.refresh).toHaveBeenCalledTimes(1);
});

test('it can be aborted while it waits', async () => {
  const controller = new AbortController();
  const result = refreshMembership({ session: sessionOf(ofBlue), isExpected: isGreen, signal: controller.signal });
  const outcome = expect(result).rejects.toMatchObject({ name: 'AbortError' });
  await jest.advanceTimersByTimeAsync(500);
  controller.abort();
  await outcome;
});
