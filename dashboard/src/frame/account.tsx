import { Button } from '@aws-amplify/ui-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFeature } from '../configuration/features';
import { useSession } from '../session/session-context';
import { useSignedInPerson } from '../session/use-signed-in-person';

/** The email address of the signed-in person, which leads to the account, and the button to sign out. */
export function Account() {
  const { signOut } = useSession();
  const [isSigningOut, setIsSigningOut] = useState(false);
  const { email } = useSignedInPerson();
  const canBeDeleted = useFeature('accountDeletion');

  const onClick = () => {
    setIsSigningOut(true);
    void signOut();
  };
  return (
    <>
      {canBeDeleted && email !== undefined
        ? <Link to="/account" className="account__email" title={`Your account: ${email}`}>{email}</Link>
        : <span className="account__email" title={email}>{email}</span>}
      <Button size="small" className="account__out" isLoading={isSigningOut} loadingText="Signing out…" onClick={onClick}>Sign out</Button>
    </>
  );
}
