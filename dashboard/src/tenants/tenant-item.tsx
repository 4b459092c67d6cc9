import { Badge, Card } from '@aws-amplify/ui-react';
import type { TenantsOfUser } from 'cdk-tenancy-web';
import { useTenant } from 'cdk-tenancy-web/react';
import { Link } from 'react-router';
import { Day } from '../shell/day';
import { RoleBadge } from '../tenant/role-badge';

interface TenantItemProps {
  readonly membership: TenantsOfUser['tenants'][number];
  readonly isActive: boolean;
}

export function TenantItem({ membership: { tenantId, role, joinedAt }, isActive }: TenantItemProps) {
  return (
    <Card className={isActive ? 'card tenant-item tenant-item--active' : 'card tenant-item'}>
      <div className="tenant-item__line">
        {isActive && <ActiveName tenantId={tenantId} />}
        <code className="tenant-item__id">{tenantId}</code>
      </div>
      <div className="tenant-item__line tenant-item__line--end">
        <span className="tenant-item__badges">
          {isActive && <Badge variation="success">Active</Badge>}
          <RoleBadge role={role} />
        </span>
        <span className="tenant-item__joined">Joined <Day iso={joinedAt} /></span>
      </div>
    </Card>
  );
}

/** The token speaks for one tenant, and the API tells the names of no others. */
function ActiveName({ tenantId }: { readonly tenantId: string }) {
  const { data: tenant } = useTenant(tenantId);
  return <Link to="/" className="tenant-item__name">{tenant?.name ?? 'Your active tenant'}</Link>;
}
