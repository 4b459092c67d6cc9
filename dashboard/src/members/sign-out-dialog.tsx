import type { MemberRepresentation } from 'cdk-tenancy-web';
import { useSignOutMember } from 'cdk-tenancy-web/react';
import { changeErrorText } from '../states/change-error-texts';
import { ConfirmDialog } from '../ui/confirm-dialog';

interface SignOutDialogProps {
  readonly tenantId: string;
  readonly member: MemberRepresentation;
  readonly onSignedOut: () => void;
  readonly onClose: () => void;
}

/** The dialog gives the focus back to the button that opened it, which stays. */
export function SignOutDialog({ tenantId, member: { userId, name }, onSignedOut, onClose }: SignOutDialogProps) {
  const signOut = useSignOutMember(tenantId);
  return (
    <ConfirmDialog
      heading={`Sign out ${name} everywhere?`}
      action="Sign out everywhere"
      isBusy={signOut.isPending}
      error={signOut.error === null ? undefined : changeErrorText(signOut.error)}
      onConfirm={async () => signOut.mutateAsync(userId)}
      onDone={onSignedOut}
      onClose={onClose}
    >
      {name} is signed out on all devices, also from other tenants, and keeps the membership. They can sign in again at any time. If someone else may
      know their password, ask them to change it.
    </ConfirmDialog>
  );
}
