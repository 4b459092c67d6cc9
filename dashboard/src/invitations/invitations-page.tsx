import './invitations.css';
import { type IssuedInvitation, TENANT_ROLE } from 'cdk-tenancy-web';
import { useState } from 'react';
import { InvitationList } from './invitation-list';
import { InviteForm } from './invite-form';
import { IssuedNotice } from './issued-notice';
import { Page } from '../shell/page';
import { Message } from '../states/message';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';

export function InvitationsPage() {
  return (
    <Page title="Invitations" intro="Bring people into your tenant. Each invitation is for one email, and counts once.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ tenantId, role }) => (role === TENANT_ROLE.admin
          ? <Invitations key={tenantId} tenantId={tenantId} />
          : <Message heading="Only admins invite people">Ask an admin of your tenant to invite somebody, or to make you an admin.</Message>)}
      </WithActiveTenant>
    </Page>
  );
}

function Invitations({ tenantId }: { readonly tenantId: string }) {
  const [issued, setIssued] = useState<IssuedInvitation>();
  return (
    <div className="invitations">
      <InviteForm tenantId={tenantId} onIssued={setIssued} />
      {/* A new one is another notice, with the focus. */}
      {issued !== undefined && <IssuedNotice key={issued.code ?? `${issued.invitationId} ${issued.expiresAt}`} invitation={issued} />}
      <InvitationList tenantId={tenantId} onIssued={setIssued} onRevoked={() => setIssued(undefined)} />
    </div>
  );
}
