import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { CreateInvitationBody, IssuedInvitation } from '../../../src/contract/api';
import type { TenancyClient } from '../client';

/** Invites somebody. The answer has the link, once, where no mail carries it. */
export function useInvite(tenantId: string): UseMutationResult<IssuedInvitation, Error, CreateInvitationBody> {
  return useInvitationChange(tenantId, async (client, invitation) => client.createInvitation(tenantId, invitation));
}

/** Gives an invitation, by its id, a new code with a new expiry. The code before is no longer valid. */
export function useResendInvitation(tenantId: string): UseMutationResult<IssuedInvitation, Error, string> {
  return useInvitationChange(tenantId, async (client, invitationId) => client.resendInvitation(tenantId, invitationId));
}

/** Takes an invitation back, by its id. */
export function useRevokeInvitation(tenantId: string): UseMutationResult<void, Error, string> {
  return useInvitationChange(tenantId, async (client, invitationId) => client.revokeInvitation(tenantId, invitationId));
}

function useInvitationChange<Input, Answer>(
  tenantId: string, change: (client: TenancyClient, input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const { client, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: keys.ofTenant(tenantId),
    mutationFn: async (input: Input) => change(client, input),
    // After an error too: the change may have been made all the same.
    onSettled: () => void loadAgain(queryClient, keys.invitations(tenantId)),
    // The code is in there.
    gcTime: 0,
    ...CHANGE,
  });
}
