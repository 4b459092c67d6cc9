import { useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTenancyContext } from './provider';
import { CHANGE, retry } from './query-defaults';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import type { AcceptedInvitation, InvitationPreview } from '../../../src/contract/api';
import { isUnsure, TenancyApiError } from '../errors';
import { membershipOfToken } from '../membership-of-token';

/** An invitation, for whoever has been given its code. */
export interface Invitation {
  /**
   * Fails with `notFound` for a code that is not valid, or no longer, `gone` for one that has expired, and `forbidden` for one of another person. The `code` of the
   * error says more.
   */
  readonly preview: UseQueryResult<InvitationPreview>;
  /** Makes the user a member who works in the tenant. */
  readonly accept: UseMutationResult<MembershipChange<AcceptedInvitation>, Error, void>;
  readonly decline: UseMutationResult<void, Error, void>;
}

export function useInvitation(code: string): Invitation {
  const { client, session, keys } = useTenancyContext();
  // Nobody knows whether the invitation was accepted from here.
  const isAcceptanceUnsure = useRef(false);
  const userId = async () => membershipOfToken((await session.getSession()).token).userId;

  const preview = useQuery({
    queryKey: keys.invitation(code),
    queryFn: async ({ signal }) => client.previewInvitation(await userId(), code, { signal }),
    // Once answered, the invitation is no longer valid. The code is nothing to keep.
    staleTime: Infinity,
    gcTime: 0,
    retry,
  });
  const accept = useMembershipChange<void, AcceptedInvitation>({
    change: async (_client, _, user) => {
      try {
        return await client.acceptInvitation(user, code);
      } catch (error) {
        const wasUnsure = isAcceptanceUnsure.current;
        isAcceptanceUnsure.current = wasUnsure || isUnsure(error);
        if (!wasUnsure || !isAnswered(error) || preview.data === undefined) throw error;
        // An acceptance whose answer got lost was made all the same.
        const { tenantId } = preview.data;
        const joined = (await client.listTenants(user)).tenants.find((tenant) => tenant.tenantId === tenantId);
        if (joined === undefined) throw error;
        return { tenantId, role: joined.role };
      }
    },
    isExpected: (membership, accepted) => membership.tenantId === accepted.tenantId,
  });
  const decline = useMutation({
    mutationFn: async () => client.declineInvitation(await userId(), code),
    ...CHANGE,
  });
  return { preview, accept, decline };
}

/** Whether the API says that there is no such invitation to accept any more. */
function isAnswered(error: unknown): boolean {
  return error instanceof TenancyApiError && (error.kind === 'notFound' || error.kind === 'refused');
}
