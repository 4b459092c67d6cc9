import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTenancy } from './provider';
import { retry } from './query-defaults';
import { queryKey } from './query-keys';
import type { TenantsOfUser } from '../../../src/contract/api';

/** The tenants that a user is a member of. */
export function useTenants(userId: string): UseQueryResult<TenantsOfUser> {
  const { client } = useTenancy();
  return useQuery({
    queryKey: queryKey.tenants(userId),
    queryFn: async ({ signal }) => client.listTenants(userId, { signal }),
    retry,
  });
}
