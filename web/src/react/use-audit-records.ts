import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { AuditPage, AuditQuery } from '../../../src/contract/audit';

/**
 * Returns the audit log of a tenant, newest first, for admins and members with the role `auditor`, page by page. The `people` of a page say who the
 * users in its records are now. A page can be empty although `hasNextPage` is true: with a filter, a request ends after some thousand records, and
 * the next one continues there.
 */
export function useAuditRecords(tenantId: string, filter: AuditQuery = {}): UseInfiniteQueryResult<InfiniteData<AuditPage>> {
  const { client, keys } = useTenancyContext();
  const { from, to, actor, action } = filter;
  return useInfiniteQuery({
    queryKey: keys.audit(tenantId, filter),
    queryFn: async ({ signal, pageParam }) => client.listAuditRecords(tenantId, { from, to, actor, action, signal, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    retry,
  });
}
