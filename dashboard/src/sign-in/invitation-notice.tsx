import { Alert, useAuthenticator } from '@aws-amplify/ui-react';
import type { LinkDetails } from '../invitation-link/link-details';

interface InvitationNoticeProps {
  readonly details: LinkDetails | undefined;
  /** Whether people can create accounts by themselves. */
  readonly canSignUp: boolean;
}

/**
 * Shows the details of an invitation from its link. Anyone can write such a link, so the notice says that the details are
 * unconfirmed. The page asks the API after the sign-in.
 */
export function InvitationNotice({ details: { tenant, email, inviter } = {}, canSignUp }: InvitationNoticeProps) {
  const { route } = useAuthenticator((context) => [context.route]);
  // At this step the person has an account, and only the field for the code matters.
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
