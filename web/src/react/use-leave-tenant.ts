import type { UseMutationResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';
import { type MembershipChange, useMembershipChange } from './use-membership-change';

/** Ends the user's own membership. `refused` says that the last admin cannot leave. */
export function useLeaveTenant(tenantId: string): UseMutationResult<MembershipChange, Error, void> {
  const { keys } = useTenancyContext();
  return useMembershipChange({
    mutationKey: keys.ofTenant(tenantId),
    change: async (client) => client.leaveTenant(tenantId),
    isExpected: (membership) => membership.tenantId !== tenantId,
  });
}
