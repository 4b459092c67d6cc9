import type { AuthenticatorProps } from '@aws-amplify/ui-react';

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

export const formFields: AuthenticatorProps['formFields'] = {
  signIn: { username: email, password: { label: 'Password', placeholder: '' } },
  signUp: {
    email,
    password: { label: 'Password', placeholder: '' },
    confirm_password: { label: 'Confirm password', placeholder: '' },
  },
  confirmSignUp: { confirmation_code: code },
  forgotPassword: { username: email },
  confirmResetPassword: { confirmation_code: code, password: newPassword, confirm_password: newPasswordAgain },
  forceNewPassword: { password: newPassword, confirm_password: newPasswordAgain },
};
