import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { retry } from './query-defaults';
import type { TenantsOfUser } from '../../../src/contract/api';

/** Returns the tenants that a user is a member of. */
export function useTenants(userId: string): UseQueryResult<TenantsOfUser> {
  const { client, keys } = useTenancyContext();
  return useQuery({
    queryKey: keys.tenants(userId),
    queryFn: async ({ signal }) => client.listTenants(userId, { signal }),
    retry,
  });
}
