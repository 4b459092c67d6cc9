import { Alert, useAuthenticator } from '@aws-amplify/ui-react';
import type { LinkDetails } from '../invitation-link/link-details';

interface InvitedNoticeProps {
  readonly details: LinkDetails | undefined;
  /** Whether people can create accounts by themselves. */
  readonly canSignUp: boolean;
}

/**
 * Says what an invitation is about, as far as its link does. Anybody can write a link, so this says that it is the link's word: the
 * API is asked once the person is signed in.
 */
export function InvitedNotice({ details: { tenant, email, inviter } = {}, canSignUp }: InvitedNoticeProps) {
  const { route } = useAuthenticator((context) => [context.route]);
  // The person has an account by then, and the field for the code is what matters.
  if (route === 'confirmSignUp') return null;
  const isDetailed = tenant !== undefined || inviter !== undefined;
  return (
    <Alert role="presentation" variation="info" className="sign-in__notice" heading={tenant === undefined ? "You've been invited to join a tenant" : `Join “${tenant}”`}>
      {inviter !== undefined && <>Invited by {inviter}. </>}
      {canSignUp ? 'Create an account or sign in' : 'Sign in'} with {email === undefined ? 'the email address that was invited' : <strong>{email}</strong>}.
      {isDetailed && <span className="sign-in__unconfirmed">These details come from the link. You'll see the confirmed invitation after you sign in, before you accept it.</span>}
    </Alert>
  );
}
