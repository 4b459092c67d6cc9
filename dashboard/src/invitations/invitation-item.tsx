import { Badge, Button } from '@aws-amplify/ui-react';
import type { InvitationRepresentation, IssuedInvitation } from 'cdk-tenancy-web';
import { useResendInvitation, useRevokeInvitation } from 'cdk-tenancy-web/react';
import { useRef, useState } from 'react';
import { changeErrorText } from '../states/change-error-texts';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Day } from '../ui/day';
import { RoleBadge } from '../ui/role-badge';
import { useToast } from '../ui/toaster';
import { useNeighborFocus } from '../ui/use-neighbor-focus';

interface InvitationItemProps {
  readonly tenantId: string;
  readonly canChange: boolean;
  readonly invitation: InvitationRepresentation;
  readonly onIssued: (invitation: IssuedInvitation) => void;
  readonly onRevoked: () => void;
}

export function InvitationItem({ tenantId, canChange, invitation, onIssued, onRevoked }: InvitationItemProps) {
  const { invitationId, email, role, status, expiresAt } = invitation;
  const resend = useResendInvitation(tenantId);
  const revoke = useRevokeInvitation(tenantId);
  const [isAsking, setIsAsking] = useState(false);
  const toast = useToast();
  const row = useRef<HTMLLIElement>(null);
  const neighbor = useNeighborFocus(row);
  const isExpired = status === 'expired';

  const ask = () => {
    neighbor.remember();
    setIsAsking(true);
  };
  const onDone = () => {
    neighbor.focus();
    toast(`The invitation for ${email} was revoked.`);
    onRevoked();
  };
  return (
    <li ref={row} className="people__item" tabIndex={-1}>
      <div className="people__who">
        <span className="people__name">{email}</span>
        <span className="people__more">{isExpired ? 'Expired on' : 'Valid until'} <Day iso={expiresAt} /></span>
      </div>
      <div className="people__actions">
        {isExpired && <Badge variation="warning">Expired</Badge>}
        <RoleBadge role={role} />
        {canChange && (
          <>
            <Button
              size="small"
              aria-label={`Send the invitation for ${email} again`}
              isLoading={resend.isPending}
              loadingText="Sending…"
              onClick={() => resend.mutate(invitationId, { onSuccess: onIssued })}
            >
              Send again
            </Button>
            <Button size="small" aria-label={`Revoke the invitation for ${email}`} onClick={ask}>Revoke</Button>
          </>
        )}
      </div>
      <div role="alert" className="people__error">{resend.error !== null && changeErrorText(resend.error)}</div>
      {isAsking && (
        <ConfirmDialog
          heading="Revoke this invitation?"
          action="Revoke"
          isBusy={revoke.isPending}
          error={revoke.error === null ? undefined : changeErrorText(revoke.error)}
          onConfirm={async () => revoke.mutateAsync(invitationId)}
          onDone={onDone}
          onClose={() => setIsAsking(false)}
        >
          The link that {email} received will no longer work.
        </ConfirmDialog>
      )}
    </li>
  );
}
