import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';

/** Ends all sessions of the user, on all devices. Sign out in the browser afterwards: the API soon refuses the tokens of this session too. */
export function useSignOutEverywhere(): UseMutationResult<void, Error, void> {
  const { client } = useTenancyContext();
  return useMutation({ mutationFn: async () => client.signOutEverywhere() });
}

/** Ends all sessions of a member, by their user id. */
export function useSignOutMember(tenantId: string): UseMutationResult<void, Error, string> {
  const { client, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: keys.ofTenant(tenantId),
    mutationFn: async (userId: string) => client.signOutMember(tenantId, userId),
    // The member may have left, or the user may no longer be an admin.
    onError: () => void loadAgain(queryClient, keys.members(tenantId)),
    ...CHANGE,
  });
}
