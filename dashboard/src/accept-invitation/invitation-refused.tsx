import type { Refusal } from './refusal';
import { useSession } from '../session/session-context';
import { useSignedInPerson } from '../session/use-signed-in-person';
import { Message } from '../ui/message';
import { VerifyEmail } from '../verification/verify-email';

interface InvitationRefusedProps {
  readonly refusal: Refusal;
  readonly onOther: () => void;
  /** Asks for the invitation again. */
  readonly tryAgain: () => Promise<unknown>;
}

export function InvitationRefused({ refusal, onOther, tryAgain }: InvitationRefusedProps) {
  const { signOut } = useSession();
  const { email } = useSignedInPerson();
  const other = { label: 'Enter another invitation', run: onOther };
  const leave = { label: 'Sign out', run: () => void signOut() };
  switch (refusal) {
    case 'emailNotVerified': return <VerifyEmail email={email} purpose="accept this invitation" onVerified={tryAgain} />;
    case 'userDisabled': return (
      <div role="alert">
        <Message heading="Your account is disabled" action={leave}>Ask the operator of this service to enable it.</Message>
      </div>
    );
    case 'userDeleted': return (
      <div role="alert">
        <Message heading="Your account no longer exists" action={leave}>
          Sign out, then open the invitation again and create a new account with the email address that the invitation was sent to.
        </Message>
      </div>
    );
    case 'otherEmail': return (
      <div role="alert">
        <Message heading="This invitation is for another email address" action={leave}>
          You're signed in{email === undefined ? '' : ` as ${email}`}. Sign out, then sign in with the email address that the invitation was sent to.
        </Message>
      </div>
    );
    case 'forbidden': return (
      <div role="alert">
        <Message heading="You can't use this invitation" action={leave}>
          Sign out, then sign in again. If that doesn't help, ask the person who invited you.
        </Message>
      </div>
    );
    case 'invitationInvalidated': return (
      <div role="alert">
        <Message heading="This invitation is no longer valid" action={other}>Ask an admin of the tenant for a new one.</Message>
      </div>
    );
    case 'gone': return (
      <div role="alert">
        <Message heading="This invitation has expired" action={other}>Ask the person who invited you to send it again.</Message>
      </div>
    );
    case 'notFound':
    case 'invalid': return (
      <div role="alert">
        <Message heading="This invitation is no longer valid" action={other}>
          It was already answered, revoked or replaced by a newer one, or its link is incomplete. Ask the person who invited you for a new one.
        </Message>
      </div>
    );
  }
}
