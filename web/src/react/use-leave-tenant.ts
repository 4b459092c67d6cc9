import type { UseMutationResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import { TenancyApiError } from '../errors';

/**
 * Ends the user's own membership. `refused` says that the last admin cannot leave. A membership that has ended before, because an
 * admin removed the user, is left as well.
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
