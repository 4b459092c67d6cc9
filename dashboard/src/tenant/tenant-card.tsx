import './tenant.css';
import { Card } from '@aws-amplify/ui-react';
import { TENANT_ROLE, TENANT_STATUS, type TaggedTenant, type TenantRole } from 'cdk-tenancy-web';
import { StatusBadge } from './status-badge';
import { TenantName } from './tenant-name';
import { CopyButton } from '../ui/copy-button';
import { Day } from '../ui/day';
import { RoleBadge } from '../ui/role-badge';

interface TenantCardProps {
  readonly tenant: TaggedTenant;
  readonly role?: TenantRole;
}

export function TenantCard({ tenant, role }: TenantCardProps) {
  // The API checks this too. The page hides actions that the API would refuse.
  const canRename = role === TENANT_ROLE.admin && tenant.status === TENANT_STATUS.active;
  return (
    <Card className="card">
      <TenantName key={tenant.tenantId} tenant={tenant} canRename={canRename} />
      <dl className="facts">
        <div className="fact fact--wide">
          <dt>Tenant ID</dt>
          <dd className="fact__id">
            <code>{tenant.tenantId}</code>
            <CopyButton text={tenant.tenantId} what="tenant ID" />
          </dd>
        </div>
        <div className="fact"><dt>Status</dt><dd><StatusBadge status={tenant.status} /></dd></div>
        <div className="fact"><dt>Your role</dt><dd>{role === undefined ? 'Unknown' : <RoleBadge role={role} />}</dd></div>
        <div className="fact"><dt>Created</dt><dd><Day iso={tenant.createdAt} /></dd></div>
        {tenant.deleteAt !== undefined && <div className="fact"><dt>Will be deleted on</dt><dd><Day iso={tenant.deleteAt} /></dd></div>}
      </dl>
    </Card>
  );
}
