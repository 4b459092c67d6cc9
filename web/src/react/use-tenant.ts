import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { TaggedTenant } from '../client';

/**
 * The tenant, as members of it see it. `error` may be there beside `data`: what was loaded before stays when it cannot be loaded
 * again, also when the person has lost access to it meanwhile (`forbidden`, `notFound`). Without an id nothing is asked for.
 */
export function useTenant(tenantId: string | undefined): UseQueryResult<TaggedTenant> {
  const { client, keys } = useTenancyContext();
  return useQuery({
    queryKey: keys.tenant(tenantId ?? ''),
    queryFn: tenantId === undefined ? skipToken : async ({ signal }) => client.getTenant(tenantId, { signal }),
    retry,
  });
}
