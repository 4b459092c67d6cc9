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
  /** An account was created, and is not confirmed yet. The attributes are the ones that the person entered. */
  readonly onSignedUp: (userId: string, attributes: SignUpAttributes) => void;
  /** A new code to confirm an account was sent. */
  readonly onSignUpCodeSent: (email: string) => void;
  /** A new code to reset a password was sent. */
  readonly onResetCodeSent: (email: string) => void;
  /** The account is confirmed. */
  readonly onConfirmed: () => void;
  readonly onPasswordChanged: (email: string) => void;
}

interface ServicesProps {
  /** Whether the person opened an invitation. The confirmation passes this on to the pool, so that no tenant is created for them. */
  readonly isInvited: boolean;
  readonly events: ServiceEvents;
}

/** Creates the Authenticator's functions. They replace Cognito's error texts with texts for people, and report events. */
export function createServices({ isInvited, events }: ServicesProps): AuthenticatorProps['services'] {
  // Kept in memory only, for the sign-in right after the confirmation.
  let unconfirmed: Pick<SignInInput, 'username' | 'password'> | undefined;
  // The step's own text announces the first code, so only later codes are reported.
  let hasFirstSignUpCode = true;
  let firstResetCodeFor: string | undefined;
  return {
    handleSignUp: async (input) => {
      // Amplify's other signatures are for use on servers.
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
      // After a load, Amplify doesn't know which user to sign in.
      if (result.nextStep.signUpStep === 'DONE' && unconfirmed?.username === confirmation.username) {
        // If this fails or needs a second factor, the person signs in with the form.
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
    // The browser's own validation accepts a name of spaces.
    validateCustomSignUp: async ({ name }, touched) => {
      const fault = touched?.name === true && typeof name === 'string' ? tenantNameFault(name) : undefined;
      return fault && { name: fault === 'empty' ? 'Enter your name.' : faultText(fault) };
    },
  };
}
