import './members.css';
import { TENANT_ROLE, type TenantAccess } from 'cdk-tenancy-web';
import { useTenant } from 'cdk-tenancy-web/react';
import { LeaveCard } from './leave-card';
import { MemberList } from './member-list';
import { TenantsSkeleton } from '../states/skeletons';
import { WithActiveTenant } from '../tenant/with-active-tenant';
import { Page } from '../ui/page';

export function MembersPage() {
  return (
    <Page title="Members" intro="The people in your tenant. Admins can change roles and remove members.">
      <WithActiveTenant skeleton={<TenantsSkeleton />}>
        {({ tenantId, userId, role, access }) => <Members key={tenantId} tenantId={tenantId} userId={userId} role={role} access={access} />}
      </WithActiveTenant>
    </Page>
  );
}

interface MembersProps {
  readonly tenantId: string;
  readonly userId: string;
  readonly role?: string;
  readonly access?: TenantAccess;
}

function Members({ tenantId, userId, role, access }: MembersProps) {
  const { data: tenant } = useTenant(tenantId);
  return (
    <>
      <MemberList tenantId={tenantId} userId={userId} canChange={role === TENANT_ROLE.admin && access === undefined} />
      {access === undefined && <LeaveCard tenantId={tenantId} name={tenant?.name} />}
    </>
  );
}
