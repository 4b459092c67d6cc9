import { useInvitation } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { InvitationCard } from './invitation-card';
import { InvitationRefused } from './invitation-refused';
import { refusalOf } from './refusal';
import { ErrorNotice } from '../states/error-notice';
import { TenantsSkeleton } from '../states/skeletons';
import { ButtonLink } from '../ui/button-link';
import { Message } from '../ui/message';

interface AnswerInvitationProps {
  readonly code: string;
  /** Called when the person wants to enter another code. */
  readonly onOther: () => void;
}

/** Shows an invitation to accept or decline, or says why that isn't possible. */
export function AnswerInvitation({ code, onOther }: AnswerInvitationProps) {
  const invitation = useInvitation(code);
  const { preview, accept, decline } = invitation;
  const [isDeclined, setIsDeclined] = useState(false);
  if (isDeclined) {
    return (
      <div role="status">
        <Message heading="You declined this invitation" more={<ButtonLink to="/" isPrimary>Go to your tenant</ButtonLink>}>
          If you change your mind, ask for a new one.
        </Message>
      </div>
    );
  }
  const refusal = refusalOf(preview.error) ?? refusalOf(accept.error) ?? refusalOf(decline.error);
  const tryAgain = async () => {
    accept.reset();
    decline.reset();
    await preview.refetch();
  };
  if (refusal !== undefined) return <InvitationRefused refusal={refusal} onOther={onOther} tryAgain={tryAgain} />;
  if (preview.data !== undefined) return <InvitationCard invitation={invitation} preview={preview.data} onDeclined={() => setIsDeclined(true)} />;
  return preview.error === null || preview.isFetching
    ? <TenantsSkeleton />
    : <ErrorNotice error={preview.error} tryAgain={() => void preview.refetch()} skeleton={<TenantsSkeleton />} />;
}
