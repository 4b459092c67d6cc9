import { Button, Card, Heading } from '@aws-amplify/ui-react';
import type { InvitationPreview } from 'cdk-tenancy-web';
import type { Invitation } from 'cdk-tenancy-web/react';
import { useNavigate } from 'react-router';
import { ChangeFailed } from '../states/change-failed';
import { Day } from '../ui/day';
import { focusHeading } from '../ui/heading-focus';
import { RoleBadge } from '../ui/role-badge';

interface InvitationCardProps {
  readonly invitation: Invitation;
  readonly preview: InvitationPreview;
  readonly onDeclined: () => void;
}

export function InvitationCard({ invitation: { accept, decline }, preview: { tenantName, role, expiresAt }, onDeclined }: InvitationCardProps) {
  const navigate = useNavigate();
  const isBusy = accept.isPending || decline.isPending;
  const error = accept.error ?? decline.error;

  // Replaces the history entry, which contains the code.
  const onAccept = () => accept.mutate(undefined, { onSuccess: ({ outcome }) => void navigate(outcome === 'ready' ? '/' : '/tenants', { replace: true }) });
  const onDecline = () => decline.mutate(undefined, {
    onSuccess: () => {
      focusHeading();
      onDeclined();
    },
  });
  return (
    <Card className="card">
      <Heading level={2} className="invitation__heading">Join “{tenantName}”</Heading>
      <dl className="invitation__facts">
        <div><dt>Your role</dt><dd><RoleBadge role={role} /></dd></div>
        <div><dt>Valid until</dt><dd><Day iso={expiresAt} /></dd></div>
      </dl>
      <div role="alert">
        <ChangeFailed heading="Your answer wasn't saved" error={error} isPending={isBusy} />
      </div>
      <div className="buttons">
        <Button variation="primary" isLoading={accept.isPending} loadingText="Joining…" isDisabled={isBusy} onClick={onAccept}>Accept</Button>
        <Button isLoading={decline.isPending} loadingText="Declining…" isDisabled={isBusy} onClick={onDecline}>Decline</Button>
      </div>
    </Card>
  );
}
