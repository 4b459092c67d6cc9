import type { MemberRepresentation } from 'cdk-tenancy-web';
import { useRemoveMember } from 'cdk-tenancy-web/react';
import { changeErrorText } from '../states/change-error-texts';
import { ConfirmDialog } from '../ui/confirm-dialog';

interface RemoveDialogProps {
  readonly tenantId: string;
  readonly member: MemberRepresentation;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

export function RemoveDialog({ tenantId, member: { userId, name }, onRemoved, onClose }: RemoveDialogProps) {
  const remove = useRemoveMember(tenantId);
  return (
    <ConfirmDialog
      heading={`Remove ${name}?`}
      action="Remove"
      isBusy={remove.isPending}
      error={remove.error === null ? undefined : changeErrorText(remove.error)}
      onConfirm={async () => remove.mutateAsync(userId)}
      onDone={onRemoved}
      onClose={onClose}
    >
      {name} can no longer change anything in this tenant, and can see it for one more hour at most. To add them again, send an invitation.
    </ConfirmDialog>
  );
}
