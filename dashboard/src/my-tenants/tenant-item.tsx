import { Badge, Button, Card } from '@aws-amplify/ui-react';
import { TENANT_STATUS, type TenantsOfUser } from 'cdk-tenancy-web';
import { useSwitchTenant } from 'cdk-tenancy-web/react';
import { Link } from 'react-router';
import { changeErrorText } from '../states/change-error-texts';
import { StatusBadge } from '../tenant/status-badge';
import { Day } from '../ui/day';
import { focusHeading } from '../ui/heading-focus';
import { RoleBadge } from '../ui/role-badge';

interface TenantItemProps {
  readonly membership: TenantsOfUser['tenants'][number];
  /** Whether the person works in this tenant now. */
  readonly isActive: boolean;
}

export function TenantItem({ membership: { tenantId, name, status, role, joinedAt }, isActive }: TenantItemProps) {
  const change = useSwitchTenant();
  const canSwitch = !isActive && status === TENANT_STATUS.active;
  // The button that has the focus disappears.
  const switchTenant = () => change.mutate(tenantId, { onSuccess: focusHeading });
  return (
    <Card className={isActive ? 'card tenant-item tenant-item--active' : 'card tenant-item'}>
      <div className="tenant-item__line">
        {isActive ? <Link to="/" className="tenant-item__name">{name}</Link> : <span className="tenant-item__name">{name}</span>}
        <code className="tenant-item__id">{tenantId}</code>
      </div>
      <div className="tenant-item__line tenant-item__line--end">
        <span className="tenant-item__badges">
          {isActive ? <Badge variation="success">Current</Badge> : status !== TENANT_STATUS.active && <StatusBadge status={status} />}
          <RoleBadge role={role} />
        </span>
        <span className="tenant-item__joined">Joined <Day iso={joinedAt} /></span>
      </div>
      {canSwitch && (
        <Button size="small" aria-label={`Work in ${name}`} isLoading={change.isPending} loadingText="Switching…" onClick={switchTenant}>
          Work here
        </Button>
      )}
      <div role="alert" className="tenant-item__error">{change.error !== null && changeErrorText(change.error)}</div>
    </Card>
  );
}
