import { Alert, Button } from '@aws-amplify/ui-react';
import { TENANT_STATUS, TenancyApiError, type ProblemDocument } from 'cdk-tenancy-web';
import { ChangeFailed } from '../states/change-failed';

interface ConfirmStepProps {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Says what happens when the account is deleted, and which tenants need another admin first. */
export function ConfirmStep({ isBusy, error, onConfirm, onCancel }: ConfirmStepProps) {
  const blocking = error instanceof TenancyApiError && error.code === 'onlyAdmin' ? error.problem?.tenants ?? [] : [];
  return (
    <>
      <p className="dialog__text">
        You leave all tenants at once. Tenants in which you're the only member are closed, and deleted later with all their data. Then your account is
        deleted, and you're signed out. You can't undo this.
      </p>
      <div role="alert">
        {blocking.length > 0 && !isBusy ? (
          <Alert role="presentation" variation="error" heading="You're the only admin of these tenants">
            <ul>{blocking.map((tenant) => <li key={tenant.tenantId}>{tenant.name}{obstacleOf(tenant)}</li>)}</ul>
            Make another member of each one an admin, or close it. Then delete your account.
          </Alert>
        ) : <ChangeFailed heading="Your account wasn't deleted" error={error} isPending={isBusy} />}
      </div>
      <div className="buttons">
        <Button variation="destructive" isLoading={isBusy} loadingText="Deleting…" onClick={onConfirm}>Delete account</Button>
        <Button isDisabled={isBusy} onClick={onCancel}>Cancel</Button>
      </div>
    </>
  );
}

/** Roles change in active tenants only. */
function obstacleOf({ status }: NonNullable<ProblemDocument['tenants']>[number]): string {
  switch (status) {
    case TENANT_STATUS.suspended: return ' (suspended: ask the operator of this service first)';
    case TENANT_STATUS.closing: return ' (closed: restore it first, or wait until it is deleted)';
    default: return '';
  }
}
