import { Button, Card, Heading } from '@aws-amplify/ui-react';
import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useInvitations } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { InvitationItem } from './invitation-item';
import { ErrorNotice } from '../states/error-notice';
import { isAccessLost } from '../states/is-access-lost';
import { TenantsSkeleton } from '../states/skeletons';

interface InvitationListProps {
  readonly tenantId: string;
  readonly onIssued: (invitation: IssuedInvitation) => void;
  readonly onRevoked: () => void;
}

export function InvitationList({ tenantId, onIssued, onRevoked }: InvitationListProps) {
  const { data, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInvitations(tenantId);
  const [message, setMessage] = useState('');
  if (data === undefined || isAccessLost(error)) {
    return error === null || isFetching
      ? <TenantsSkeleton />
      : <ErrorNotice error={error} tryAgain={() => void refetch()} skeleton={<TenantsSkeleton />} />;
  }

  const invitations = data.pages.flatMap((page) => page.invitations);
  const revoked = (email: string) => {
    setMessage(`The invitation of ${email} counts no more.`);
    onRevoked();
  };
  return (
    <Card className="card">
      <Heading level={2} className="invitations__heading">Waiting for an answer</Heading>
      {invitations.length === 0 && <p className="people__more">Nobody is invited at the moment.</p>}
      <ul className="people">
        {invitations.map((invitation) => (
          <li key={invitation.invitationId} className="people__item">
            <InvitationItem tenantId={tenantId} invitation={invitation} onIssued={onIssued} onRevoked={() => revoked(invitation.email)} />
          </li>
        ))}
      </ul>
      <p role="status" className="people__message">{message}</p>
      {hasNextPage && (
        <Button isLoading={isFetchingNextPage} loadingText="Loading…" onClick={() => void fetchNextPage()}>Load more</Button>
      )}
    </Card>
  );
}
