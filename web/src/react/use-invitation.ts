import { useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTenancyContext } from './provider';
import { CHANGE, retry } from './query-defaults';
import { type MembershipChange, useMembershipChange } from './use-membership-change';
import type { AcceptedInvitation, InvitationPreview } from '../../../src/contract/api';
import { isUnsure, TenancyApiError } from '../errors';
import { membershipOfToken } from '../membership-of-token';

/** An invitation, for a user who has its code. */
export interface Invitation {
  /**
   * The invitation's details. Fails with `notFound` if the code is not valid, `gone` if it has expired, and `forbidden` if the user can't
   * use it. The `code` of the error gives the reason.
   */
  readonly preview: UseQueryResult<InvitationPreview>;
  /** Makes the user a member who works in the tenant. */
  readonly accept: UseMutationResult<MembershipChange<AcceptedInvitation>, Error, void>;
  readonly decline: UseMutationResult<void, Error, void>;
}

export function useInvitation(code: string): Invitation {
  const { client, session, keys } = useTenancyContext();
  // Whether an earlier attempt to accept may have succeeded.
  const isAcceptanceUnsure = useRef(false);
  const userId = async () => membershipOfToken((await session.getSession()).token).userId;

  const preview = useQuery({
    queryKey: keys.invitation(code),
    queryFn: async ({ signal }) => client.previewInvitation(await userId(), code, { signal }),
    // Not loaded again, because an accepted or declined invitation is no longer valid. Not kept, because the key contains the code.
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
        // An earlier acceptance may have succeeded although its response was lost.
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

/** Whether the API says that the invitation can no longer be accepted. */
function isAnswered(error: unknown): boolean {
  return error instanceof TenancyApiError && (error.kind === 'notFound' || error.kind === 'refused');
}
