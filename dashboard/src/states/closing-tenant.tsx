import { Button } from '@aws-amplify/ui-react';
import { TENANT_ROLE, type TenantsOfUser } from 'cdk-tenancy-web';
import { useRestoreTenant } from 'cdk-tenancy-web/react';
import { changeErrorText } from './change-error-texts';
import { useCanRestore } from './use-can-restore';
import { dayText } from '../ui/day-text';
import { focusHeading } from '../ui/heading-focus';
import { Message } from '../ui/message';

type Membership = TenantsOfUser['tenants'][number];

interface ClosingTenantProps {
  readonly tenant: Membership;
  readonly lookAgain: () => void;
}

/** Says when a closed tenant is deleted, and lets an admin restore it. */
export function ClosingTenant({ tenant, lookAgain }: ClosingTenantProps) {
  const restore = useRestoreTenant();
  const canRestore = useCanRestore(tenant);
  const onRestore = () => {
    // The button that has the focus disappears.
    focusHeading();
    restore.mutate(tenant.tenantId);
  };
  return (
    <Message
      heading={headingOf(tenant)}
      action={{ label: 'Check again', run: lookAgain }}
      more={canRestore && (
        <Button variation="primary" aria-label={`Restore ${tenant.name}`} isLoading={restore.isPending} loadingText="Restoring…" onClick={onRestore}>
          Restore
        </Button>
      )}
    >
      {canRestore ? 'Nobody can use it now. If you restore it, everything is there again.' : textOf(tenant)}
      {restore.error !== null && !restore.isPending && <span className="message__error">{changeErrorText(restore.error)}</span>}
    </Message>
  );
}

function headingOf({ name, deleteAt }: Membership): string {
  if (deleteAt === undefined) return `${name} is closed`;
  return Date.parse(deleteAt) > Date.now() ? `${name} will be deleted on ${dayText(deleteAt)}` : `${name} is being deleted`;
}

/** For people who can't restore the tenant. */
function textOf({ role }: Membership): string {
  return role === TENANT_ROLE.admin
    ? 'Nobody can use it now. If it should stay, ask the operator of this service.'
    : 'Nobody can use it now. If it should stay, ask an admin of this tenant, or the operator of this service.';
}
