import { TenancyApiError } from 'cdk-tenancy-web';
import { useInvitation } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { InvitationCard } from './invitation-card';
import { InvitationRefused } from './invitation-refused';
import { ButtonLink } from '../shell/button-link';
import { ErrorNotice } from '../states/error-notice';
import { Message } from '../states/message';
import { TenantsSkeleton } from '../states/skeletons';

/** Why the API refuses an invitation: the reason that it names, or else the kind of its answer. */
const REFUSALS = ['emailNotVerified', 'otherEmail', 'userDisabled', 'userDeleted', 'notFound', 'gone', 'forbidden', 'invalid'] as const;

export type Refusal = (typeof REFUSALS)[number];

interface GivenInvitationProps {
  readonly code: string;
  /** Called when the person wants to enter another one. */
  readonly onOther: () => void;
}

/** An invitation to be answered, or the reason why it cannot be. */
export function GivenInvitation({ code, onOther }: GivenInvitationProps) {
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

function refusalOf(error: Error | null): Refusal | undefined {
  return error instanceof TenancyApiError ? REFUSALS.find((refusal) => refusal === error.code || refusal === error.kind) : undefined;
}
