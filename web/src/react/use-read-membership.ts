import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { membershipOfToken } from '../membership-of-token';

/**
 * Returns a function that reads the membership from the session's token again. Use it if tabs share their tokens: when one tab stores a
 * new token, the other tabs update at once. Without it, a tab updates when it gets the focus.
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
