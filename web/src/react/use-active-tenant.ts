import { useQuery, useQueryClient } from '@tanstack/react-query';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { TenantsOfUser } from '../../../src/contract/api';
import type { TenantAccess } from '../../../src/contract/claims';
import type { TenantRole } from '../../../src/contract/roles';
import { SessionEndedError } from '../errors';
import { membershipOfToken } from '../membership-of-token';
import { waitForTenant, type WaitResult } from '../wait-for-tenant';

export type ActiveTenant =
  | { readonly status: 'loading' }
  /** The token carries this tenant. With the access `READ_ONLY`, the tenant is suspended, and the user can change nothing in it. */
  | {
    readonly status: 'active';
    readonly userId: string;
    readonly tenantId: string;
    readonly role?: TenantRole;
    readonly access?: TenantAccess;
  }
  /** The user has just signed up, and the tenant is being created. The status changes by itself. */
  | { readonly status: 'creating' }
  /** The user has no tenant, and none is being created. */
  | { readonly status: 'none'; readonly userId: string; readonly lookAgain: () => void }
  /** The user has these tenants, but none of them is active: they are suspended or closing, for example. */
  | { readonly status: 'inactive'; readonly userId: string; readonly tenants: TenantsOfUser['tenants']; readonly lookAgain: () => void }
  /** The tenant still does not exist after a minute. */
  | { readonly status: 'delayed'; readonly userId: string; readonly lookAgain: () => void }
  /** The membership could not be read. After a {@link SessionEndedError} the user must sign in; `lookAgain` doesn't help. */
  | { readonly status: 'error'; readonly error: Error; readonly lookAgain: () => void };

/**
 * Returns the tenant that the user's token carries. If it carries none, the hook waits for the tenant that is being created, and
 * refreshes the token until it carries the tenant.
 */
export function useActiveTenant(): ActiveTenant {
  const { client, session, keys } = useTenancyContext();
  const queryClient = useQueryClient();

  const membership = useQuery({
    queryKey: keys.membership,
    // This is cheap, so it runs whenever the person comes back to the page. It notices a token with another tenant or role.
    queryFn: async ({ signal }) => {
      const { token } = await session.getSession();
      // The token may already be the next user's.
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
    // A final outcome stays until the person looks again. All other outcomes are stale, for a user who has lost the tenant since.
    staleTime: (query) => (isFinal(query.state.data) ? Infinity : 0),
    retry,
  });

  const hasEnded = membership.error instanceof SessionEndedError;
  if (membership.isError && !membership.isFetching && (membership.data === undefined || hasEnded)) {
    return { status: 'error', error: membership.error, lookAgain: () => void membership.refetch() };
  }
  if (membership.data === undefined) return { status: 'loading' };

  const { userId, tenantId, role, access } = membership.data;
  if (tenantId !== undefined) return { status: 'active', userId, tenantId, role, access };
  const isCreating = waiting.data?.outcome === 'creating';
  if (waiting.isFetching) return { status: isCreating ? 'creating' : 'loading' };

  const lookAgain = () => void waiting.refetch();
  if (waiting.isError) return { status: 'error', error: waiting.error, lookAgain };
  switch (waiting.data?.outcome) {
    case 'none': return { status: 'none', userId, lookAgain };
    case 'inactive': return { status: 'inactive', userId, tenants: waiting.data.tenants, lookAgain };
    case 'timeout': return { status: 'delayed', userId, lookAgain };
    // Waiting continues by itself when the connection is back.
    default: return { status: isCreating ? 'creating' : 'loading' };
  }
}

/** The state of waiting for a tenant, shared by all components. */
type WaitState = WaitResult | { readonly outcome: 'creating' };

function isFinal(state: WaitState | undefined): boolean {
  return state?.outcome === 'none' || state?.outcome === 'inactive' || state?.outcome === 'timeout';
}
