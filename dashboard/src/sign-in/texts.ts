import type { SessionEnd } from '../session/session-state';

export const END_TEXT: Readonly<Record<SessionEnd, string>> = {
  signedOut: 'You are signed out.',
  elsewhere: 'You were signed out in another tab.',
  expired: 'Your session has ended. Sign in again, and you are back where you were.',
};

/** @param canSignUp whether people can make accounts by themselves */
export function invitedText(canSignUp: boolean): string {
  return `You are invited. ${canSignUp ? 'Create an account, or sign in,' : 'Sign in'} with the email that the invitation was sent to.`;
}

const STEP_TITLE: Readonly<Record<string, string>> = {
  signUp: 'Create your account',
  confirmSignUp: 'Check your email',
  confirmSignIn: 'Confirm that it is you',
  selectMfaType: 'Choose how to confirm that it is you',
  setupEmail: 'Set up codes by email',
  setupTotp: 'Set up your authenticator app',
  forgotPassword: 'Reset your password',
  confirmResetPassword: 'Choose a new password',
  forceNewPassword: 'Choose a new password',
};

export function stepTitle(step: string): string {
  return STEP_TITLE[step] ?? 'Sign in';
}

const ACCOUNT_EXISTS = 'There is an account with this email already. Sign in, or reset its password.';

/** Amplify's texts, in the case and words of this page. */
export const VOCABULARY: Readonly<Record<string, string>> = {
  'Sign In': 'Sign in',
  'Create Account': 'Create account',
  'Creating Account': 'Creating account…',
  'Signing in': 'Signing in…',
  'Back to Sign In': 'Back to sign in',
  'Resend Code': 'Send a new code',
  'Send code': 'Send code',
  'Forgot your password?': 'Forgot your password?',
  'Your code is on the way. To log in, enter the code we emailed to': 'To finish, enter the code that we sent to',
  'It may take a minute to arrive': 'It may take a minute to arrive',
  'Incorrect username or password.': 'This email and password do not match.',
  // Cognito says it in several ways.
  'User already exists': ACCOUNT_EXISTS,
  'User already exists.': ACCOUNT_EXISTS,
  'An account with the given email already exists.': ACCOUNT_EXISTS,
  'Your passwords must match': 'The two passwords are not the same',
};
