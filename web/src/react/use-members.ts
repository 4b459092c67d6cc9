import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { MemberPage } from '../../../src/contract/api';

/** Returns the members of a tenant, page by page. `fetchNextPage` loads more while `hasNextPage` is true. */
export function useMembers(tenantId: string): UseInfiniteQueryResult<InfiniteData<MemberPage>> {
  const { client, keys } = useTenancyContext();
  return useInfiniteQuery({
    queryKey: keys.members(tenantId),
    queryFn: async ({ signal, pageParam }) => client.listMembers(tenantId, { signal, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    retry,
  });
}
