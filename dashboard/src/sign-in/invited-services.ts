import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { confirmSignUp, type ConfirmSignUpInput } from 'aws-amplify/auth';
import { INVITATION_METADATA } from '../../../src/contract/invitations';

/** Of somebody who signs up to accept an invitation: the pool is told, so that they get no tenant that they did not ask for. */
export const invitedServices: AuthenticatorProps['services'] = {
  handleConfirmSignUp: async (input) => {
    // Amplify's other signature is for servers.
    const { options, ...confirmation } = input as ConfirmSignUpInput;
    return confirmSignUp({
      ...confirmation,
      options: { ...options, clientMetadata: { ...options?.clientMetadata, [INVITATION_METADATA]: 'true' } },
    });
  },
};
