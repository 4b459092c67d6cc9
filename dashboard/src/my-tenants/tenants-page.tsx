import './tenants.css';
import { Card } from '@aws-amplify/ui-react';
import { useTenants } from 'cdk-tenancy-web/react';
import { TenantItem } from './tenant-item';
import { useFeature } from '../configuration/features';
import { isAccessLost } from '../states/is-access-lost';
import { NotLoaded } from '../states/not-loaded';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { ButtonLink } from '../ui/button-link';
import { Page } from '../ui/page';

export function TenantsPage() {
  return (
    <Page title="My tenants" intro="The tenants you're a member of. You're working in the current one.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ userId, tenantId }) => <Tenants userId={userId} activeId={tenantId} />}
      </WithActiveTenant>
    </Page>
  );
}

interface TenantsProps {
  readonly userId: string;
  readonly activeId: string;
}

function Tenants({ userId, activeId }: TenantsProps) {
  const query = useTenants(userId);
  const { data, error } = query;
  const canCreate = useFeature('additionalTenants');
  if (data === undefined || isAccessLost(error)) return <NotLoaded query={query} skeleton={<TenantsSkeleton />} />;
  return (
    <>
      {data.tenants.length === 0 ? <Card className="card">You're not a member of any tenant.</Card> : (
        <ul className="tenants">
          {data.tenants.map((membership) => (
            <li key={membership.tenantId}><TenantItem membership={membership} isActive={membership.tenantId === activeId} /></li>
          ))}
        </ul>
      )}
      {canCreate && <p className="tenants__create"><ButtonLink to="/tenants/new">Create another tenant</ButtonLink></p>}
    </>
  );
}
