import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { useTenancyContext } from './provider';

/**
 * Deletes the user's account. Sign out afterwards: tokens stay valid until they expire, but the API refuses them. Fails with `signInAgain` if the user
 * must sign in first, and with the code `onlyAdmin` if tenants with other members would have no admin.
 */
export function useDeleteAccount(): UseMutationResult<void, Error, void> {
  const { client } = useTenancyContext();
  return useMutation({ mutationFn: async () => client.deleteAccount() });
}
