import { Button } from '@aws-amplify/ui-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFeature } from '../configuration/features';
import { useSession } from '../session/session-context';
import { useSignedInPerson } from '../session/use-signed-in-person';

/** The link to the account, which is the email address of the signed-in person if there is one, and the button to sign out. */
export function Account() {
  const { signOut } = useSession();
  const [isSigningOut, setIsSigningOut] = useState(false);
  const { name, email } = useSignedInPerson();
  const canBeDeleted = useFeature('accountDeletion');
  const hasSessions = useFeature('sessions');

  const onClick = () => {
    setIsSigningOut(true);
    void signOut();
  };
  return (
    <>
      {canBeDeleted || hasSessions
        ? <Link to="/account" className="account__email" title={email && `Your account: ${email}`}>{email ?? name ?? 'Your account'}</Link>
        : <span className="account__email" title={email}>{email}</span>}
      <Button size="small" className="account__out" isLoading={isSigningOut} loadingText="Signing out…" onClick={onClick}>Sign out</Button>
    </>
  );
}
