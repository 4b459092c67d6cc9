import type { Refusal } from './given-invitation';
import { useSignedInEmail } from '../shell/use-signed-in-email';
import { useSession } from '../signed-in/session-context';
import { Message } from '../states/message';

interface InvitationRefusedProps {
  readonly refusal: Refusal;
  readonly onOther: () => void;
}

export function InvitationRefused({ refusal, onOther }: InvitationRefusedProps) {
  const { signOut } = useSession();
  const email = useSignedInEmail();
  const other = { label: 'Enter another invitation', run: onOther };
  switch (refusal) {
    case 'forbidden': return (
      <div role="alert">
        <Message heading="This invitation is for another email" action={{ label: 'Sign out', run: () => void signOut() }}>
          You are signed in{email === undefined ? '' : ` as ${email}`}. Sign out, then sign in with the email that the invitation was sent to. If
          it is this one, it has to be confirmed first.
        </Message>
      </div>
    );
    case 'gone': return (
      <div role="alert">
        <Message heading="This invitation has expired" action={other}>Ask who invited you to send it again.</Message>
      </div>
    );
    case 'notFound':
    case 'invalid': return (
      <div role="alert">
        <Message heading="This invitation does not count" action={other}>
          It was answered, taken back or replaced by a newer one, or its link is not complete. Ask who invited you for a new one.
        </Message>
      </div>
    );
  }
}
