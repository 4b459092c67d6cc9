import { Button } from '@aws-amplify/ui-react';
import type { MouseEvent } from 'react';
import { useStartAgain } from './step-start';

/** The button to reset a password. It keeps the address that is already entered, unlike Amplify UI's own button. */
export function SignInFooter() {
  const startAgain = useStartAgain();
  const onClick = ({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) => {
    const email = form?.querySelector<HTMLInputElement>('input[name=username]')?.value;
    startAgain({ at: 'forgotPassword', email });
  };
  return (
    <div data-amplify-footer="">
      <Button size="small" variation="link" onClick={onClick}>Forgot your password?</Button>
    </div>
  );
}
