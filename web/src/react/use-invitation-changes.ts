import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { loadAgain } from './load-again';
import { useTenancyContext } from './provider';
import { CHANGE } from './query-defaults';
import type { CreateInvitationBody, IssuedInvitation } from '../../../src/contract/api';
import type { TenancyClient } from '../client';

/** Invites a person. If no email is sent, only `data` of this mutation contains the code and the link. */
export function useInvite(tenantId: string): UseMutationResult<IssuedInvitation, Error, CreateInvitationBody> {
  return useInvitationChange(tenantId, async (client, invitation) => client.createInvitation(tenantId, invitation));
}

/** Gives an invitation, by its id, a new code with a new expiry. The previous code is no longer valid. */
export function useResendInvitation(tenantId: string): UseMutationResult<IssuedInvitation, Error, string> {
  return useInvitationChange(tenantId, async (client, invitationId) => client.resendInvitation(tenantId, invitationId));
}

/** Revokes an invitation, by its id. */
export function useRevokeInvitation(tenantId: string): UseMutationResult<void, Error, string> {
  return useInvitationChange(tenantId, async (client, invitationId) => client.revokeInvitation(tenantId, invitationId));
}

function useInvitationChange<Input, ResponseBody>(
  tenantId: string, change: (client: TenancyClient, input: Input) => Promise<ResponseBody>,
): UseMutationResult<ResponseBody, Error, Input> {
  const { client, keys } = useTenancyContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: keys.ofTenant(tenantId),
    mutationFn: async (input: Input) => change(client, input),
    // After an error too: the API may have made the change nevertheless.
    onSettled: () => void loadAgain(queryClient, keys.invitations(tenantId)),
    // The result contains the code, so it is deleted when the component unmounts.
    gcTime: 0,
    ...CHANGE,
  });
}
