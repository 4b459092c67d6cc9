import { TenancyApiError } from 'cdk-tenancy-web';
import { useInvitation } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { InvitationCard } from './invitation-card';
import { InvitationRefused } from './invitation-refused';
import { ButtonLink } from '../shell/button-link';
import { ErrorNotice } from '../states/error-notice';
import { Message } from '../states/message';
import { TenantsSkeleton } from '../states/skeletons';

/** What the API says by itself about an invitation that cannot be answered. */
const REFUSALS = ['notFound', 'gone', 'forbidden', 'invalid'] as const;

export type Refusal = (typeof REFUSALS)[number];

interface GivenInvitationProps {
  readonly code: string;
  /** The person wants to enter another one. */
  readonly onOther: () => void;
}

/** An invitation, to be answered, and why it cannot be. */
export function GivenInvitation({ code, onOther }: GivenInvitationProps) {
  const invitation = useInvitation(code);
  const { preview, accept } = invitation;
  const [isDeclined, setIsDeclined] = useState(false);
  if (isDeclined) {
    return (
      <div role="status">
        <Message heading="You have declined" more={<ButtonLink to="/" isPrimary>Go to your tenant</ButtonLink>}>
          The invitation counts no more. Should you change your mind, ask for another one.
        </Message>
      </div>
    );
  }
  const refusal = refusalOf(preview.error) ?? refusalOf(accept.error);
  if (refusal !== undefined) return <InvitationRefused refusal={refusal} onOther={onOther} />;
  if (preview.data !== undefined) return <InvitationCard invitation={invitation} preview={preview.data} onDeclined={() => setIsDeclined(true)} />;
  return preview.error === null || preview.isFetching
    ? <TenantsSkeleton />
    : <ErrorNotice error={preview.error} tryAgain={() => void preview.refetch()} skeleton={<TenantsSkeleton />} />;
}

function refusalOf(error: Error | null): Refusal | undefined {
  return error instanceof TenancyApiError ? REFUSALS.find((kind) => kind === error.kind) : undefined;
}
