import type { UseMutationResult } from '@tanstack/react-query';
import { type MembershipChange, useMembershipChange } from './use-membership-change';

/** Makes another of the user's tenants, by its id, the active one. `refused` says that it is not active, as a suspended one, and no token can carry it. */
export function useSwitchTenant(): UseMutationResult<MembershipChange, Error, string> {
  return useMembershipChange({
    change: async (client, tenantId: string, userId) => client.switchTenant(userId, tenantId),
    isExpected: (membership, _, tenantId) => membership.tenantId === tenantId,
  });
}
