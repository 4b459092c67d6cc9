import type { UseMutationResult } from '@tanstack/react-query';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import { TenancyApiError } from '../errors';

/**
 * Restores a closing tenant, by its id. A user without an active tenant then works in it. Succeeds if another admin has already restored it.
 * Fails with `refused` and the code `deletionStarted` if it is too late.
 */
export function useRestoreTenant(): UseMutationResult<MembershipChange, Error, string> {
  return useMembershipChange({
    change: async (client, tenantId: string) => {
      try {
        await client.restoreTenant(tenantId);
      } catch (error) {
        // The tenant is no longer closing.
        if (!(error instanceof TenancyApiError && error.code === 'wrongTenantStatus')) throw error;
      }
    },
    // Another tenant can stay the active one.
    isExpected: (membership) => membership.tenantId !== undefined,
  });
}
