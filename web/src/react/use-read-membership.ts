import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { membershipOfToken } from '../membership-of-token';

/**
 * Reads the membership from the session's token again. For pages whose tabs share their tokens: a tab that switches, joins or leaves
 * a tenant stores a new token, and this tells the hooks of the other tabs at once. Without it they notice when a tab gets the focus.
 */
export function useReadMembership(): () => Promise<void> {
  const { session, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useCallback(async () => {
    try {
      await applyMembership(queryClient, keys, membershipOfToken((await session.getSession()).token));
    } catch {
      // The hooks that use the membership show what is wrong with the session.
      await queryClient.invalidateQueries({ queryKey: keys.membership });
    }
  }, [session, keys, queryClient]);
}
