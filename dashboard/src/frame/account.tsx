import { Button } from '@aws-amplify/ui-react';
import { useState } from 'react';
import { useSession } from '../session/session-context';
import { useSignedInPerson } from '../session/use-signed-in-person';

/** The email address of the signed-in person, and the button to sign out. */
export function Account() {
  const { signOut } = useSession();
  const [isSigningOut, setIsSigningOut] = useState(false);
  const { email } = useSignedInPerson();

  const onClick = () => {
    setIsSigningOut(true);
    void signOut();
  };
  return (
    <>
      <span className="account__email" title={email}>{email}</span>
      <Button size="small" className="account__out" isLoading={isSigningOut} loadingText="Signing out…" onClick={onClick}>Sign out</Button>
    </>
  );
}
