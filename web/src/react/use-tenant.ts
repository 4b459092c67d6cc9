import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { TaggedTenant } from '../client';

/**
 * Returns a tenant, for its members. `error` and `data` can both be set: `data` stays when loading it again fails, even if the person has
 * lost access since (`forbidden`, `notFound`). Without an id, nothing is loaded.
 */
export function useTenant(tenantId: string | undefined): UseQueryResult<TaggedTenant> {
  const { client, keys } = useTenancyContext();
  return useQuery({
    queryKey: keys.tenant(tenantId ?? ''),
    queryFn: tenantId === undefined ? skipToken : async ({ signal }) => client.getTenant(tenantId, { signal }),
    retry,
  });
}
