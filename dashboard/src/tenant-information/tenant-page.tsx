import { type ActiveTenant, useTenant } from 'cdk-tenancy-web/react';
import { TenantCard } from './tenant-card';
import { WithActiveTenant } from './with-active-tenant';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantSkeleton } from '../states/skeletons';
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
  const { data: tenant, error } = query;
  if (tenant === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantSkeleton />} />;
  return <TenantCard tenant={tenant} role={role} />;
}
