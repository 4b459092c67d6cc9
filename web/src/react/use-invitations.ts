import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { InvitationPage } from '../../../src/contract/api';

/** Returns the pending invitations of a tenant, for admins, page by page. */
export function useInvitations(tenantId: string): UseInfiniteQueryResult<InfiniteData<InvitationPage>> {
  const { client, keys } = useTenancyContext();
  return useInfiniteQuery({
    queryKey: keys.invitations(tenantId),
    queryFn: async ({ signal, pageParam }) => client.listInvitations(tenantId, { signal, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    retry,
  });
}
