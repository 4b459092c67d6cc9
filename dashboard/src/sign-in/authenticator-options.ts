import type { AuthenticatorProps } from '@aws-amplify/ui-react';
import { ConfirmResetPasswordFooter, ConfirmResetPasswordHeader, ConfirmSignUpFooter, ConfirmSignUpHeader } from './code-steps';
import { passwordHint } from './password-hint';
import type { SignUpAttributes } from './services';
import { SignInFooter } from './sign-in-footer';
import { SIGN_UP_FIELDS } from './sign-up-fields';
import type { DashboardPasswordPolicy, SignUpAttribute } from '../../../src/contract/dashboard';

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
  SignIn: { Footer: SignInFooter },
};

const code = { label: 'Confirmation code', placeholder: '' };
const newPasswordAgain = { label: 'Confirm new password', placeholder: '' };

interface FormFieldsProps {
  /** What to ask people who sign up, in this order. */
  readonly attributes: readonly SignUpAttribute[];
  /** The email address that the field starts with. */
  readonly address: string | undefined;
  /** What the person has entered at a sign-up before. */
  readonly entered: SignUpAttributes;
  readonly passwordPolicy: DashboardPasswordPolicy | undefined;
}

export function formFieldsWith({ attributes, address, entered, passwordPolicy }: FormFieldsProps): AuthenticatorProps['formFields'] {
  const hint = passwordPolicy && passwordHint(passwordPolicy);
  // Amplify UI does not say to screen readers that the description is the field's.
  const rule = hint === undefined ? {} : { 'descriptiveText': hint, 'aria-description': hint };
  const newPassword = { label: 'New password', placeholder: '', ...rule };
  const email = { label: 'Email', placeholder: '', defaultValue: address };
  const fields = [
    ['email', email] as const,
    ...attributes.map((name) => [name, { placeholder: '', isRequired: true, defaultValue: enteredBefore(entered, name), ...SIGN_UP_FIELDS[name] }] as const),
    ['password', { label: 'Password', placeholder: '', ...rule }] as const,
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

/** Amplify's field for a phone number has the dialing code on its own. */
function enteredBefore(entered: SignUpAttributes, name: SignUpAttribute): string | undefined {
  return name === 'phone_number' ? undefined : entered[name];
}
