import { Card, Heading } from '@aws-amplify/ui-react';
import type { IssuedInvitation } from 'cdk-tenancy-web';
import { useInvitations } from 'cdk-tenancy-web/react';
import { useRef } from 'react';
import { InvitationItem } from './invitation-item';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';
import { LoadMore } from '../ui/load-more';

interface InvitationListProps {
  readonly tenantId: string;
  readonly canChange: boolean;
  readonly onIssued: (invitation: IssuedInvitation) => void;
  readonly onRevoked: (email: string) => void;
}

export function InvitationList({ tenantId, canChange, onIssued, onRevoked }: InvitationListProps) {
  const query = useInvitations(tenantId);
  const { data, error } = query;
  const list = useRef<HTMLUListElement>(null);
  if (data === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantsSkeleton />} />;

  const invitations = data.pages.flatMap((page) => page.invitations);
  return (
    <Card className="card">
      <Heading level={2} className="invitations__heading">Pending invitations</Heading>
      {invitations.length === 0 && <p className="people__more">There are no pending invitations.</p>}
      <ul ref={list} className="people">
        {invitations.map((invitation) => (
          <InvitationItem
            key={invitation.invitationId}
            tenantId={tenantId}
            canChange={canChange}
            invitation={invitation}
            onIssued={onIssued}
            onRevoked={() => onRevoked(invitation.email)}
          />
        ))}
      </ul>
      <LoadMore query={query} list={list} rows={invitations.length} />
    </Card>
  );
}
