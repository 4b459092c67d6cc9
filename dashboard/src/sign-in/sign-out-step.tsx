import { Button } from '@aws-amplify/ui-react';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../session/session-context';

interface SignOutStepProps {
  /** The task after signing in again, such as `close the tenant`. */
  readonly task: string;
  readonly onCancel: () => void;
}

/** Shown when the password alone is not enough to sign in. */
export function SignOutStep({ task, onCancel }: SignOutStepProps) {
  const { signOut } = useSession();
  const [isSigningOut, setIsSigningOut] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  // The form that had the focus has disappeared.
  useEffect(() => cancel.current?.focus(), []);

  const onClick = () => {
    setIsSigningOut(true);
    void signOut();
  };
  return (
    <>
      <p role="alert" className="dialog__text">
        We can't confirm here that it's you, for example because your account has a second factor. Sign out, sign in again, and {task} within
        ten minutes.
      </p>
      <div className="buttons">
        <Button variation="primary" isLoading={isSigningOut} loadingText="Signing out…" onClick={onClick}>Sign out</Button>
        <Button ref={cancel} isDisabled={isSigningOut} onClick={onCancel}>Cancel</Button>
      </div>
    </>
  );
}
