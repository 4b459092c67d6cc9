import { Button, useAuthenticator } from '@aws-amplify/ui-react';
import { type StepStart, useStartAgain } from './step-start';

/** Shows the complete address that the code went to, so that people notice a typing error. Cognito's own text masks the address. */
export function ConfirmSignUpHeader() {
  const { username } = useAuthenticator(({ username: name }) => [name]);
  return <p className="sign-in__text">To finish, enter the code that we sent to <strong>{username}</strong>. It may take a minute to arrive.</p>;
}

export function ConfirmSignUpFooter() {
  return <OtherAddress at="signUp" />;
}

/** Does not say whether an account exists, just like Cognito. */
export function ConfirmResetPasswordHeader() {
  const { username } = useAuthenticator(({ username: name }) => [name]);
  return (
    <p className="sign-in__text">
      If there's an account for <strong>{username}</strong>, we've sent a code to that address. It may take a minute to arrive.
    </p>
  );
}

export function ConfirmResetPasswordFooter() {
  return <OtherAddress at="forgotPassword" />;
}

function OtherAddress({ at }: Pick<StepStart, 'at'>) {
  const { username } = useAuthenticator(({ username: name }) => [name]);
  const startAgain = useStartAgain();
  return <Button variation="link" size="small" onClick={() => startAgain({ at, email: username })}>Use another email address</Button>;
}
