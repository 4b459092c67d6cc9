import type { UseMutationResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import { TenancyApiError } from '../errors';

/**
 * Ends the user's own membership. Fails with `refused` for the last admin. Succeeds if an admin has already removed the user.
 */
export function useLeaveTenant(tenantId: string): UseMutationResult<MembershipChange, Error, void> {
  const { keys } = useTenancyContext();
  return useMembershipChange({
    mutationKey: keys.ofTenant(tenantId),
    change: async (client) => {
      try {
        await client.leaveTenant(tenantId);
      } catch (error) {
        if (!(error instanceof TenancyApiError && error.kind === 'notFound')) throw error;
      }
    },
    isExpected: (membership) => membership.tenantId !== tenantId,
  });
}
