import { type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { useTenancyContext } from './provider';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import type { CloseTenantBody } from '../../../src/contract/api';
import { TENANT_STATUS } from '../../../src/contract/attributes';
import type { TaggedTenant } from '../client';
import { TenancyApiError } from '../errors';

/**
 * Closes a tenant. The user's next token carries another tenant, or none. Succeeds if another admin has already closed it. Fails with
 * `signInAgain` if the user must sign in first, and with the code `wrongTenantName` if the tenant was renamed: `useTenant` then loads the new
 * name.
 */
export function useCloseTenant(tenantId: string): UseMutationResult<MembershipChange<TaggedTenant>, Error, CloseTenantBody> {
  const { keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useMembershipChange({
    mutationKey: keys.ofTenant(tenantId),
    change: async (client, closure: CloseTenantBody) => {
      try {
        return await client.closeTenant(tenantId, closure);
      } catch (error) {
        const code = error instanceof TenancyApiError ? error.code : undefined;
        if (code === 'wrongTenantName') void loadAgain(queryClient, keys.tenant(tenantId));
        if (code !== 'wrongTenantStatus') throw error;
        const tenant = await client.getTenant(tenantId);
        if (tenant.status !== TENANT_STATUS.closing) throw error;
        return tenant;
      }
    },
    isExpected: (membership) => membership.tenantId !== tenantId,
  });
}
