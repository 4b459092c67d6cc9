import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenancy } from './provider';
import { retry } from './query-defaults';
import { queryKey } from './query-keys';
import type { TaggedTenant } from '../client';

/** The tenant, as members of it see it. */
export function useTenant(tenantId: string): UseQueryResult<TaggedTenant> {
  const { client } = useTenancy();
  return useQuery({
    queryKey: queryKey.tenant(tenantId),
    queryFn: async ({ signal }) => client.getTenant(tenantId, { signal }),
    retry,
  });
}
