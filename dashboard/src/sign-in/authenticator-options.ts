import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { ConfirmResetPasswordFooter, ConfirmResetPasswordHeader, ConfirmSignUpFooter, ConfirmSignUpHeader } from './code-steps';
import { passwordHint } from './password-hint';
import type { SignUpAttributes } from './services';
import { SignInFooter } from './sign-in-footer';
import { SIGN_UP_FIELDS } from './sign-up-fields';
import type { DashboardPasswordPolicy, SignUpAttribute } from '../../../src/contract/dashboard';

const none = () => null;

/** Replaces Amplify UI's headers and footers, because the page has its own heading for each step. */
export const authenticatorComponents: AuthenticatorProps['components'] = {
  ConfirmResetPassword: { Header: ConfirmResetPasswordHeader, Footer: ConfirmResetPasswordFooter },
  ConfirmSignIn: { Header: none },
  ConfirmSignUp: { Header: ConfirmSignUpHeader, Footer: ConfirmSignUpFooter },
  ForceNewPassword: { Header: none },
  ForgotPassword: { Header: none },
  SelectMfaType: { Header: none },
  SetupEmail: { Header: none },
  SetupTotp: { Header: none },
  SignIn: { Footer: SignInFooter },
};

const code = { label: 'Confirmation code', placeholder: '' };
const newPasswordAgain = { label: 'Confirm new password', placeholder: '' };

interface FormFieldsProps {
  /** The attributes that the sign-up form asks for, in this order. */
  readonly attributes: readonly SignUpAttribute[];
  /** The email address that the field starts with. */
  readonly address: string | undefined;
  /** The attributes that the person entered at a previous sign-up. */
  readonly entered: SignUpAttributes;
  readonly passwordPolicy: DashboardPasswordPolicy | undefined;
}

export function formFieldsWith({ attributes, address, entered, passwordPolicy }: FormFieldsProps): AuthenticatorProps['formFields'] {
  const hint = passwordPolicy && passwordHint(passwordPolicy);
  // Amplify UI doesn't link the description to the field for screen readers.
  const rule = hint === undefined ? {} : { 'descriptiveText': hint, 'aria-description': hint };
  const newPassword = { label: 'New password', placeholder: '', ...rule };
  const email = { label: 'Email', placeholder: '', defaultValue: address };
  const fields = [
    ['email', email] as const,
    ...attributes.map((name) => [name, { placeholder: '', isRequired: true, defaultValue: enteredBefore(entered, name), ...SIGN_UP_FIELDS[name] }] as const),
    ['password', { label: 'Password', placeholder: '', ...rule }] as const,
    ['confirm_password', { label: 'Confirm password', placeholder: '' }] as const,
  ];
  // By default, Amplify puts passwords before names, and unknown fields at the end.
  return {
    signIn: { username: email, password: { label: 'Password', placeholder: '' } },
    signUp: Object.fromEntries(fields.map(([name, field], index) => [name, { ...field, order: index + 1 }])),
    confirmSignUp: { confirmation_code: code },
    forgotPassword: { username: email },
    confirmResetPassword: { confirmation_code: code, password: newPassword, confirm_password: newPasswordAgain },
    forceNewPassword: { password: newPassword, confirm_password: newPasswordAgain },
  };
}

/** Returns the value to fill in again. Not for phone numbers: Amplify's field has the dialing code separately. */
function enteredBefore(entered: SignUpAttributes, name: SignUpAttribute): string | undefined {
  return name === 'phone_number' ? undefined : entered[name];
}
