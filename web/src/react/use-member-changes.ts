import { type InfiniteData, useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { applyMembership } from './membership-news';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { MemberPage, MemberRepresentation } from '../../../src/contract/api';
import type { TenantRole } from '../../../src/contract/roles';
import type { TenancyClient } from '../client';
import { type Membership, membershipOfToken } from '../membership-of-token';
import { refreshMembership } from '../refresh-membership';

export interface ChangeRoleInput {
  readonly userId: string;
  readonly role: TenantRole;
}

/** Gives a member another role, and updates the data of `useMembers`. Fails with `refused` if no admin would be left. */
export function useChangeRole(tenantId: string): UseMutationResult<MemberRepresentation, Error, ChangeRoleInput> {
  return useMemberChange<ChangeRoleInput, MemberRepresentation>(tenantId, {
    userIdOf: ({ userId }) => userId,
    change: async (client, { userId, role }) => client.changeRole(tenantId, userId, role),
    update: (members, changed) => members.map((member) => (member.userId === changed.userId ? changed : member)),
    isExpected: (membership, { role }) => membership.tenantId !== tenantId || membership.role === role,
  });
}

/** Removes a member, by their user id, and updates the data of `useMembers`. Fails with `refused` if no admin would be left. */
export function useRemoveMember(tenantId: string): UseMutationResult<void, Error, string> {
  return useMemberChange<string, void>(tenantId, {
    userIdOf: (userId) => userId,
    change: async (client, userId) => client.removeMember(tenantId, userId),
    update: (members, _, userId) => members.filter((member) => member.userId !== userId),
    isExpected: (membership) => membership.tenantId !== tenantId,
  });
}

interface MemberChange<Input, ResponseBody> {
  readonly userIdOf: (input: Input) => string;
  readonly change: (client: TenancyClient, input: Input) => Promise<ResponseBody>;
  readonly update: (members: readonly MemberRepresentation[], response: ResponseBody, input: Input) => readonly MemberRepresentation[];
  /** Whether the token contains the change. Called only if the member is the user themselves. */
  readonly isExpected: (membership: Membership, input: Input) => boolean;
}

function useMemberChange<Input, ResponseBody>(
  tenantId: string, props: MemberChange<Input, ResponseBody>,
): UseMutationResult<ResponseBody, Error, Input> {
  const { userIdOf, change, update, isExpected } = props;
  const { client, session, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  const queryKey = keys.members(tenantId);
  return useMutation({
    mutationKey: keys.ofTenant(tenantId),
    mutationFn: async (input: Input) => {
      const response = await change(client, input);
      if (userIdOf(input) === membershipOfToken((await session.getSession()).token).userId) {
        const { membership } = await refreshMembership({ session, isExpected: (current) => isExpected(current, input) });
        if (membership !== undefined) await applyMembership(queryClient, keys, membership);
      }
      return response;
    },
    onMutate: async () => queryClient.cancelQueries({ queryKey }),
    onSuccess: (response, input) => {
      queryClient.setQueryData<InfiniteData<MemberPage>>(queryKey, (data) => data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, members: update(page.members, response, input) })),
      });
    },
    // The change may have been made nevertheless, or the list may have changed since.
    onError: () => void loadAgain(queryClient, queryKey),
    ...CHANGE,
  });
}
