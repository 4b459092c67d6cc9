import { TENANT_ROLE, TENANT_STATUS } from 'cdk-tenancy-web';
import { type ActiveTenant, useTenant } from 'cdk-tenancy-web/react';
import { DangerZone } from './danger-zone';
import { ExportCard } from './export-card';
import { useFeature } from '../configuration/features';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantSkeleton } from '../states/skeletons';
import { TenantCard } from '../tenant/tenant-card';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { Page } from '../ui/page';

export function TenantPage() {
  return (
    <Page title="Tenant information" intro="The name that all members see, and details of your tenant.">
      <WithActiveTenant skeleton={<TenantSkeleton />}>
        {({ tenantId, role }) => <Tenant tenantId={tenantId} role={role} />}
      </WithActiveTenant>
    </Page>
  );
}

type TenantProps = Pick<Extract<ActiveTenant, { status: 'active' }>, 'tenantId' | 'role'>;

function Tenant({ tenantId, role }: TenantProps) {
  const query = useTenant(tenantId);
  const canBeClosed = useFeature('closure');
  const canBeExported = useFeature('exports');
  const { data: tenant, error } = query;
  if (tenant === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantSkeleton />} />;

  const isAdminOfActive = role === TENANT_ROLE.admin && tenant.status === TENANT_STATUS.active;
  return (
    <>
      <TenantCard tenant={tenant} role={role} />
      {canBeExported && isAdminOfActive && <ExportCard key={`export-${tenantId}`} tenantId={tenantId} />}
      {canBeClosed && isAdminOfActive && <DangerZone key={tenantId} tenant={tenant} />}
    </>
  );
}
