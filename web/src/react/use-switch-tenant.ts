import type { UseMutationResult } from '@tanstack/react-query';
import { type MembershipChange, useMembershipChange } from './use-membership-change';

/** Makes another of the user's tenants, by its id, the active tenant. Fails with `refused` if the tenant isn't active, for example suspended. */
export function useSwitchTenant(): UseMutationResult<MembershipChange, Error, string> {
  return useMembershipChange({
    change: async (client, tenantId: string, userId) => client.switchTenant(userId, tenantId),
    isExpected: (membership, _, tenantId) => membership.tenantId === tenantId,
  });
}
