import { Button } from '@aws-amplify/ui-react';
import type { MouseEvent } from 'react';
import { useStartAgain } from './step-start';

/** The way to the reset of a password, with the address that is already entered. Amplify UI forgets it. */
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
