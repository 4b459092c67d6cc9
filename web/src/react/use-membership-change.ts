import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { TenancyClient } from '../client';
import { type Membership, membershipOfToken } from '../membership-of-token';
import { refreshMembership, type RefreshResult } from '../refresh-membership';

/** A change of the tenant that the user works in. With `delayed` it is made, and the token does not say so yet. */
export interface MembershipChange<Answer = void> extends RefreshResult {
  /** What the API has answered. */
  readonly answer: Answer;
}

interface MembershipChangeProps<Input, Answer> {
  readonly mutationKey?: readonly unknown[];
  readonly change: (client: TenancyClient, input: Input, userId: string) => Promise<Answer>;
  /** Whether this is what the token has to say after the change. */
  readonly isExpected: (membership: Membership, answer: Answer, input: Input) => boolean;
}

/** Changes which tenant the user works in, then refreshes the token until it says so, and drops what was loaded of the old tenant. */
export function useMembershipChange<Input, Answer>(
  { mutationKey, change, isExpected }: MembershipChangeProps<Input, Answer>,
): UseMutationResult<MembershipChange<Answer>, Error, Input> {
  const { client, session, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey,
    mutationFn: async (input: Input) => {
      const { userId } = membershipOfToken((await session.getSession()).token);
      const answer = await change(client, input, userId);
      const result = await refreshMembership({ session, isExpected: (membership) => isExpected(membership, answer, input) });
      if (result.membership !== undefined) await applyMembership(queryClient, keys, result.membership);
      void loadAgain(queryClient, keys.tenants(userId));
      return { ...result, answer };
    },
    ...CHANGE,
  });
}
