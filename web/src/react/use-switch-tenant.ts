import type { UseMutationResult } from '@tanstack/react-query';
import { type MembershipChange, useMembershipChange } from './use-membership-change';

/** Makes another of the user's tenants, by its id, the active tenant. Fails with `refused` if no token can carry the tenant, for example because it's closing. */
export function useSwitchTenant(): UseMutationResult<MembershipChange, Error, string> {
  return useMembershipChange({
    change: async (client, tenantId: string, userId) => client.switchTenant(userId, tenantId),
    isExpected: (membership, _, tenantId) => membership.tenantId === tenantId,
  });
}
