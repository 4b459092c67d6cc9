import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import {
  confirmResetPassword, type ConfirmResetPasswordInput, confirmSignUp, type ConfirmSignUpInput, resendSignUpCode, type ResendSignUpCodeInput,
  resetPassword, type ResetPasswordInput, signIn, type SignInInput, signUp, type SignUpInput,
} from 'aws-amplify/auth';
import { tenantNameFault } from 'cdk-tenancy-web';
import { isAlreadyConfirmed, told } from './cognito-errors';
import { INVITATION_METADATA } from '../../../src/contract/invitations';
import { faultText } from '../tenant/rename-texts';

export type SignUpAttributes = Readonly<Record<string, string | undefined>>;

export interface ServiceEvents {
  /** Somebody has an account now, which is still to be confirmed. The attributes are those that the person has entered. */
  readonly onSignedUp: (userId: string, attributes: SignUpAttributes) => void;
  /** Another code was sent to an address, to confirm an account. */
  readonly onSignUpCodeSent: (email: string) => void;
  /** Another code was sent to an address, to reset a password. */
  readonly onResetCodeSent: (email: string) => void;
  /** The account is confirmed. */
  readonly onConfirmed: () => void;
  readonly onPasswordChanged: (email: string) => void;
}

interface ServicesProps {
  /** Whether people come by an invitation: the pool is told, so that they get no tenant that they did not ask for. */
  readonly isInvited: boolean;
  readonly events: ServiceEvents;
}

/** What the Authenticator does, with texts for people in place of Cognito's own, and with news of it. */
export function createServices({ isInvited, events }: ServicesProps): AuthenticatorProps['services'] {
  // For the one sign-in after the confirmation, in memory alone.
  let unconfirmed: Pick<SignInInput, 'username' | 'password'> | undefined;
  // The step itself speaks of the first code.
  let hasFirstSignUpCode = true;
  let firstResetCodeFor: string | undefined;
  return {
    handleSignUp: async (input) => {
      // Amplify's other signatures are for servers.
      const result = await told(signUp(input as SignUpInput));
      if (result.userId !== undefined) events.onSignedUp(result.userId, (input as SignUpInput).options?.userAttributes ?? {});
      return result;
    },
    handleSignIn: async (input) => {
      const { username, password } = input as SignInInput;
      const result = await told(signIn(input as SignInInput));
      hasFirstSignUpCode = result.nextStep.signInStep !== 'CONFIRM_SIGN_UP';
      unconfirmed = hasFirstSignUpCode ? undefined : { username, password };
      return result;
    },
    handleConfirmSignUp: async (input) => {
      const { options, ...confirmation } = input as ConfirmSignUpInput;
      const clientMetadata = { ...options?.clientMetadata, ...(isInvited && { [INVITATION_METADATA]: 'true' }) };
      const result = await told(confirmSignUp({ ...confirmation, options: { ...options, clientMetadata } }));
      events.onConfirmed();
      // After a load, Amplify has forgotten that there is somebody to sign in.
      if (result.nextStep.signUpStep === 'DONE' && unconfirmed?.username === confirmation.username) {
        // Where this asks for more than the password, the form does too.
        await signIn(unconfirmed!).catch(() => undefined);
      }
      return result;
    },
    handleResendSignUpCode: async (input) => {
      try {
        const { username } = input as ResendSignUpCodeInput;
        const result = await told(resendSignUpCode(input as ResendSignUpCodeInput));
        if (hasFirstSignUpCode) events.onSignUpCodeSent(username);
        hasFirstSignUpCode = true;
        return result;
      } catch (error) {
        if (isAlreadyConfirmed(error)) events.onConfirmed();
        throw error;
      }
    },
    handleForgotPassword: async (input) => {
      const { username } = input as ResetPasswordInput;
      const result = await told(resetPassword(input as ResetPasswordInput));
      if (firstResetCodeFor === username) events.onResetCodeSent(username);
      firstResetCodeFor = username;
      return result;
    },
    handleForgotPasswordSubmit: async (input) => {
      await told(confirmResetPassword(input as ConfirmResetPasswordInput));
      events.onPasswordChanged((input as ConfirmResetPasswordInput).username);
    },
    // The browser takes spaces for a name.
    validateCustomSignUp: async ({ name }, touched) => {
      const fault = touched?.name === true && typeof name === 'string' ? tenantNameFault(name) : undefined;
      return fault && { name: fault === 'empty' ? 'Enter your name.' : faultText(fault) };
    },
  };
}
