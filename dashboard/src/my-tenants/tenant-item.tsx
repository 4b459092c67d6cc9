import { Badge, Button, Card } from '@aws-amplify/ui-react';
import { TENANT_STATUS, type TenantsOfUser } from 'cdk-tenancy-web';
import { useRestoreTenant, useSwitchTenant } from 'cdk-tenancy-web/react';
import { Link } from 'react-router';
import { changeErrorText } from '../states/change-error-texts';
import { useCanRestore } from '../states/use-can-restore';
import { StatusBadge } from '../tenant/status-badge';
import { Day } from '../ui/day';
import { focusHeading } from '../ui/heading-focus';
import { RoleBadge } from '../ui/role-badge';
import { useToast } from '../ui/toaster';

interface TenantItemProps {
  readonly membership: TenantsOfUser['tenants'][number];
  /** Whether the person works in this tenant now. */
  readonly isActive: boolean;
}

export function TenantItem({ membership, isActive }: TenantItemProps) {
  const { tenantId, name, status, role, joinedAt, deleteAt, isReadOnly = false } = membership;
  const change = useSwitchTenant();
  const restore = useRestoreTenant();
  const toast = useToast();
  const canRestore = useCanRestore(membership);
  const error = change.error ?? restore.error;
  const canSwitch = !isActive && (status === TENANT_STATUS.active || isReadOnly);
  // The button that has the focus disappears.
  const switchTenant = () => change.mutate(tenantId, { onSuccess: focusHeading });
  const restoreTenant = () => restore.mutate(tenantId, {
    onSuccess: () => {
      focusHeading();
      toast(`“${name}” is restored.`);
    },
  });
  return (
    <Card className={isActive ? 'card tenant-item tenant-item--active' : 'card tenant-item'}>
      <div className="tenant-item__line">
        {isActive ? <Link to="/" className="tenant-item__name">{name}</Link> : <span className="tenant-item__name">{name}</span>}
        <code className="tenant-item__id">{tenantId}</code>
      </div>
      <div className="tenant-item__line tenant-item__line--end">
        <span className="tenant-item__badges">
          {isActive && <Badge variation="success">Current</Badge>}
          {isReadOnly && <Badge variation="warning">Read-only</Badge>}
          {!isActive && !isReadOnly && status !== TENANT_STATUS.active && <StatusBadge status={status} />}
          <RoleBadge role={role} />
        </span>
        <span className="tenant-item__more">{deleteAt === undefined ? <>Joined <Day iso={joinedAt} /></> : <>Will be deleted on <Day iso={deleteAt} /></>}</span>
      </div>
      {canSwitch && (
        <Button size="small" aria-label={`Work in ${name}`} isLoading={change.isPending} loadingText="Switching…" onClick={switchTenant}>
          Work here
        </Button>
      )}
      {canRestore && (
        <Button size="small" aria-label={`Restore ${name}`} isLoading={restore.isPending} loadingText="Restoring…" onClick={restoreTenant}>
          Restore
        </Button>
      )}
      <div role="alert" className="tenant-item__error">{error !== null && changeErrorText(error)}</div>
    </Card>
  );
}
