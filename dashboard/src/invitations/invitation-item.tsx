import { Badge, Button } from '@aws-amplify/ui-react';
import type { InvitationRepresentation, IssuedInvitation } from 'cdk-tenancy-web';
import { useResendInvitation, useRevokeInvitation } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { ConfirmDialog } from '../shell/confirm-dialog';
import { Day } from '../shell/day';
import { changeErrorText } from '../states/change-error-texts';
import { RoleBadge } from '../tenant/role-badge';

interface InvitationItemProps {
  readonly tenantId: string;
  readonly invitation: InvitationRepresentation;
  readonly onIssued: (invitation: IssuedInvitation) => void;
  readonly onRevoked: () => void;
}

export function InvitationItem({ tenantId, invitation: { invitationId, email, role, status, expiresAt }, onIssued, onRevoked }: InvitationItemProps) {
  const resend = useResendInvitation(tenantId);
  const revoke = useRevokeInvitation(tenantId);
  const [isAsking, setIsAsking] = useState(false);
  const isExpired = status === 'expired';

  return (
    <>
      <div className="people__who">
        <span className="people__name">{email}</span>
        <span className="people__more">{isExpired ? 'Expired on' : 'Counts until'} <Day iso={expiresAt} /></span>
      </div>
      <div className="people__actions">
        {isExpired && <Badge variation="warning">Expired</Badge>}
        <RoleBadge role={role} />
        <Button
          size="small"
          aria-label={`Send the invitation of ${email} again`}
          isLoading={resend.isPending}
          loadingText="Sending…"
          onClick={() => resend.mutate(invitationId, { onSuccess: onIssued })}
        >
          Send again
        </Button>
        <Button size="small" aria-label={`Revoke the invitation of ${email}`} onClick={() => setIsAsking(true)}>Revoke</Button>
      </div>
      <div role="alert" className="people__error">{resend.error !== null && changeErrorText(resend.error)}</div>
      {isAsking && (
        <ConfirmDialog
          heading="Revoke this invitation?"
          action="Revoke"
          isBusy={revoke.isPending}
          error={revoke.error === null ? undefined : changeErrorText(revoke.error)}
          onConfirm={async () => revoke.mutateAsync(invitationId)}
          onDone={onRevoked}
          onClose={() => setIsAsking(false)}
        >
          What {email} has been sent counts no more then.
        </ConfirmDialog>
      )}
    </>
  );
}
