import { Button, Card, Heading } from '@aws-amplify/ui-react';
import { TenancyApiError } from 'cdk-tenancy-web';
import { useLeaveTenant } from 'cdk-tenancy-web/react';
import { useState } from 'react';
import { changeErrorText } from '../states/change-error-texts';
import { ConfirmDialog } from '../ui/confirm-dialog';

interface LeaveCardProps {
  readonly tenantId: string;
  /** The tenant's name, once it is known. */
  readonly name?: string;
}

export function LeaveCard({ tenantId, name = 'this tenant' }: LeaveCardProps) {
  const [isAsking, setIsAsking] = useState(false);
  const leave = useLeaveTenant(tenantId);
  return (
    <Card className="card leave">
      <Heading level={2} className="leave__heading">Leave this tenant</Heading>
      <p className="leave__text">You lose access to this tenant. To come back, you need a new invitation.</p>
      <Button onClick={() => setIsAsking(true)}>Leave tenant</Button>
      {isAsking && (
        <ConfirmDialog
          heading={`Leave ${name}?`}
          action="Leave"
          isBusy={leave.isPending}
          error={leave.error === null ? undefined : leaveErrorText(leave.error)}
          onConfirm={async () => leave.mutateAsync()}
          onClose={() => setIsAsking(false)}
        >
          You lose access to everything in this tenant. To come back, you need a new invitation.
        </ConfirmDialog>
      )}
    </Card>
  );
}

function leaveErrorText(error: Error): string {
  return error instanceof TenancyApiError && error.code === 'lastAdmin'
    ? "You're the last admin of this tenant. Make another member an admin first."
    : changeErrorText(error);
}
