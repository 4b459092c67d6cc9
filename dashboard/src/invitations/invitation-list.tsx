import { Card, Heading } from '@aws-amplify/ui-react';
import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useInvitations } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { InvitationItem } from './invitation-item';
import { LoadMore } from '../shell/load-more';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';

interface InvitationListProps {
  readonly tenantId: string;
  readonly onIssued: (invitation: IssuedInvitation) => void;
  readonly onRevoked: () => void;
}

export function InvitationList({ tenantId, onIssued, onRevoked }: InvitationListProps) {
  const query = useInvitations(tenantId);
  const { data, error } = query;
  const [message, setMessage] = useState('');
  if (data === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantsSkeleton />} />;

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
      <LoadMore query={query} />
    </Card>
  );
}
