import { hashKey, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { QueryKeys } from './query-keys';
import type { TenantsOfUser } from '../../../src/contract/api';
import { TENANT_STATUS, type TenantStatus } from '../../../src/contract/attributes';
import type { TaggedTenant } from '../client';
import { TenancyApiError } from '../errors';
import { type Membership, membershipOfToken } from '../membership-of-token';
import type { SessionSource } from '../session';

/** Updates the hooks with the membership from the current token. Deletes the data of a tenant that the user no longer works in. */
export async function applyMembership(queryClient: QueryClient, keys: QueryKeys, membership: Membership): Promise<void> {
  const before = queryClient.getQueryData<Membership>(keys.membership);
  // A read of the previous token may still be running.
  await queryClient.cancelQueries({ queryKey: keys.membership });
  // The last outcome of waiting may no longer be true.
  await queryClient.invalidateQueries({ queryKey: keys.waiting(membership.userId), refetchType: 'none' });
  queryClient.setQueryData(keys.membership, membership);
  if (before?.tenantId !== undefined && before.tenantId !== membership.tenantId) {
    const queryKey = keys.ofTenant(before.tenantId);
    await queryClient.cancelQueries({ queryKey });
    queryClient.removeQueries({ queryKey });
  }
}

/**
 * Refreshes the token when the API refuses a request about the token's tenant (403), when the list of the user's tenants lacks that tenant, and
 * when the status of the tenant is not the one for which the token was issued. The user may have lost the tenant, or a role in it, since the token was issued.
 */
export function useMembershipNews(session: SessionSource, keys: QueryKeys): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    let looking: Promise<void> | undefined;
    const look = async () => {
      try {
        await applyMembership(queryClient, keys, membershipOfToken((await session.refresh()).token));
      } catch {
        // The hooks that use the membership show what is wrong with the session.
        await queryClient.invalidateQueries({ queryKey: keys.membership });
      }
    };
    const refresh = () => {
      looking ??= look().finally(() => {
        looking = undefined;
      });
    };
    const onData = (name: readonly unknown[], data: unknown) => {
      const { userId, tenantId, access } = queryClient.getQueryData<Membership>(keys.membership) ?? {};
      if (userId === undefined || tenantId === undefined) return;
      const expected: TenantStatus = access === undefined ? TENANT_STATUS.active : TENANT_STATUS.suspended;
      const isOf = (key: readonly unknown[]) => hashKey(name) === hashKey(key);
      if (isOf(keys.tenants(userId))) {
        const own = (data as TenantsOfUser).tenants.find((tenant) => tenant.tenantId === tenantId);
        if (own?.status !== expected) refresh();
      } else if (isOf(keys.tenant(tenantId)) && (data as TaggedTenant).status !== expected) {
        refresh();
      }
    };
    const onError = (name: readonly unknown[] | undefined, error: unknown) => {
      const tenantId = queryClient.getQueryData<Membership>(keys.membership)?.tenantId;
      const isAboutTenant = tenantId !== undefined && keys.ofTenant(tenantId).every((part, index) => name?.[index] === part);
      if (!isAboutTenant || !(error instanceof TenancyApiError && error.kind === 'forbidden')) return;
      refresh();
    };
    const unsubscribe = [
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated') return;
        if (event.action.type === 'error') onError(event.query.queryKey, event.action.error);
        if (event.action.type === 'success') onData(event.query.queryKey, event.action.data);
      }),
      queryClient.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') onError(event.mutation.options.mutationKey, event.action.error);
      }),
    ];
    return () => unsubscribe.forEach((stop) => stop());
  }, [queryClient, session, keys]);
}
