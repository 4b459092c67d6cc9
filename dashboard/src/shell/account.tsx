import { Button } from '@aws-amplify/ui-react';
import { useState } from 'react';
import { useSignedInEmail } from './use-signed-in-email';
import { useSession } from '../signed-in/session-context';

/** Who is signed in, and the way out. */
export function Account() {
  const { signOut } = useSession();
  const [isSigningOut, setIsSigningOut] = useState(false);
  const email = useSignedInEmail();

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
