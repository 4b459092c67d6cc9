import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTenancy } from './provider';
import { retry } from './query-defaults';
import { queryKey } from './query-keys';
import type { TenantRole } from '../../../src/contract/roles';
import { membershipOfToken } from '../membership-of-token';
import { waitForTenant } from '../wait-for-tenant';

export type ActiveTenant =
  | { readonly status: 'loading' }
  /** The token carries this tenant. */
  | { readonly status: 'active'; readonly userId: string; readonly tenantId: string; readonly role?: TenantRole }
  /** The user has signed up a moment ago. This ends by itself. */
  | { readonly status: 'creating' }
  /** The user has no tenant, and none is being made. */
  | { readonly status: 'none'; readonly userId: string; readonly lookAgain: () => void }
  /** The tenant is still not there after a minute. */
  | { readonly status: 'delayed'; readonly userId: string; readonly lookAgain: () => void }
  | { readonly status: 'error'; readonly error: Error; readonly lookAgain: () => void };

/**
 * The tenant that the user's token carries. When it carries none, this waits for the one that is being made, and refreshes the
 * token until it is in there.
 */
export function useActiveTenant(): ActiveTenant {
  const { client, session } = useTenancy();
  const queryClient = useQueryClient();
  const [isCreating, setIsCreating] = useState(false);

  const membership = useQuery({
    queryKey: queryKey.membership,
    // Nearly for free, so that a token with another tenant or role is noticed whenever the person comes back to the page.
    queryFn: async () => membershipOfToken((await session.getSession()).token),
    retry,
  });
  const isWaiting = membership.data !== undefined && membership.data.tenantId === undefined;
  const waiting = useQuery({
    queryKey: queryKey.waiting,
    queryFn: async ({ signal }) => {
      setIsCreating(false);
      const result = await waitForTenant({ client, session, signal, onCreating: () => setIsCreating(true) });
      if (result.outcome === 'ready') queryClient.setQueryData(queryKey.membership, result.membership);
      return result;
    },
    enabled: isWaiting,
    // Only the person looks again; but who has lost the tenant once waited for has to know what is the case now.
    staleTime: (query) => (query.state.data?.outcome === 'ready' ? 0 : Infinity),
    retry,
  });

  if (membership.data === undefined) {
    return membership.isError && !membership.isFetching
      ? { status: 'error', error: membership.error, lookAgain: () => void membership.refetch() }
      : { status: 'loading' };
  }

  const { userId, tenantId, role } = membership.data;
  if (tenantId !== undefined) return { status: 'active', userId, tenantId, role };
  if (waiting.isFetching) return { status: isCreating ? 'creating' : 'loading' };

  const lookAgain = () => void waiting.refetch();
  if (waiting.isError) return { status: 'error', error: waiting.error, lookAgain };
  switch (waiting.data?.outcome) {
    case 'none': return { status: 'none', userId, lookAgain };
    case 'timeout': return { status: 'delayed', userId, lookAgain };
    default: return { status: 'loading' };
  }
}
