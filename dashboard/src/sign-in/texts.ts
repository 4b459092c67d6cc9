import type { SessionEnd } from '../session/session-state';

export const END_TEXT: Readonly<Record<SessionEnd, string>> = {
  signedOut: "You're signed out.",
  elsewhere: 'You were signed out in another tab.',
  expired: 'Your session has ended. Sign in again to continue where you left off.',
};

export const CONFIRMED_TEXT = 'Your email is confirmed. Sign in.';

export const PASSWORD_CHANGED_TEXT = 'Your password is changed. Sign in with the new one.';

export const UNCONFIRMED_TEXT = "Your email isn't confirmed yet. Sign in, and we'll send you a new code.";

export function newCodeText(email: string): string {
  return `We sent a new code to ${email}. Earlier codes no longer work.`;
}

export function newResetCodeText(email: string): string {
  return `If there's an account for ${email}, we've sent a new code. Earlier codes no longer work.`;
}

const STEP_TITLE: Readonly<Record<string, string>> = {
  signUp: 'Create your account',
  confirmSignUp: 'Check your email',
  confirmSignIn: "Confirm it's you",
  selectMfaType: "Choose how to confirm it's you",
  setupEmail: 'Set up codes by email',
  setupTotp: 'Set up your authenticator app',
  forgotPassword: 'Reset your password',
  confirmResetPassword: 'Choose a new password',
  forceNewPassword: 'Choose a new password',
};

export function stepTitle(step: string): string {
  return STEP_TITLE[step] ?? 'Sign in';
}

export const ACCOUNT_EXISTS = 'An account with this email already exists. Sign in, or reset its password. Already started? Sign in to get a new code.';

/** Replacements for Amplify's texts, in the wording and capitalization of this page. */
export const VOCABULARY: Readonly<Record<string, string>> = {
  'Sign In': 'Sign in',
  'Create Account': 'Create account',
  'Creating Account': 'Creating account…',
  'Signing in': 'Signing in…',
  'Back to Sign In': 'Back to sign in',
  'Resend Code': 'Send a new code',
  'Send code': 'Send code',
  // Only the button of the password reset has these texts.
  'Submit': 'Change password',
  'Submitting': 'Changing password',
  'Change Password': 'Change password',
  'Incorrect username or password.': "This email and password don't match.",
  // Cognito has several texts for this error.
  'User already exists': ACCOUNT_EXISTS,
  'User already exists.': ACCOUNT_EXISTS,
  'An account with the given email already exists.': ACCOUNT_EXISTS,
  'Your passwords must match': "The passwords don't match",
};
