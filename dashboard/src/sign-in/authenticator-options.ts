import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { ConfirmResetPasswordFooter, ConfirmResetPasswordHeader, ConfirmSignUpFooter, ConfirmSignUpHeader } from './code-steps';
import { SIGN_UP_FIELDS } from './sign-up-fields';
import type { SignUpAttribute } from '../../../src/contract/dashboard';

const none = () => null;

/** The page has a heading of its own for each step. */
export const authenticatorComponents: AuthenticatorProps['components'] = {
  ConfirmResetPassword: { Header: ConfirmResetPasswordHeader, Footer: ConfirmResetPasswordFooter },
  ConfirmSignIn: { Header: none },
  ConfirmSignUp: { Header: ConfirmSignUpHeader, Footer: ConfirmSignUpFooter },
  ForceNewPassword: { Header: none },
  ForgotPassword: { Header: none },
  SelectMfaType: { Header: none },
  SetupEmail: { Header: none },
  SetupTotp: { Header: none },
};

const code = { label: 'Confirmation code', placeholder: '' };
const newPassword = { label: 'New password', placeholder: '' };
const newPasswordAgain = { label: 'Confirm new password', placeholder: '' };

/**
 * @param attributes what to ask people who sign up, in this order
 * @param address what is in the field for the email address already
 */
export function formFieldsWith(attributes: readonly SignUpAttribute[], address: string | undefined): AuthenticatorProps['formFields'] {
  const email = { label: 'Email', placeholder: '', defaultValue: address };
  const fields = [
    ['email', email] as const,
    ...attributes.map((name) => [name, { placeholder: '', isRequired: true, ...SIGN_UP_FIELDS[name] }] as const),
    ['password', { label: 'Password', placeholder: '' }] as const,
    ['confirm_password', { label: 'Confirm password', placeholder: '' }] as const,
  ];
  // By default Amplify puts passwords before names, and fields that it does not know at the end.
  return {
    signIn: { username: email, password: { label: 'Password', placeholder: '' } },
    signUp: Object.fromEntries(fields.map(([name, field], index) => [name, { ...field, order: index + 1 }])),
    confirmSignUp: { confirmation_code: code },
    forgotPassword: { username: email },
    confirmResetPassword: { confirmation_code: code, password: newPassword, confirm_password: newPasswordAgain },
    forceNewPassword: { password: newPassword, confirm_password: newPasswordAgain },
  };
}
