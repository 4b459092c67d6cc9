import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { TenancyClient } from '../client';
import { type Membership, membershipOfToken } from '../membership-of-token';
import { refreshMembership, type RefreshResult } from '../refresh-membership';

/** The result of a change of the user's active tenant. `delayed` means that the change was made, but the token doesn't carry it yet. */
export interface MembershipChange<ResponseBody = void> extends RefreshResult {
  /** The response of the API. */
  readonly response: ResponseBody;
}

interface MembershipChangeProps<Input, ResponseBody> {
  readonly mutationKey?: readonly unknown[];
  readonly change: (client: TenancyClient, input: Input, userId: string) => Promise<ResponseBody>;
  /** Whether the token contains the change. */
  readonly isExpected: (membership: Membership, response: ResponseBody, input: Input) => boolean;
}

/** Changes the user's active tenant, refreshes the token until it contains the change, and deletes the data of the old tenant. */
export function useMembershipChange<Input, ResponseBody>(
  { mutationKey, change, isExpected }: MembershipChangeProps<Input, ResponseBody>,
): UseMutationResult<MembershipChange<ResponseBody>, Error, Input> {
  const { client, session, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey,
    mutationFn: async (input: Input) => {
      const { userId } = membershipOfToken((await session.getSession()).token);
      const response = await change(client, input, userId);
      const result = await refreshMembership({ session, isExpected: (membership) => isExpected(membership, response, input) });
      if (result.membership !== undefined) await applyMembership(queryClient, keys, result.membership);
      void loadAgain(queryClient, keys.tenants(userId));
      if (result.outcome === 'delayed') {
        // The page still shows the state of the old token. A user without a tenant waits for one.
        void loadAgain(queryClient, keys.waiting(userId));
        if (mutationKey !== undefined) void loadAgain(queryClient, mutationKey);
      }
      return { ...result, response };
    },
    ...CHANGE,
  });
}
