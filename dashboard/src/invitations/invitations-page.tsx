import './invitations.css';
import { TENANT_ROLE } from 'cdk-tenancy-web';
import { useMemo, useState } from 'react';
import { InvitationList } from './invitation-list';
import { InviteForm } from './invite-form';
import { dropResult, type FormOwner, showResults, useInviteRound } from './invite-round';
import { InvitedNotice } from './invited-notice';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { Message } from '../ui/message';
import { Page } from '../ui/page';

export function InvitationsPage() {
  return (
    <Page title="Invitations" intro="Invite people to your tenant. Each invitation is for one email address and can be used once.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ userId, tenantId, role, access }) => (role === TENANT_ROLE.admin
          ? <Invitations key={tenantId} userId={userId} tenantId={tenantId} canChange={access === undefined} />
          : <Message heading="Only admins can invite people">Ask an admin of your tenant to invite someone, or to make you an admin.</Message>)}
      </WithActiveTenant>
    </Page>
  );
}

interface InvitationsProps extends FormOwner {
  readonly canChange: boolean;
}

function Invitations({ userId, tenantId, canChange }: InvitationsProps) {
  const form = useMemo(() => ({ userId, tenantId }), [userId, tenantId]);
  const { results, unreached, progress, count } = useInviteRound(form);
  // The notice of each new round takes the focus. After a navigation, the page's heading has the focus instead.
  const [first] = useState(count);
  return (
    <div className="invitations">
      {canChange && <InviteForm form={form} />}
      {progress === undefined && results.length > 0 && (
        <InvitedNotice key={count} tenantId={tenantId} results={results} unreached={unreached} takesFocus={count !== first} />
      )}
      <InvitationList
        tenantId={tenantId}
        canChange={canChange}
        onIssued={(invitation) => showResults(form, [{ email: invitation.email, invitation }])}
        onRevoked={(email) => dropResult(form, email)}
      />
    </div>
  );
}
