import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { SIGN_UP_FIELDS } from './sign-up-fields';
import type { SignUpAttribute } from '../../../src/contract/dashboard';

const none = () => null;

/** The page has a heading of its own for each step. */
export const authenticatorComponents: AuthenticatorProps['components'] = {
  ConfirmResetPassword: { Header: none },
  ConfirmSignIn: { Header: none },
  ConfirmSignUp: { Header: none },
  ForceNewPassword: { Header: none },
  ForgotPassword: { Header: none },
  SelectMfaType: { Header: none },
  SetupEmail: { Header: none },
  SetupTotp: { Header: none },
};

const email = { label: 'Email', placeholder: '' };
const code = { label: 'Confirmation code', placeholder: '' };
const newPassword = { label: 'New password', placeholder: '' };
const newPasswordAgain = { label: 'Confirm new password', placeholder: '' };

const formFields: AuthenticatorProps['formFields'] = {
  signIn: { username: email, password: { label: 'Password', placeholder: '' } },
  confirmSignUp: { confirmation_code: code },
  forgotPassword: { username: email },
  confirmResetPassword: { confirmation_code: code, password: newPassword, confirm_password: newPasswordAgain },
  forceNewPassword: { password: newPassword, confirm_password: newPasswordAgain },
};

/** @param attributes what the pool requires of people who sign up, in the order in which to ask */
export function formFieldsWith(attributes: readonly SignUpAttribute[]): AuthenticatorProps['formFields'] {
  const fields = [
    ['email', email] as const,
    ...attributes.map((name) => [name, { placeholder: '', isRequired: true, ...SIGN_UP_FIELDS[name] }] as const),
    ['password', { label: 'Password', placeholder: '' }] as const,
    ['confirm_password', { label: 'Confirm password', placeholder: '' }] as const,
  ];
  // Without an order of ours, Amplify puts passwords before names, and what it has no field of its own for at the end.
  return { ...formFields, signUp: Object.fromEntries(fields.map(([name, field], index) => [name, { ...field, order: index + 1 }])) };
}
