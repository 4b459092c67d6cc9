import type { UseMutationResult } from '@tanstack/react-query';
import { type MembershipChange, useMembershipChange } from './use-membership-change';

/** Makes another of the user's tenants, by its id, the active one. A suspended tenant gets into no token: that is `delayed` too. */
export function useSwitchTenant(): UseMutationResult<MembershipChange, Error, string> {
  return useMembershipChange({
    change: async (client, tenantId: string, userId) => client.switchTenant(userId, tenantId),
    isExpected: (membership, _, tenantId) => membership.tenantId === tenantId,
  });
}
