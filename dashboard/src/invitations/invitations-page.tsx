import './invitations.css';
import { TENANT_ROLE } from 'cdk-tenancy-web';
import { useState } from 'react';
import { InvitationList } from './invitation-list';
import { InviteForm } from './invite-form';
import type { InviteResult } from './invite-result';
import { InvitedNotice } from './invited-notice';
import { Page } from '../shell/page';
import { Message } from '../states/message';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';

export function InvitationsPage() {
  return (
    <Page title="Invitations" intro="Invite people to your tenant. Each invitation is for one email address and can be used once.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ tenantId, role }) => (role === TENANT_ROLE.admin
          ? <Invitations key={tenantId} tenantId={tenantId} />
          : <Message heading="Only admins can invite people">Ask an admin of your tenant to invite someone, or to make you an admin.</Message>)}
      </WithActiveTenant>
    </Page>
  );
}

function Invitations({ tenantId }: { readonly tenantId: string }) {
  // Each round of invitations is another notice, with the focus.
  const [round, setRound] = useState(0);
  const [results, setResults] = useState<readonly InviteResult[]>([]);
  const show = (next: readonly InviteResult[]) => {
    setResults(next);
    setRound((last) => last + 1);
  };
  return (
    <div className="invitations">
      <InviteForm tenantId={tenantId} onInvited={show} />
      {results.length > 0 && <InvitedNotice key={round} tenantId={tenantId} results={results} />}
      <InvitationList
        tenantId={tenantId}
        onIssued={(invitation) => show([{ email: invitation.email, invitation }])}
        onRevoked={(email) => setResults((last) => last.filter((result) => result.email !== email))}
      />
    </div>
  );
}
