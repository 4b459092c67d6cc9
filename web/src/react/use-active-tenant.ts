import { useQuery, useQueryClient } from '@tanstack/react-query';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { TenantRole } from '../../../src/contract/roles';
import { SessionEndedError } from '../errors';
import { membershipOfToken } from '../membership-of-token';
import { waitForTenant, type WaitResult } from '../wait-for-tenant';

export type ActiveTenant =
  | { readonly status: 'loading' }
  /** The token carries this tenant. */
  | { readonly status: 'active'; readonly userId: string; readonly tenantId: string; readonly role?: TenantRole }
  /** The user has signed up a moment ago. This ends by itself. */
  | { readonly status: 'creating' }
  /** The user has no tenant, and none is being made. */
  | { readonly status: 'none'; readonly userId: string; readonly lookAgain: () => void }
  /** The user is a member, and of no tenant that is active: it is suspended or deleted. */
  | { readonly status: 'inactive'; readonly userId: string; readonly lookAgain: () => void }
  /** The tenant is still not there after a minute. */
  | { readonly status: 'delayed'; readonly userId: string; readonly lookAgain: () => void }
  /** A {@link SessionEndedError} when nobody is signed in any more: then signing in helps, and looking again does not. */
  | { readonly status: 'error'; readonly error: Error; readonly lookAgain: () => void };

/**
 * The tenant that the user's token carries. When it carries none, this waits for the one that is being made, and refreshes the
 * token until it is in there.
 */
export function useActiveTenant(): ActiveTenant {
  const { client, session, keys } = useTenancyContext();
  const queryClient = useQueryClient();

  const membership = useQuery({
    queryKey: keys.membership,
    // Nearly for free, so that a token with another tenant or role is noticed whenever the person comes back to the page.
    queryFn: async ({ signal }) => {
      const { token } = await session.getSession();
      // It may be the next user's by now.
      signal.throwIfAborted();
      return membershipOfToken(token);
    },
    retry,
  });
  const waitingKey = keys.waiting(membership.data?.userId);
  const waiting = useQuery<WaitState>({
    queryKey: waitingKey,
    queryFn: async ({ signal }) => {
      const onCreating = () => queryClient.setQueryData<WaitState>(waitingKey, { outcome: 'creating' });
      const result = await waitForTenant({ client, session, signal, onCreating });
      signal.throwIfAborted();
      if (result.outcome === 'ready') await applyMembership(queryClient, keys, result.membership);
      return result;
    },
    enabled: membership.data !== undefined && membership.data.tenantId === undefined,
    // Only the person looks again; but who has lost the tenant once waited for has to know what is the case now.
    staleTime: (query) => (isFinal(query.state.data) ? Infinity : 0),
    retry,
  });

  const hasEnded = membership.error instanceof SessionEndedError;
  if (membership.isError && !membership.isFetching && (membership.data === undefined || hasEnded)) {
    return { status: 'error', error: membership.error, lookAgain: () => void membership.refetch() };
  }
  if (membership.data === undefined) return { status: 'loading' };

  const { userId, tenantId, role } = membership.data;
  if (tenantId !== undefined) return { status: 'active', userId, tenantId, role };
  const isCreating = waiting.data?.outcome === 'creating';
  if (waiting.isFetching) return { status: isCreating ? 'creating' : 'loading' };

  const lookAgain = () => void waiting.refetch();
  if (waiting.isError) return { status: 'error', error: waiting.error, lookAgain };
  switch (waiting.data?.outcome) {
    case 'none': return { status: 'none', userId, lookAgain };
    case 'inactive': return { status: 'inactive', userId, lookAgain };
    case 'timeout': return { status: 'delayed', userId, lookAgain };
    // Waiting goes on by itself when there is a connection again.
    default: return { status: isCreating ? 'creating' : 'loading' };
  }
}

/** What is known of waiting, for all who look at it. */
type WaitState = WaitResult | { readonly outcome: 'creating' };

function isFinal(state: WaitState | undefined): boolean {
  return state?.outcome === 'none' || state?.outcome === 'inactive' || state?.outcome === 'timeout';
}
